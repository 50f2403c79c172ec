/** The row of controls: sides, load, duration, seed, run, link. */
import type { Experiment, Side } from "../experiment/experiment.js";
import { isChanged, loadOf, setupOf } from "../experiment/setup.js";
import { digits } from "../result/quantity.js";
import { button, element, set } from "./element.js";

const COPIED_MS = 2000;
const LOAD_RANGE = 10;

export interface ControlOptions {
  /** The address that replays a word; without it there is no link to copy. */
  link?: (word: string) => string;
}

export class Controls {
  readonly node: HTMLElement;
  readonly #document: Document;
  readonly #experiment: Experiment;
  readonly #sides: HTMLElement;
  readonly #load: HTMLInputElement;
  readonly #loadNumber: HTMLInputElement;
  readonly #duration: HTMLInputElement;
  readonly #seed: HTMLInputElement;
  readonly #run: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #failure: HTMLElement;

  constructor(document: Document, experiment: Experiment, options: ControlOptions) {
    this.#document = document;
    this.#experiment = experiment;
    this.#sides = element(document, "div", { class: "sides", role: "group", "aria-label": "Sides" });
    this.#load = this.#input("range", "Load", { min: -1, max: 1, step: 0.01, "data-act": "load" });
    this.#loadNumber = this.#input("number", "Load in requests a second", { min: 0.1, step: "any" });
    this.#duration = this.#input("number", "Duration in seconds", { min: 1, max: 3600, step: 1 });
    this.#seed = this.#input("number", "Seed", { min: 1, step: 1, "data-act": "seed" });
    this.#run = button(document, "Run", { class: "primary", "data-act": "run" }, () => {
      void experiment.start();
    });
    this.#reset = button(document, "Reset", { class: "plain", "data-act": "reset" }, () => {
      const { named } = experiment;
      const own = experiment.side === 1 ? named.compare : null;
      const { model, scenario } = own ?? named;
      experiment.change(setupOf(experiment.setup.title, model, scenario));
    });
    this.#failure = element(document, "p", { class: "failure", role: "alert" });
    this.#listen();
    const field = (name: string, ...parts: (Node | string)[]) =>
      element(document, "label", { class: "field" }, [
        element(document, "span", { class: "name" }, [name]),
        ...parts,
      ]);
    this.node = element(document, "div", { class: "controls" }, [
      this.#sides,
      field("Load", this.#load, this.#loadNumber, "req/s"),
      field("For", this.#duration, "s"),
      field("Seed", this.#seed),
      element(document, "span", { class: "acts" }, [
        this.#run,
        this.#reset,
        options.link === undefined ? null : this.#linkButton(options.link),
      ]),
      this.#failure,
    ]);
  }

  show(): void {
    const { setup, setups, running, failure, named, side, hasRun, guess } = this.#experiment;
    const load = loadOf(setup);
    put(this.#loadNumber, digits(load));
    put(this.#load, String(Math.log(setup.load_factor) / Math.log(LOAD_RANGE)));
    set(this.#load, { "aria-valuetext": `${digits(load)} requests a second` });
    put(this.#duration, String(setup.duration_s));
    put(this.#seed, String(setup.seed));
    this.#run.textContent = running ? "Running" : hasRun ? "Run again" : "Run";
    this.#run.hidden = !hasRun && guess === null && !running;
    const own = side === 1 && named.compare !== null ? named.compare : named;
    this.#reset.hidden = !isChanged(setup, setupOf("", own.model, own.scenario));
    this.#failure.hidden = failure === null;
    this.#failure.textContent = failure;
    this.#showSides(setups[1]?.title ?? null);
  }

  #input(type: string, name: string, attributes: Record<string, string | number>): HTMLInputElement {
    return element(this.#document, "input", { type, "aria-label": name, ...attributes });
  }

  #showSides(title: string | null): void {
    const { side, named, hasRun } = this.#experiment;
    const make = this.#document;
    const focused = this.#sides.contains(make.activeElement)
      ? make.activeElement?.getAttribute("data-act")
      : null;
    const tab = (which: Side, text: string) =>
      button(
        make,
        text,
        { "aria-pressed": String(side === which), "data-act": which === 0 ? "side-a" : "side-b" },
        () => this.#experiment.turn(which),
      );
    const offer = named.compare === null ? "Compare with a copy" : `Compare: ${named.compare.title}`;
    const add = button(make, offer, { "data-act": "compare" }, () => {
      this.#experiment.compare();
    });
    this.#sides.hidden = !hasRun;
    if (title === null) this.#sides.replaceChildren(add);
    else
      this.#sides.replaceChildren(
        tab(0, `A: ${named.title}`),
        tab(1, title === "B" ? "B: your copy" : `B: ${title}`),
        button(make, "Drop B", { class: "plain", "data-act": "drop" }, () => {
          this.#experiment.dropOther();
        }),
      );
    if (focused) {
      const again = focused === "compare" ? "side-b" : focused === "drop" ? "compare" : focused;
      this.#sides.querySelector<HTMLElement>(`[data-act="${again}"]`)?.focus();
    }
  }

  #listen(): void {
    const { setup } = this.#experiment;
    const base = () => loadOf(this.#experiment.setup) / this.#experiment.setup.load_factor;
    this.#load.addEventListener("input", () => {
      this.#experiment.change({ load_factor: LOAD_RANGE ** Number(this.#load.value) });
    });
    const number = (input: HTMLInputElement, take: (value: number) => void) =>
      input.addEventListener("change", () => {
        const value = Number(input.value);
        if (input.value !== "" && Number.isFinite(value) && input.checkValidity()) take(value);
        else this.show();
      });
    number(this.#loadNumber, (value) => this.#experiment.change({ load_factor: value / base() }));
    number(this.#duration, (duration_s) => this.#experiment.change({ duration_s }));
    number(this.#seed, (seed) => this.#experiment.change({ seed }));
    put(this.#duration, String(setup.duration_s));
  }

  #linkButton(link: (word: string) => string): HTMLButtonElement {
    const act = { class: "plain", "data-act": "link", title: "A link that replays exactly this" };
    const press = button(this.#document, "Copy link", act, () => {
      const address = link(this.#experiment.word);
      press.dataset["address"] = address;
      void copied(this.#document, address).then((done) => {
        press.textContent = done ? "Link copied" : "Not allowed to copy";
        setTimeout(() => (press.textContent = "Copy link"), COPIED_MS);
      });
    });
    return press;
  }
}

/** What the reader is typing stays as it is. */
function put(input: HTMLInputElement, value: string): void {
  if (input.ownerDocument.activeElement !== input || input.type === "range") input.value = value;
}

async function copied(document: Document, text: string): Promise<boolean> {
  try {
    await document.defaultView?.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // A page from a file, or without the permission; the button says so.
  }
}
