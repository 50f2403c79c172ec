/** Every number of the model with where it comes from; most can be changed in place. */
import type { Experiment } from "../experiment/experiment.js";
import { isOverruled } from "../experiment/defences/changes.js";
import { loadOf, parameterKey } from "../experiment/setup.js";
import type { Parameter, Provenance } from "../model/flow.js";
import { baseName, canSet } from "../model/parameters.js";
import { digits, quantity } from "../result/quantity.js";
import { button, element } from "./element.js";

type NameOf = (id: string) => string;

/** What the model's own names mean. */
const WORDS: Readonly<Record<string, string>> = {
  rate_per_s: "load",
  service_s: "service time",
  latency_s: "latency",
  servers: "servers",
  concurrency: "requests at once",
  instances: "instances",
  queue_max: "room to wait",
  hit_ratio: "cache hits",
  error_ratio: "own errors",
  probability: "made for",
  shares: "share of each",
  timeout_s: "time-out",
  client_timeout_s: "clients' time-out",
  retries: "retries",
  attempts: "attempts",
  backoff_s: "back-off",
  delay_s: "network delay",
  loss_ratio: "lost",
  detection_s: "failure detected after",
  scale: "scale of the simulation",
};
const ORDER: readonly Provenance[] = ["stated", "derived", "assumed"];

export class Parameters {
  readonly node: HTMLDetailsElement;
  readonly #document: Document;
  readonly #experiment: Experiment;
  readonly #nameOf: NameOf;
  readonly #summary: HTMLElement;
  readonly #body: HTMLElement;

  constructor(document: Document, experiment: Experiment, nameOf: NameOf) {
    this.#document = document;
    this.#experiment = experiment;
    this.#nameOf = nameOf;
    this.#summary = element(document, "summary", {});
    this.#body = element(document, "tbody", {});
    this.node = element(document, "details", { class: "parameters" }, [
      this.#summary,
      element(document, "table", { class: "numbers" }, [
        element(document, "thead", {}, [
          element(document, "tr", {}, [
            ...["Part", "Number", "Value", "Where from"].map((title) =>
              element(document, "th", { scope: "col" }, [title]),
            ),
          ]),
        ]),
        this.#body,
      ]),
    ]);
    this.node.addEventListener("toggle", () => this.show());
  }

  show(): void {
    const { parameters } = this.#experiment.setup.base;
    const counts = ORDER.flatMap((provenance) => {
      const found = parameters.filter((each) => each.provenance === provenance).length;
      return found === 0 ? [] : [`${found} ${provenance}`];
    });
    this.#summary.textContent = `Numbers behind it: ${counts.join(", ")}`;
    if (!this.node.open) return;
    const active = this.#document.activeElement;
    if (active?.tagName === "INPUT" && this.#body.contains(active)) return;
    const { stations } = this.#experiment.setup.base;
    const place = new Map(stations.map(({ id }, at) => [id, at + 1]));
    const at = ({ owner }: Parameter) =>
      owner === "load" ? -1 : owner === "model" ? 0 : (place.get(owner) ?? stations.length + 1);
    const sorted = parameters.toSorted((a, b) => at(a) - at(b));
    this.#body.replaceChildren(
      ...sorted.map((parameter) =>
        parameterRow(this.#document, this.#experiment, parameter, this.#nameOf, true),
      ),
    );
  }
}

/** One row: part (where `withOwner`), name, value, provenance. */
export function parameterRow(
  document: Document,
  experiment: Experiment,
  parameter: Parameter,
  nameOf: NameOf,
  withOwner: boolean,
): HTMLTableRowElement {
  const { owner, provenance, because } = parameter;
  const changed = experiment.setup.changes.has(parameterKey(parameter));
  const from = changed ? "yours" : provenance;
  const words = because === "" ? "" : because;
  return element(document, "tr", { "data-provenance": from }, [
    withOwner ? element(document, "td", {}, [ownerName(owner, nameOf)]) : null,
    element(document, "th", { scope: "row" }, [nameWords(parameter)]),
    element(document, "td", { class: "value" }, [valueCell(document, experiment, parameter, nameOf)]),
    element(document, "td", { class: "from" }, [
      element(document, "span", { class: "chip" }, [from]),
      withOwner
        ? ` ${changed ? `was ${quantity(parameter.value, parameter.unit)}` : words}`
        : null,
    ]),
  ]);
}

function valueCell(
  document: Document,
  experiment: Experiment,
  parameter: Parameter,
  nameOf: NameOf,
): Node {
  const { unit, value, owner } = parameter;
  if (!canSet(parameter)) return document.createTextNode(quantity(value, unit));
  const { setup } = experiment;
  if (isOverruled(parameter, setup.defences))
    return document.createTextNode("set under Defences");
  const key = parameterKey(parameter);
  const isLoad = owner === "load";
  const now = isLoad ? loadOf(setup) : (setup.changes.get(key) ?? value);
  const [factor, word] = unitOf(unit, value);
  const input = element(document, "input", {
    type: "number",
    min: 0,
    max: unit === "ratio" ? 100 : null,
    step: "any",
    value: digits(now / factor),
    "data-act": `number-${key}`,
    "aria-label": `${ownerName(owner, nameOf)}: ${nameWords(parameter)}${word && `, in ${word}`}`,
  });
  const take = (next: number) => {
    if (isLoad) {
      experiment.change({ load_factor: (setup.load_factor * next) / loadOf(setup) });
      return;
    }
    const changes = new Map(experiment.setup.changes);
    if (next === value) changes.delete(key);
    else changes.set(key, next);
    experiment.change({ changes });
  };
  input.addEventListener("change", () => {
    const next = Number(input.value) * factor;
    const fits = input.value !== "" && input.checkValidity() && (next > 0 || mayBeZero(parameter));
    if (fits) take(next);
    else input.value = digits(now / factor);
  });
  const parts: Node[] = [input, document.createTextNode(` ${word}`)];
  if (setup.changes.has(key))
    parts.push(button(document, "Undo", { class: "plain", "data-act": `undo-${key}` }, () => take(value)));
  return element(document, "span", {}, parts);
}

function mayBeZero({ name }: Parameter): boolean {
  return !["rate_per_s", "servers", "concurrency", "instances", "timeout_s", "client_timeout_s", "attempts"].includes(
    name,
  );
}

/** How many of the model's unit are one of the shown unit. */
function unitOf(unit: string, value: number): [factor: number, word: string] {
  if (unit === "s") return value < 1 ? [0.001, "ms"] : [1, "s"];
  if (unit === "ratio") return [0.01, "%"];
  if (unit === "1/s") return [1, "req/s"];
  return [1, unit === "1" ? "" : unit];
}

function nameWords({ name }: Parameter): string {
  const base = baseName(name);
  const rest = name.slice(base.length);
  return `${WORDS[base] ?? base.replaceAll("_", " ")}${rest}`;
}

function ownerName(owner: string, nameOf: NameOf): string {
  if (owner === "load") return "All sources";
  return owner === "model" ? "Whole diagram" : nameOf(owner);
}
