/**
 * A live view: one state (selection, crashed nodes), and the parts that show it. What the reader
 * does, told by `listenTo`, changes the state; each part draws itself from it.
 */
import type { Bundle, Geometry, Node } from "@atlas/contracts";

import type { Fault } from "../fault.js";
import { blastRadius, crashable, type BlastRadius } from "../reach/index.js";
import type { DiagramOptions, DiagramView } from "../view.js";
import { copyText } from "./take/clipboard.js";
import { Dimming } from "./focus/dimming.js";
import { ExportMenu } from "./take/export-menu.js";
import { raiseFact, type FactKind } from "./fact.js";
import { Finder } from "./find/finder.js";
import { Folds } from "./fold/folds.js";
import { listenTo, type Gestures } from "./gestures.js";
import { lineage, type Way } from "./focus/lineage.js";
import { matching } from "./find/matching.js";
import { describeNodes, markFound, ring } from "./marking.js";
import { Narration } from "./say/narration.js";
import { Overlay, partsBy, stateWords } from "./overlay.js";
import { Player } from "./play/player.js";
import { Specification } from "./specification.js";
import type { Scene } from "./view/scene.js";
import type { Toolbar } from "./toolbar.js";
import { Tooltip } from "./tooltip.js";
import type { Viewport } from "./view/viewport.js";
import { Voice } from "./say/voice.js";
import { neighbour, STEPS, type Direction } from "./view/walk.js";
import { nodeName } from "./words.js";

type ExploredView = Omit<DiagramView, "setHeat" | "setPicker">;

const ZOOM_STEP = 1.25;
const PAN_SHARE = 0.2;

export class Exploration implements ExploredView, Gestures {
  readonly #root: HTMLElement;
  readonly #bundle: Bundle;
  readonly #geometry: Geometry;
  readonly #options: DiagramOptions;
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #crashable: ReadonlySet<string>;
  readonly #groups: ReadonlyMap<string, readonly Element[]>;
  readonly #edges: ReadonlyMap<string, readonly Element[]>;
  readonly #body: HTMLElement;
  readonly #viewport: Viewport;
  readonly #toolbar: Toolbar;
  readonly #tooltip: Tooltip;
  readonly #specification: Specification;
  readonly #narration: Narration;
  readonly #overlay: Overlay;
  readonly #dimming: Dimming;
  readonly #folds: Folds;
  readonly #player: Player;
  readonly #finder: Finder;
  readonly #menu: ExportMenu;
  readonly #voice: Voice;
  readonly #stopListening: () => void;
  readonly #told = new Set<string>();
  #selection: string | null = null;
  #crashed: ReadonlySet<string> = new Set();
  #radius: BlastRadius;
  #ways: ReadonlySet<Way> = new Set();

  /** Comes into a scene that stands in `root`. */
  constructor(
    root: HTMLElement,
    scene: Scene,
    bundle: Bundle,
    geometry: Geometry,
    options: DiagramOptions,
  ) {
    const { svg, stage, body, viewport } = scene;
    const [{ diagram }, document] = [bundle, root.ownerDocument];
    const toolbar = scene.toolbar();
    this.#root = root;
    this.#bundle = bundle;
    this.#geometry = geometry;
    this.#options = options;
    this.#nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
    this.#crashable = new Set(crashable(diagram));
    this.#radius = blastRadius(diagram, this.#crashed);
    const unique = `atlas-view-${Math.random().toString(36).slice(2)}`;
    this.#groups = partsBy(svg, "data-node");
    this.#edges = partsBy(svg, "data-edge");
    this.#tooltip = new Tooltip(document, `${unique}-tip`);
    this.#specification = new Specification(document, diagram);
    this.#narration = new Narration(document, () => this.#crash(new Set()));
    this.#body = body;
    this.#viewport = viewport;
    stage.append(this.#tooltip.box);
    scene.map();
    viewport.answer(() => toolbar.notice());
    this.#voice = new Voice(document);
    this.#toolbar = toolbar;
    toolbar.setActive(false, false);
    const { openers } = toolbar;
    this.#finder = this.#makeFinder(openers.find);
    this.#menu = new ExportMenu(openers.take, diagram, svg, {
      fonts: options.fonts ?? (() => Promise.resolve("")),
      copy: (text, done) => this.#copy(text, done),
      say: (sentence) => this.#voice.say(sentence),
    });
    this.#player = new Player(openers.play, svg, diagram, geometry, () => this.#selection);
    body.append(this.#specification.panel);
    root.append(this.#player.bar, this.#narration.strip, this.#voice.region);
    this.#dimming = new Dimming(svg, diagram);
    this.#folds = new Folds(svg, diagram, geometry);
    this.#overlay = new Overlay(svg, bundle, geometry, `${unique}-hatch`);
    this.#stopListening = listenTo(root, stage, this);
    this.#crashed = this.#among(options.faults ?? []);
    this.select(options.selection ?? null);
  }

  select(node: string | null): void {
    this.#selection = node !== null && this.#nodes.has(node) ? node : null;
    if (this.#selection === null) this.#ways = new Set();
    else this.#folds.reveal(this.#selection);
    this.#show();
    this.#reveal(this.#selection);
  }

  setFaults(faults: readonly Fault[]): void {
    this.#crashed = this.#among(faults);
    this.#show();
  }

  #among(faults: readonly Fault[]): ReadonlySet<string> {
    return new Set(faults.map(({ node }) => node).filter((node) => this.#crashable.has(node)));
  }

  fit(): void {
    this.#viewport.fit();
  }

  dispose(): void {
    this.#stopListening();
    this.#player.dispose();
  }

  // What the reader does.

  zoomIn(): void {
    this.#viewport.zoomBy(ZOOM_STEP);
  }

  zoomOut(): void {
    this.#viewport.zoomBy(1 / ZOOM_STEP);
  }

  open(node: string, intoPanel: boolean): void {
    if (this.#viewport.endedDrag()) return;
    if (intoPanel && node === this.#selection) {
      this.#specification.focus();
      return;
    }
    this.select(node);
    this.#tooltip.hide();
    this.#options.onSelect?.(node);
    this.#tell("diagram.explored", node);
  }

  close(): boolean {
    this.#tooltip.hide();
    for (const part of [this.#menu, this.#finder, this.#player])
      if (part.isOpen) {
        part.close();
        return true;
      }
    if (this.#ways.size > 0) {
      this.#focusOn(new Set());
      return true;
    }
    return this.#closeSpecification();
  }

  #closeSpecification(): boolean {
    const closed = this.#selection;
    if (closed === null) return false;
    const focused = this.#specification.panel.contains(this.#root.ownerDocument.activeElement);
    this.select(null);
    if (focused) this.#focus(closed);
    this.#options.onSelect?.(null);
    return true;
  }

  toggleCrash(node: string): void {
    if (!this.#crashable.has(node)) return;
    const crashed = new Set(this.#crashed);
    if (!crashed.delete(node)) {
      crashed.add(node);
      this.#tell("diagram.crashed", node);
    }
    this.#crash(crashed);
  }

  /** Let all step back but what leads to a node, or what follows from it; again: show all. */
  toggleFocus(node: string, way: Way): void {
    if (node !== this.#selection) this.open(node, false);
    if (node !== this.#selection) return;
    const ways = new Set(this.#ways);
    if (!ways.delete(way)) ways.add(way);
    this.#focusOn(ways);
  }

  play(): void {
    this.#player.toggle();
  }

  step(by: 1 | -1): void {
    this.#tooltip.hide();
    this.#player.step(by);
  }

  toggleFold(group: string): void {
    const said = this.#folds.toggle(group);
    if (said === null) return;
    if (this.#folds.hides(this.#selection ?? "")) this.#closeSpecification();
    this.#voice.say(said);
  }

  find(): void {
    this.#finder.open();
  }

  toggleFind(): void {
    this.#finder.toggle();
  }

  toggleTake(): void {
    this.#menu.toggle();
  }

  walk(from: string | null, direction: Direction): void {
    const first = this.#groups.keys().next().value ?? null;
    const { diagram } = this.#bundle;
    const next = from === null ? first : neighbour(diagram, this.#seen(), from, direction);
    if (next === null) return;
    this.#focus(next);
    if (this.#selection !== null) this.open(next, false);
  }

  pan(direction: Direction): void {
    const [right, down] = STEPS[direction];
    this.#viewport.panBy(right * PAN_SHARE, down * PAN_SHARE);
  }

  /** The pointer or the focus rests on a node, or on none. */
  point(node: string | null, revealed: boolean): void {
    const { diagram } = this.#bundle;
    for (const edge of diagram.edges)
      for (const part of this.#edges.get(edge.id) ?? [])
        part.classList.toggle("touched", edge.source === node || edge.target === node);
    const [found, box] = [
      this.#nodes.get(node ?? ""),
      this.#geometry.nodes.find(({ id }) => id === node),
    ];
    if (found === undefined || box === undefined) {
      this.#tooltip.hide();
      return;
    }
    if (revealed) {
      for (const part of this.#groups.get(found.id) ?? []) ring(part);
      this.#viewport.reveal(box);
    }
    if (node === this.#selection) return;
    const note = stateWords(this.#radius, found.id, diagram.kind);
    this.#tooltip.show(found, this.#viewport.onStage(box), note);
  }

  activate(active: boolean): void {
    this.#toolbar.setActive(active, this.#crashable.size > 0);
    if (active) return;
    this.#tooltip.hide();
    this.#menu.close();
  }

  #crash(crashed: ReadonlySet<string>): void {
    this.#crashed = crashed;
    this.#show();
    this.#options.onFaults?.([...crashed].map((node) => ({ kind: "crash", node })));
  }

  /** Draw the state: each part is a function of it. */
  #show(): void {
    const { diagram } = this.#bundle;
    this.#radius = blastRadius(diagram, this.#crashed);
    this.#overlay.show(this.#radius);
    this.#folds.refresh();
    this.#narration.say(this.#radius.sentences);
    this.#showFocus();
    describeNodes(this.#groups, diagram, this.#radius, this.#selection);
    this.#showSpecification();
  }

  #focusOn(ways: ReadonlySet<Way>): void {
    this.#ways = ways;
    this.#show();
    const node = this.#nodes.get(this.#selection ?? "");
    if (node === undefined) return;
    this.#voice.say(ways.size === 0 ? "Everything is shown again." : focusSentence(node, ways));
  }

  async #copy(text: string, done: string): Promise<string> {
    const said = (await copyText(this.#root.ownerDocument, text)) ? done : "Copying is blocked";
    this.#voice.say(said);
    return said;
  }

  #showFocus(): void {
    const node = this.#selection;
    const { diagram } = this.#bundle;
    const lit = node === null || this.#ways.size === 0 ? null : lineage(diagram, node, this.#ways);
    this.#dimming.show(lit);
  }

  #makeFinder(opener: HTMLButtonElement): Finder {
    return new Finder(opener, {
      matching: (wanted) => matching(this.#bundle.diagram, this.#geometry, wanted),
      mark: (found, current) => {
        markFound(this.#groups, found, current);
        if (current !== null) this.#folds.reveal(current);
        this.#reveal(current);
      },
      leave: (current) => {
        if (current === null) opener.focus();
        else this.#focus(current);
      },
    });
  }

  #showSpecification(): void {
    const node = this.#nodes.get(this.#selection ?? "");
    this.#body.classList.toggle("open", node !== undefined);
    if (node === undefined) {
      this.#specification.hide();
      return;
    }
    const { diagram } = this.#bundle;
    const { link } = this.#options;
    const note = stateWords(this.#radius, node.id, diagram.kind);
    const count = (way: Way) => lineage(diagram, node.id, [way]).nodes.size - 1;
    const counts = { upstream: count("upstream"), downstream: count("downstream") };
    const state = { crashed: this.#crashed.has(node.id), note, focus: this.#ways, counts };
    this.#specification.show(node, state, {
      select: (id) => this.open(id, false),
      close: () => this.#closeSpecification(),
      toggleFocus: (way) => this.toggleFocus(node.id, way),
      ...(link === undefined ? {} : { copyLink: () => this.#copy(link(node.id), "Link copied") }),
      ...(this.#crashable.has(node.id) ? { toggleCrash: () => this.toggleCrash(node.id) } : {}),
    });
  }

  /** Where the nodes lie that no folded group hides. */
  #seen(): Geometry {
    const nodes = this.#geometry.nodes.filter(({ id }) => !this.#folds.hides(id));
    return { ...this.#geometry, nodes };
  }

  #reveal(node: string | null): void {
    const box = this.#geometry.nodes.find(({ id }) => id === node);
    if (box !== undefined) this.#viewport.reveal(box);
  }

  #focus(node: string): void {
    const group = this.#groups.get(node)?.[0] as SVGElement | undefined;
    group?.focus({ preventScroll: true });
  }

  /** Raise a fact, once for each node and kind in the life of this view. */
  #tell(kind: FactKind, node: string): void {
    const key = `${kind} ${node}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    raiseFact(this.#root, { kind, subject: this.#bundle.diagram.id, payload: { node } });
  }
}

function focusSentence(node: Node, ways: ReadonlySet<Way>): string {
  return `Only what is ${[...ways].join(" or ")} of ${nodeName(node)} stands out.`;
}
