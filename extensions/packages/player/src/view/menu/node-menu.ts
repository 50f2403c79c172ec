/**
 * What a press on a node opens, at the node: the faults it can have, those it has, its defences,
 * and the numbers that say how it works.
 */
import { FAULTS } from "../../experiment/faults.js";
import type { Experiment } from "../../experiment/experiment.js";
import type { Zone } from "../../experiment/subject.js";
import { FAULT_KINDS, type Fault, type FaultKind } from "../../model/flow.js";
import { DefencesView } from "./defences.js";
import { brief } from "../../result/words.js";
import { button, element } from "../element.js";
import { parameterRow } from "../parameters.js";

const WIDTH_PX = 292;
const ROOM_PX = 8;

export class NodeMenu {
  readonly node: HTMLElement;
  readonly #document: Document;
  readonly #experiment: Experiment;
  readonly #nameOf: (id: string) => string;
  readonly #specify: (node: string) => void;
  readonly #zonesAround: (node: string) => Zone[];
  readonly #defences: DefencesView;
  /** What the last run says: the menu may lie over the rest. */
  readonly #lately: HTMLElement;
  #target: string | null = null;
  #opener: Element | null = null;

  /** `specify` shows what the diagram says of a node; `zonesAround` are the groups it is in. */
  constructor(
    document: Document,
    experiment: Experiment,
    nameOf: (id: string) => string,
    specify: (node: string) => void,
    zonesAround: (node: string) => Zone[],
  ) {
    this.#document = document;
    this.#specify = specify;
    this.#zonesAround = zonesAround;
    this.#experiment = experiment;
    this.#nameOf = nameOf;
    this.#lately = element(document, "p", { class: "lately" });
    this.#defences = new DefencesView(document, experiment, nameOf);
    this.node = element(document, "div", { class: "menu", role: "dialog", hidden: true });
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close(true);
    });
  }

  get isOpen(): boolean {
    return this.#target !== null;
  }

  /** Open at `opener`, an element of the picture or a bar, inside `frame`. */
  open(target: string, opener: Element, frame: HTMLElement): void {
    this.#target = this.#station(target);
    if (this.#target === null) return;
    this.#opener = opener;
    this.node.hidden = false;
    this.#tell();
    this.#draw();
    const at = opener.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    const left = Math.min(
      Math.max(ROOM_PX, at.left + at.width / 2 - around.left - WIDTH_PX / 2),
      Math.max(ROOM_PX, around.width - WIDTH_PX - ROOM_PX),
    );
    this.node.style.left = `${left}px`;
    this.node.style.top = `${at.bottom - around.top + ROOM_PX}px`;
    this.node.querySelector<HTMLElement>("button.fault")?.focus({ preventScroll: true });
    this.node.scrollIntoView({ block: "nearest" });
  }

  close(refocus = false): void {
    if (this.#target === null) return;
    this.#target = null;
    this.node.hidden = true;
    const opener = this.#opener;
    if (refocus && opener !== null && opener.isConnected && "focus" in opener)
      (opener as HTMLElement).focus({ preventScroll: true });
  }

  /** Draw again what the set-up says now. */
  show(): void {
    if (this.#target === null) return;
    this.#tell();
    if (!this.node.contains(this.#typing())) this.#draw();
  }

  #tell(): void {
    const { run, running } = this.#experiment;
    if (!running) this.#lately.textContent = run === null ? "" : brief(run);
  }

  #typing(): Element | null {
    const active = this.#document.activeElement;
    return active !== null && active.tagName === "INPUT" ? active : null;
  }

  /** Faults of a source, a call and a group open the menu of their station. */
  #station(target: string): string | null {
    const { base, faults } = this.#experiment.setup;
    const cut = faults.find((fault) => fault.target === target)?.side[0];
    if (cut !== undefined) return cut;
    if (base.stations.some(({ id }) => id === target)) return target;
    return base.sources.find(({ id }) => id === target)?.target ?? null;
  }

  #draw(): void {
    const target = this.#target;
    const make = this.#document;
    const { setup } = this.#experiment;
    const station = setup.base.stations.find(({ id }) => id === target);
    if (target === null || station === undefined) return;
    const focused = make.activeElement?.getAttribute("data-act");
    const source = setup.base.sources.find((each) => each.target === target);
    const name = this.#nameOf(target);
    const own = setup.faults.flatMap((fault, index) =>
      fault.target === target || fault.target === source?.id || fault.side.includes(target)
        ? [this.#given(fault, index)]
        : [],
    );
    const kinds = FAULT_KINDS.filter((kind) => FAULTS[kind].fits(station, source !== undefined));
    const numbers = setup.base.parameters
      .filter(({ owner }) => owner === target || (source !== undefined && owner === "load"))
      .map((parameter) => parameterRow(make, this.#experiment, parameter, this.#nameOf, false));
    this.#defences.show(target);
    this.node.setAttribute("aria-label", `Faults, defences and numbers of ${name}`);
    this.node.replaceChildren(
      element(make, "header", {}, [
        element(make, "h4", {}, [name]),
        button(make, "\u00d7", { class: "plain", "aria-label": "Close" }, () => this.close(true)),
        this.#lately,
      ]),
      ...own,
      element(make, "div", { class: "faults", role: "group", "aria-label": "Add a fault" }, [
        ...kinds.map((kind) => this.#offerOwn(kind, kind === "spike" ? (source?.id ?? target) : target)),
        ...this.#zonesAround(target).flatMap((zone) => this.#offerZone(zone)),
      ]),
      this.#defences.node,
      ...(numbers.length === 0
        ? []
        : [element(make, "table", { class: "numbers" }, [element(make, "tbody", {}, numbers)])]),
      button(make, "What the diagram says of it", { class: "plain", "data-act": "specify" }, () => {
        this.close();
        this.#specify(target);
      }),
    );
    if (focused)
      this.node.querySelector<HTMLElement>(`[data-act="${CSS.escape(focused)}"]`)?.focus();
  }

  #offerOwn(kind: FaultKind, target: string): HTMLElement {
    const { word, does } = FAULTS[kind];
    const side = kind === "partition" ? [target] : [];
    return this.#offer(kind, word, `add-${kind}`, does, () => [this.#fault(kind, target, side)]);
  }

  /** The same for a whole group: cut it off, or lose all of it at once. */
  #offerZone({ id, name, stations }: Zone): HTMLElement[] {
    const cut = `no call or answer passes between ${name} and the rest`;
    const lost = `all ${stations.length} parts of ${name} crash together`;
    return [
      this.#offer("partition", `Cut off ${name}`, `partition-of-${id}`, cut, () => [
        this.#fault("partition", id, stations),
      ]),
      this.#offer("crash", `Lose ${name}`, `crash-of-${id}`, lost, () =>
        stations.map((station) => this.#fault("crash", station, [])),
      ),
    ];
  }

  #offer(
    kind: FaultKind,
    words: string,
    act: string,
    does: string,
    faults: () => Fault[],
  ): HTMLElement {
    const look = { class: "fault", "data-kind": kind, "data-act": act, title: does };
    return button(this.#document, words, look, () => this.#experiment.addFaults(...faults()));
  }

  /** A fault of this kind for a sixth of the run, from the moment that is shown. */
  #fault(kind: FaultKind, target: string, side: string[]): Fault {
    const { setup, cursor_s, hasRun } = this.#experiment;
    const { duration_s } = setup;
    const wanted = hasRun ? cursor_s : duration_s / 6;
    const start_s = Number(Math.min(wanted, 0.9 * duration_s).toFixed(1));
    const end_s = Number(Math.min(duration_s, start_s + duration_s / 6).toFixed(1));
    return { kind, target, start_s, end_s, amount: FAULTS[kind].amount, side };
  }

  /** A fault that the node has: from, until, how much, and away with it. */
  #given(fault: Fault, index: number): HTMLElement {
    const make = this.#document;
    const type = FAULTS[fault.kind];
    const { duration_s } = this.#experiment.setup;
    const field = (
      name: string,
      value: number,
      most: number,
      change: (value: number) => Partial<Fault>,
    ) => {
      const input = element(make, "input", {
        type: "number",
        min: 0,
        max: most,
        step: "any",
        value,
        "aria-label": `${type.word}: ${name}`,
      });
      input.addEventListener("change", () => {
        if (input.value === "" || !input.checkValidity()) input.value = String(value);
        else this.#experiment.changeFault(index, { ...fault, ...change(Number(input.value)) });
      });
      return input;
    };
    const until = fault.end_s ?? duration_s;
    const parts: (Node | string)[] = [
      element(make, "strong", {}, [
        fault.side.length > 1 ? `${type.word} ${this.#nameOf(fault.target)}` : type.word,
      ]),
      field("from second", fault.start_s, until, (start_s) => ({ start_s })),
      "to",
      field("until second", until, duration_s, (end_s) => ({ end_s })),
      "s",
    ];
    if (type.unit === "ratio")
      parts.push(field("percent", 100 * fault.amount, 100, (value) => ({ amount: value / 100 })), "%");
    if (type.unit === "times")
      parts.push("\u00d7", field("times", fault.amount, 1000, (amount) => ({ amount })));
    const act = { class: "plain", "data-act": `remove-${index}` };
    parts.push(
      button(make, "Remove", act, () => this.#experiment.changeFault(index, null)),
    );
    return element(make, "div", { class: "given", "data-kind": fault.kind }, parts);
  }
}
