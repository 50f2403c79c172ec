/** A station's defences in its menu: which there are, a press for each, and their numbers. */
import type { Experiment } from "../../experiment/experiment.js";
import { defenceKey, unscaled, withDefence } from "../../experiment/defences/changes.js";
import type { Defence, DefenceField, DefenceValues } from "../../experiment/defences/defence.js";
import { OF_CALLS } from "../../experiment/defences/of-calls.js";
import { OF_SOURCES } from "../../experiment/defences/of-sources.js";
import { OF_STATIONS } from "../../experiment/defences/of-stations.js";
import { modelOf } from "../../experiment/setup.js";
import type { Call, Source, Station } from "../../model/flow.js";
import { scaleOf } from "../../model/parameters.js";
import { digits } from "../../result/quantity.js";
import { button, element } from "../element.js";

type Part = Call | Source | Station;

export class DefencesView {
  readonly node: HTMLDetailsElement;
  readonly #document: Document;
  readonly #experiment: Experiment;
  readonly #nameOf: (id: string) => string;
  readonly #summary: HTMLElement;

  constructor(document: Document, experiment: Experiment, nameOf: (id: string) => string) {
    this.#document = document;
    this.#experiment = experiment;
    this.#nameOf = nameOf;
    this.#summary = element(document, "summary", { "data-act": "defences" });
    this.node = element(document, "details", { class: "defences" }, [this.#summary]);
  }

  /** Draw what the set-up gives the station `id` and its calls now. */
  show(id: string): void {
    const { setup, estimate } = this.#experiment;
    const model = modelOf(setup);
    const at = model.stations.findIndex((each) => each.id === id);
    const station = model.stations[at];
    if (station === undefined) return;
    const calls = station.stages.flat();
    const rate = estimate.stations[at]?.rate_per_s ?? 1;
    const own = this.#group(OF_STATIONS, station, "At the door", rate);
    const outward = calls.map((call) => {
      const called = [...new Set(call.targets)].map(this.#nameOf).join(" or ");
      return this.#group(OF_CALLS, call, `When it calls ${called}`, 0);
    });
    const sources = model.sources.filter(({ target }) => target === id);
    const inward = sources.map((source) => {
      const title = sources.length === 1 ? "What comes in" : `What comes from ${source.id}`;
      return this.#group(OF_SOURCES, source, title, 0);
    });
    const count = [
      ...there(OF_STATIONS, station),
      ...calls.flatMap((call) => there(OF_CALLS, call)),
    ].length;
    this.#summary.textContent = count === 0 ? "Defences: none" : `Defences: ${count}`;
    const keys = [station, ...calls, ...sources].flatMap((part: Part) =>
      [...setup.defences.keys()].filter((key) => key.startsWith(defenceKey(part.id, ""))),
    );
    this.node.replaceChildren(this.#summary, ...own, ...outward.flat(), ...inward.flat());
    if (keys.length > 0)
      this.node.append(
        button(
          this.#document,
          "As the page has them",
          { class: "plain", "data-act": "defences-undo" },
          () => {
            const kept = [...setup.defences].filter(([key]) => !keys.includes(key));
            this.#experiment.change({ defences: new Map(kept) });
          },
        ),
      );
  }

  /** Title, the presses, and the numbers of those that are there. */
  #group<Of extends Part>(
    table: readonly Defence<Of>[],
    part: Of,
    title: string,
    rate_per_s: number,
  ): HTMLElement[] {
    const make = this.#document;
    const scale = scaleOf(this.#experiment.setup.base);
    const fitting = table.filter((defence) => defence.fits(part));
    if (fitting.length === 0) return [];
    const set = (kind: string, values: DefenceValues) => {
      const { defences } = this.#experiment.setup;
      this.#experiment.change({ defences: withDefence(defences, table, part, kind, values) });
    };
    const presses = fitting
      .filter(({ always }) => !always)
      .map((defence) => {
        const on = defence.read(part) !== null;
        const look = {
          class: "defence",
          "aria-pressed": String(on),
          title: defence.does,
          "data-act": `defence-${defenceKey(part.id, defence.kind)}`,
        };
        return button(make, defence.word, look, () =>
          set(defence.kind, on ? null : unscaled(defence, defence.starts(part, rate_per_s), scale)),
        );
      });
    const rows = fitting.flatMap((defence) => {
      const values = defence.read(part);
      if (values === null || defence.fields.length === 0) return [];
      const shown = unscaled(defence, values, scale);
      return [this.#row(defence, part.id, title, shown, (next) => set(defence.kind, next))];
    });
    const group = { class: "faults", role: "group", "aria-label": title };
    return [
      element(make, "h5", {}, [title]),
      ...(presses.length === 0 ? [] : [element(make, "div", group, presses)]),
      ...rows,
    ];
  }

  #row<Of>(
    { kind, word, fields }: Defence<Of>,
    owner: string,
    title: string,
    values: readonly number[],
    set: (values: readonly number[]) => void,
  ): HTMLElement {
    const parts = fields.map((field, at): Node => {
      const value = values[at] ?? field.least;
      const look = {
        "data-act": `value-${defenceKey(owner, kind)}-${at}`,
        "aria-label": `${title}: ${word}${field.choices ? "" : `, ${field.word}`}`,
      };
      const take = (next: number) => set(values.map((old, index) => (index === at ? next : old)));
      if (field.choices !== null) return this.#choice(field, value, look, take);
      const input = this.#number(field, value, look, take);
      const words = [field.word, input, UNITS[field.unit ?? "1"]];
      return element(this.#document, "label", { class: "field" }, words);
    });
    return element(this.#document, "div", { class: "given", "data-kind": kind }, [
      element(this.#document, "strong", {}, [word]),
      ...parts,
    ]);
  }

  #choice(
    { choices }: DefenceField,
    value: number,
    look: Record<string, string>,
    take: (next: number) => void,
  ): HTMLElement {
    const options = (choices ?? []).map((word, at) =>
      element(this.#document, "option", { value: at, selected: at === value }, [word]),
    );
    const select = element(this.#document, "select", look, options);
    select.addEventListener("change", () => take(Number(select.value)));
    return select;
  }

  #number(
    { unit, least, most, whole, endless }: DefenceField,
    value: number,
    look: Record<string, string>,
    take: (next: number) => void,
  ): HTMLElement {
    const factor = unit === "ratio" ? 100 : 1;
    const shown = endless && value === most ? "" : digits(value * factor);
    const input = element(this.#document, "input", {
      ...look,
      type: "number",
      min: least * factor,
      max: most * factor,
      step: whole ? 1 : "any",
      value: shown,
      placeholder: endless ? "no limit" : null,
      required: !endless,
    });
    input.addEventListener("change", () => {
      if (!input.checkValidity()) input.value = shown;
      else take(input.value === "" ? most : Number(input.value) / factor);
    });
    return input;
  }
}

const UNITS = { s: "s", ratio: "%", "1/s": "/s", "1": "" } as const;

function there<Of>(table: readonly Defence<Of>[], part: Of): Defence<Of>[] {
  return table.filter((each) => !each.always && each.fits(part) && each.read(part) !== null);
}
