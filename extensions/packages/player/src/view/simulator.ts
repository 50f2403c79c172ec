/**
 * The simulator under a picture: question, controls, what the run says, charts, timeline, numbers,
 * table. It listens to presses on the picture's nodes and colours the picture by the moment shown.
 * It owns no network: facts leave it as DOM events, and the host gives the worker's source.
 */
import { Experiment } from "../experiment/experiment.js";
import { namesOf, type NamedScenario, type Subject, zonesAround } from "../experiment/subject.js";
import { Runner } from "../engine/runner.js";
import { Charts } from "./charts.js";
import { Controls } from "./controls.js";
import { button, element } from "./element.js";
import { FactTeller } from "./fact.js";
import type { Figure } from "./figure.js";
import { HeadlineView } from "./headline.js";
import { heatAt } from "./heat.js";
import { NodeMenu } from "./menu/node-menu.js";
import { Outcome } from "./outcome.js";
import { Parameters } from "./parameters.js";
import { Prediction } from "./prediction.js";
import { simulatorStyle } from "./style.js";
import { Tables } from "./table.js";
import { Timeline } from "./timeline.js";

export interface SimulatorOptions {
  /** The script of the worker: `@atlas/player/worker`. */
  worker: string;
  /** The address that replays a word. */
  link?: (word: string) => string;
  /** Which scenario is loaded first, by id. */
  scenario?: string;
  /**
   * It stands there unasked: until the reader first touches it, a press on a node still opens what
   * the diagram says of the node.
   */
  standing?: boolean;
  /** Told when the reader closes the simulator; without it, it can't be closed. */
  onClose?: () => void;
  /** Told of every run, as by a widget that hands it on to Python. */
  onRun?: (experiment: Experiment) => void;
}

export interface SimulatorView {
  readonly experiment: Experiment;
  /** Run what the word of an address stands for; false where it is none of this diagram's. */
  replay(word: string): Promise<boolean>;
  dispose(): void;
}

const SCOPE = "atlas-simulator";

/** Put the simulator into `host`, for the picture that `figure` shows. */
export function openSimulator(
  host: HTMLElement,
  subject: Subject,
  figure: Figure,
  options: SimulatorOptions,
): SimulatorView {
  return new Simulator(host, subject, figure, options);
}

class Simulator implements SimulatorView {
  readonly experiment: Experiment;
  readonly #root: HTMLElement;
  readonly #figure: Figure;
  readonly #subject: Subject;
  readonly #charts: Charts;
  readonly #timeline: Timeline;
  readonly #menu: NodeMenu;
  readonly #parts: readonly { show(): void }[];
  readonly #stop = new AbortController();
  readonly #observer: ResizeObserver | null;
  readonly #facts: FactTeller;
  readonly #openMenu = (target: string, at: Element) => this.#menu.open(target, at, this.#root);
  #engaged = false;

  constructor(host: HTMLElement, subject: Subject, figure: Figure, options: SimulatorOptions) {
    const document = host.ownerDocument;
    const named = subject.scenarios.find(({ id }) => id === options.scenario) ?? subject.scenarios[0];
    if (named === undefined) throw new Error("A simulator needs a scenario.");
    this.#subject = subject;
    this.#figure = figure;
    const nameOf = namesOf(subject);
    const experiment = new Experiment(subject, new Runner(options.worker), named);
    this.experiment = experiment;
    this.#menu = new NodeMenu(
      document,
      experiment,
      nameOf,
      (node) => figure.select(node),
      (node) => zonesAround(subject, node),
    );
    const prediction = new Prediction(document, experiment);
    const controls = new Controls(document, experiment, options);
    const headline = new HeadlineView(document, experiment, nameOf);
    const outcome = new Outcome(document, experiment, nameOf);
    const parameters = new Parameters(document, experiment, nameOf);
    const tables = new Tables(document, experiment, nameOf);
    this.#charts = new Charts(document, experiment, nameOf);
    this.#timeline = new Timeline(document, experiment, nameOf, this.#openMenu);
    this.#root = element(document, "section", {
      class: SCOPE,
      "aria-label": "Simulator",
      "data-atlas": "simulator",
      "data-lm-suppress-shortcuts": "true",
    });
    this.#root.append(
      element(document, "style", {}, [simulatorStyle(`.${SCOPE}`)]),
      this.#header(document, options.onClose),
      prediction.node,
      controls.node,
      this.#timeline.node,
      headline.node,
      this.#charts.node,
      outcome.node,
      parameters.node,
      tables.node,
      this.#menu.node,
    );
    host.append(this.#root);
    this.#parts = [
      prediction,
      controls,
      this.#timeline,
      headline,
      this.#charts,
      outcome,
      parameters,
      tables,
      this.#menu,
    ];
    this.#facts = new FactTeller(this.#root, experiment);
    this.#observer = this.#watch(document, options);
    this.#listen(document, options.standing === true);
    for (const part of this.#parts) part.show();
  }

  replay(word: string): Promise<boolean> {
    this.#engage();
    return this.experiment.replay(word);
  }

  dispose(): void {
    this.#stop.abort();
    this.#observer?.disconnect();
    this.#timeline.dispose();
    this.experiment.dispose();
    this.#figure.setPicker(null);
    this.#figure.setHeat(null);
    this.#root.remove();
  }

  #header(document: Document, onClose: (() => void) | undefined): HTMLElement {
    const { scenarios, left_out } = this.#subject;
    const title = element(document, "h3", {}, [this.experiment.named.title]);
    const choose = this.#chooser(document, scenarios, title);
    const close =
      onClose === undefined
        ? null
        : button(document, "Close", { class: "plain", "data-act": "close" }, onClose);
    const omitted =
      left_out.length === 0
        ? null
        : element(document, "details", { class: "omitted" }, [
            element(document, "summary", {}, [
              left_out.length === 1 ? "1 thing is not simulated" : `${left_out.length} things are not simulated`,
            ]),
            ...left_out.map((sentence) => element(document, "p", {}, [sentence])),
          ]);
    return element(document, "header", { class: "top" }, [title, choose, close, omitted]);
  }

  #chooser(
    document: Document,
    scenarios: readonly NamedScenario[],
    title: HTMLElement,
  ): HTMLElement | null {
    if (scenarios.length < 2) return null;
    const select = element(
      document,
      "select",
      { "aria-label": "Scenario", "data-act": "scenario" },
      scenarios.map(({ id, title: name }) => element(document, "option", { value: id }, [name])),
    );
    select.value = this.experiment.named.id;
    select.addEventListener("change", () => {
      const named = scenarios.find(({ id }) => id === select.value);
      if (named !== undefined) this.experiment.load(named);
    });
    this.experiment.watch(() => {
      const { id, title: name } = this.experiment.named;
      title.textContent = name;
      const known = [...select.options].some(({ value }) => value === id);
      if (!known)
        select.append(element(document, "option", { value: id, disabled: true }, [name]));
      select.value = id;
    });
    return select;
  }

  #watch(document: Document, options: SimulatorOptions): ResizeObserver | null {
    const { experiment } = this;
    experiment.watch((move) => {
      if (move === "cursor") {
        this.#timeline.cursor();
        this.#charts.cursor();
      } else {
        this.#root.dataset["state"] = experiment.running
          ? "running"
          : experiment.run === null
            ? "fresh"
            : "done";
        for (const part of this.#parts) part.show();
      }
      if (move === "run") {
        this.#facts.tell();
        if (!experiment.running) options.onRun?.(experiment);
        this.#charts.resize();
      }
      if (move === "run" || move === "cursor") this.#heat();
    });
    const Observer = document.defaultView?.ResizeObserver;
    const observer = Observer === undefined ? null : new Observer(() => this.#charts.resize());
    observer?.observe(this.#root);
    return observer;
  }

  /** From now on a press on a node opens its menu. */
  #engage(): void {
    if (this.#engaged) return;
    this.#engaged = true;
    // What the reader explored or crashed by hand would lie over what the run shows.
    this.#figure.select(null);
    this.#figure.setFaults([]);
    this.#figure.setPicker(this.#openMenu);
  }

  #listen(document: Document, standing: boolean): void {
    const engage = () => this.#engage();
    if (standing)
      for (const touch of ["pointerdown", "focusin"] as const)
        this.#root.addEventListener(touch, engage, { once: true, signal: this.#stop.signal });
    else engage();
    document.addEventListener(
      "pointerdown",
      ({ target }) => {
        const inside = target !== null && this.#menu.node.contains(target as Node);
        if (!inside) this.#menu.close();
      },
      { signal: this.#stop.signal },
    );
  }

  #heat(): void {
    const { run, cursor_s } = this.experiment;
    this.#figure.setHeat(run === null ? null : heatAt(run, this.#subject.diagram, cursor_s));
  }
}
