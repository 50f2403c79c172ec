/**
 * Plays a journey: it runs, pauses, and goes hop by hop. For people who prefer reduced motion
 * nothing runs; they step.
 */
import type { Diagram, Geometry } from "@atlas/contracts";

import { button, element } from "../element.js";
import { glyph, type GlyphName } from "../glyph.js";
import { journeyOf, type Hop, type Journey } from "./journey.js";
import { TokensLayer } from "./tokens-layer.js";

const REDUCED = "(prefers-reduced-motion: reduce)";
/** Times closer than this are one moment. */
const MOMENT_S = 1e-6;

export class Player {
  readonly #opener: HTMLButtonElement | null;
  readonly bar: HTMLElement;
  readonly #document: Document;
  readonly #diagram: Diagram;
  readonly #layer: TokensLayer;
  readonly #caption: HTMLElement;
  readonly #scale: HTMLElement;
  readonly #run: HTMLButtonElement;
  readonly #start: () => string | null;
  #journey: Journey | null = null;
  #at = 0;
  #frame: number | null = null;

  /** `start` names the node that a request shall start from, if any. */
  constructor(
    opener: HTMLButtonElement | null,
    svg: SVGElement,
    diagram: Diagram,
    geometry: Geometry,
    start: () => string | null,
  ) {
    const document = svg.ownerDocument;
    this.#opener = opener;
    this.#document = document;
    this.#diagram = diagram;
    this.#start = start;
    this.#layer = new TokensLayer(svg, geometry);
    const press = (icon: GlyphName, name: string, key: string, act: () => void) =>
      button(
        document,
        { class: "icon", "aria-label": name, title: `${name} (${key})`, "aria-keyshortcuts": key },
        [glyph(document, icon)],
        act,
      );
    const sequence = diagram.kind === "sequence";
    const step = sequence ? "message" : "hop";
    this.#run = press("play", "Play", "P", () => this.toggle());
    this.#run.hidden = this.#still;
    this.#caption = element(document, "span", { class: "caption", "aria-live": "polite" });
    this.#scale = element(document, "span", { class: "scale" });
    this.bar = element(document, "div", { class: "player", role: "group", hidden: true }, [
      this.#run,
      press("back", `Previous ${step}`, "B", () => this.step(-1)),
      press("next", `Next ${step}`, "N", () => this.step(1)),
      press("stop", "Stop", "Escape", () => this.close()),
      this.#caption,
      this.#scale,
    ]);
    this.bar.setAttribute("aria-label", opener?.getAttribute("aria-label") ?? "Player");
  }

  get isOpen(): boolean {
    return this.#journey !== null;
  }

  /** Run, or pause; where motion is unwanted, go to the next hop. */
  toggle(): void {
    if (this.#still) this.step(1);
    else if (this.#frame !== null) this.#pause();
    else this.#play();
  }

  /** Go to the end of the next hop, or of the one before. */
  step(by: 1 | -1): void {
    const journey = this.#open();
    if (journey === null) return;
    this.#pause();
    const ends = journey.hops.map((hop) => hop.end_s).sort((a, b) => a - b);
    const next =
      by === 1
        ? ends.find((end) => end > this.#at + MOMENT_S)
        : ends.findLast((end) => end < this.#at - MOMENT_S);
    this.#show(next ?? (by === 1 ? journey.length_s : (ends[0] ?? 0)));
  }

  close(): void {
    this.#pause();
    const focused = this.bar.contains(this.#document.activeElement);
    this.#journey = null;
    this.#layer.clear();
    this.bar.hidden = true;
    if (focused) this.#opener?.focus();
  }

  dispose(): void {
    this.#pause();
  }

  get #still(): boolean {
    return this.#document.defaultView?.matchMedia(REDUCED).matches ?? true;
  }

  #open(): Journey | null {
    if (this.#journey !== null) return this.#journey;
    const journey = journeyOf(this.#diagram, this.#start());
    this.#journey = journey;
    this.#at = 0;
    this.bar.hidden = journey === null;
    this.#scale.textContent = journey?.scale ?? "";
    return journey;
  }

  #play(): void {
    const [journey, view] = [this.#open(), this.#document.defaultView];
    if (journey === null || view === null) return;
    if (this.#at >= journey.length_s) this.#at = 0;
    this.#icon("pause");
    let before: number | null = null;
    const tick = (now: number) => {
      this.#show(Math.min(journey.length_s, this.#at + (now - (before ?? now)) / 1000));
      before = now;
      if (this.#at < journey.length_s) this.#frame = view.requestAnimationFrame(tick);
      else this.#pause();
    };
    this.#frame = view.requestAnimationFrame(tick);
  }

  #pause(): void {
    if (this.#frame !== null) this.#document.defaultView?.cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#icon("play");
  }

  #icon(name: "play" | "pause"): void {
    const words = name === "play" ? "Play" : "Pause";
    this.#run.setAttribute("aria-label", words);
    this.#run.title = `${words} (P)`;
    this.#run.replaceChildren(glyph(this.#document, name));
  }

  #show(at_s: number): void {
    const journey = this.#journey;
    if (journey === null) return;
    this.#at = at_s;
    this.#layer.show(journey, at_s);
    const now = journey.hops.filter((hop) => hop.start_s < at_s && at_s <= hop.end_s);
    const said = caption(journey, now);
    if (said !== this.#caption.textContent) this.#caption.textContent = said;
  }
}

/** "2 of 7: API to Redis", and how many more are on their way at the same time. */
function caption({ hops }: Journey, now: readonly Hop[]): string {
  const [first, ...more] = now;
  if (first === undefined) return "";
  const also = more.length === 0 ? "" : ` (${more.length} more at the same time)`;
  return `${hops.indexOf(first) + 1} of ${hops.length}. ${first.words}${also}`;
}
