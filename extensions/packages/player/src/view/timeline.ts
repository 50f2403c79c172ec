/**
 * The time of a run: a slider that scrubs, and the faults as bars that are dragged, stretched at
 * their ends, and moved by keys. A press on a bar opens its node's menu.
 */
import { FAULTS } from "../experiment/faults.js";
import type { Experiment } from "../experiment/experiment.js";
import type { Fault } from "../model/flow.js";
import { moment } from "../result/quantity.js";
import { button, element, set } from "./element.js";

const PLAY_S = 8;
const EDGE_PX = 9;
const STEPS = 60;
const LEAST_S = 0.1;

type Part = "start" | "end" | "whole";

export class Timeline {
  readonly node: HTMLElement;
  readonly #document: Document;
  readonly #experiment: Experiment;
  readonly #nameOf: (id: string) => string;
  readonly #openMenu: (target: string, at: Element) => void;
  readonly #range: HTMLInputElement;
  readonly #play: HTMLButtonElement;
  readonly #time: HTMLElement;
  readonly #bars: HTMLElement;
  #frame: number | null = null;
  #dragged = false;

  constructor(
    document: Document,
    experiment: Experiment,
    nameOf: (id: string) => string,
    openMenu: (target: string, at: Element) => void,
  ) {
    this.#document = document;
    this.#experiment = experiment;
    this.#nameOf = nameOf;
    this.#openMenu = openMenu;
    this.#range = element(document, "input", {
      type: "range",
      min: 0,
      step: "any",
      "aria-label": "Moment of the run that the diagram shows",
      "data-act": "scrub",
    });
    this.#play = button(document, "Play", { class: "plain", "data-act": "play" }, () => {
      if (this.#frame === null) this.#start();
      else this.#stop();
    });
    this.#time = element(document, "output", { class: "time" });
    this.#bars = element(document, "div", { class: "bars", role: "list", "aria-label": "Faults" });
    this.node = element(document, "div", { class: "timeline" }, [
      this.#play,
      element(document, "div", { class: "track" }, [this.#range, this.#bars]),
      this.#time,
    ]);
    this.#range.addEventListener("input", () => experiment.scrub(Number(this.#range.value)));
    this.#range.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (way === undefined) return;
      event.preventDefault();
      experiment.scrub(experiment.cursor_s + (way * experiment.setup.duration_s) / STEPS);
    });
  }

  show(): void {
    const { setup, run } = this.#experiment;
    const still = this.#document.defaultView?.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#play.hidden = run === null || still === true;
    set(this.#range, { max: setup.duration_s, disabled: run === null });
    if (!this.#dragged) this.#showBars(setup.faults, setup.duration_s);
    this.cursor();
  }

  cursor(): void {
    const { cursor_s, run } = this.#experiment;
    this.#range.value = String(cursor_s);
    set(this.#range, { "aria-valuetext": moment(cursor_s) });
    this.#time.textContent = run === null ? "" : `${cursor_s.toFixed(1)} s`;
  }

  dispose(): void {
    this.#stop();
  }

  #showBars(faults: readonly Fault[], duration_s: number): void {
    const focused = [...this.#bars.children].findIndex((row) =>
      row.contains(this.#document.activeElement),
    );
    this.#bars.replaceChildren(
      ...faults.map((fault, index) => this.#bar(fault, index, duration_s)),
    );
    if (faults.length === 0)
      this.#bars.replaceChildren(
        element(this.#document, "p", { class: "hint" }, [
          "No fault yet: press a node of the diagram to break it.",
        ]),
      );
    if (focused >= 0)
      this.#bars.children[Math.min(focused, faults.length - 1)]?.querySelector("button")?.focus();
  }

  #bar(fault: Fault, index: number, duration_s: number): HTMLElement {
    const { start_s, end_s, kind, target, amount } = fault;
    const until = Math.min(end_s ?? duration_s, duration_s);
    const words = `${this.#nameOf(target)} ${FAULTS[kind].says(amount)}`;
    const bar = button(this.#document, words, {
      class: "fault-bar",
      "data-kind": kind,
      "data-target": target,
      title: `${words}, ${moment(start_s)} to ${moment(until)}. Drag it, or move it with the arrows; Delete removes it.`,
      "aria-label": `${words}, ${moment(start_s)} to ${moment(until)}`,
    }, () => {
      if (!this.#dragged) this.#openMenu(target, bar);
      this.#dragged = false;
    });
    bar.style.left = `${(100 * start_s) / duration_s}%`;
    bar.style.width = `${(100 * Math.max(0, until - start_s)) / duration_s}%`;
    bar.addEventListener("keydown", (event) => this.#key(event, fault, index));
    bar.addEventListener("pointerdown", (event) => this.#grab(event, bar, fault, index));
    return element(this.#document, "div", { class: "row", role: "listitem" }, [bar]);
  }

  #key(event: KeyboardEvent, fault: Fault, index: number): void {
    const { duration_s } = this.#experiment.setup;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    if (event.key === "Delete" || event.key === "Backspace")
      this.#experiment.changeFault(index, null);
    else if (way === 0) return;
    else {
      const by = (way * duration_s) / STEPS;
      this.#experiment.changeFault(
        index,
        moved(fault, by, event.shiftKey ? "end" : "whole", duration_s),
      );
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #grab(event: PointerEvent, bar: HTMLElement, fault: Fault, index: number): void {
    const box = bar.getBoundingClientRect();
    const { duration_s } = this.#experiment.setup;
    const width = this.#bars.getBoundingClientRect().width;
    const fromLeft = event.clientX - box.left;
    const part: Part =
      box.width - fromLeft < EDGE_PX ? "end" : fromLeft < EDGE_PX ? "start" : "whole";
    const x = event.clientX;
    this.#dragged = false;
    bar.setPointerCapture(event.pointerId);
    const move = ({ clientX }: PointerEvent) => {
      if (Math.abs(clientX - x) < 3 && !this.#dragged) return;
      this.#dragged = true;
      const now = moved(fault, ((clientX - x) / width) * duration_s, part, duration_s);
      bar.style.left = `${(100 * now.start_s) / duration_s}%`;
      bar.style.width = `${(100 * ((now.end_s ?? duration_s) - now.start_s)) / duration_s}%`;
      this.#experiment.changeFault(index, now);
    };
    const drop = () => {
      bar.removeEventListener("pointermove", move);
      // The click that follows a drag is no press; it comes before this runs.
      setTimeout(() => {
        if (!this.#dragged) return;
        this.#dragged = false;
        this.show();
      });
    };
    bar.addEventListener("pointermove", move);
    bar.addEventListener("pointerup", drop, { once: true });
    bar.addEventListener("pointercancel", drop, { once: true });
  }

  #start(): void {
    const view = this.#document.defaultView;
    if (view === null) return;
    const { duration_s } = this.#experiment.setup;
    const from = this.#experiment.cursor_s >= duration_s - 0.01 ? 0 : this.#experiment.cursor_s;
    const began = view.performance.now();
    this.#play.textContent = "Pause";
    const tick = (now: number) => {
      const at_s = from + ((now - began) / 1000 / PLAY_S) * duration_s;
      this.#experiment.scrub(at_s);
      if (at_s >= duration_s) this.#stop();
      else this.#frame = view.requestAnimationFrame(tick);
    };
    this.#frame = view.requestAnimationFrame(tick);
  }

  #stop(): void {
    if (this.#frame !== null) this.#document.defaultView?.cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#play.textContent = "Play";
  }
}

/** The fault with an end, or the whole of it, moved by `by` seconds; inside the run. */
function moved(fault: Fault, by: number, part: Part, duration_s: number): Fault {
  const end = Math.min(fault.end_s ?? duration_s, duration_s);
  const round = (seconds: number) => Number(seconds.toFixed(1));
  if (part === "start") {
    const start_s = round(Math.min(Math.max(0, fault.start_s + by), end - LEAST_S));
    return { ...fault, start_s };
  }
  if (part === "end") {
    const end_s = round(Math.max(Math.min(duration_s, end + by), fault.start_s + LEAST_S));
    return { ...fault, end_s };
  }
  const span = end - fault.start_s;
  const start_s = round(Math.min(Math.max(0, fault.start_s + by), duration_s - span));
  return { ...fault, start_s, end_s: round(start_s + span) };
}
