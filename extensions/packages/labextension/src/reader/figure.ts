/**
 * Puts live diagrams at their places in a page. The space is reserved from the baked geometry
 * before anything is drawn, so the text never jumps; a diagram is drawn when it comes near.
 */
import type { Bundle } from "@atlas/contracts";
import { type DiagramView, type Fault, renderDiagram } from "@atlas/diagram";
import type { IDisposable } from "@lumino/disposable";

import { diagramSpace } from "../dom/diagram-space.js";
import { button, element } from "../dom/element.js";
import { fontFaces } from "../dom/font.js";
import { icon } from "../dom/icon.js";
import { requestPlayground } from "../playground/request.js";
import { SimulatorPlace, type SimulationSource } from "../simulator/simulator-place.js";

const NEAR = "600px 0px";
export interface FigureOptions {
  /** The address of a node. */
  link: (diagram: string, node: string) => string;
  /** The scrolling element: what is near it is drawn. */
  root: HTMLElement;
  onExpand: (bundle: Bundle, explored: Explored) => void;
  simulation: SimulationSource;
  /** The diagrams whose simulator stands open, because the page has a scenario for them. */
  simulated: readonly string[];
}

/** The figures of a page. */
export interface Figures extends IDisposable {
  /** Select a node and give its figure, or null where the page has no such diagram. */
  select(diagram: string, node: string): HTMLElement | null;
  /** Replay what a word of an address stands for; gives the figure, or null as above. */
  replay(diagram: string, word: string): HTMLElement | null;
  /** Draw those too that nobody has come near yet. */
  drawAll(): void;
}

/** What the reader has done to a diagram, so that it goes along to a tab of its own. */
export interface Explored {
  selection: string | null;
  faults: Fault[];
}

/** A place in the page, and what stands there. */
interface Slot {
  bundle: Bundle;
  figure: HTMLElement;
  explored: Explored;
  simulator: SimulatorPlace;
  /** Absent until somebody comes near. */
  view?: DiagramView;
  /** A kind that Mermaid draws itself. */
  foreign?: IDisposable;
}

export function placeFigures(
  body: HTMLElement,
  bundles: readonly Bundle[],
  options: FigureOptions,
): Figures {
  const byId = new Map(bundles.map((bundle) => [bundle.diagram.id, bundle]));
  const slots = new Map<Element, Slot>();
  const draw = (host: Element) => {
    const slot = slots.get(host);
    if (!slot || slot.view) return;
    watch.unobserve(host);
    drawSlot(host as HTMLElement, slot, options);
  };
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) draw(target);
    },
    { root: options.root, rootMargin: NEAR },
  );
  for (const place of body.querySelectorAll<HTMLElement>("div.atlas-diagram[data-diagram]")) {
    const bundle = byId.get(place.dataset["diagram"] ?? "");
    if (!bundle) {
      place.replaceWith(missing());
      continue;
    }
    const explored: Explored = { selection: null, faults: [] };
    const { figure, host } = frame(bundle, () => options.onExpand(bundle, explored));
    const view = () => slots.get(host)?.view;
    const simulator = new SimulatorPlace(bundle, options.simulation, view);
    figure.append(simulator.node);
    place.replaceWith(figure);
    slots.set(host, { bundle, figure, explored, simulator });
    watch.observe(host);
  }
  return figuresOf(slots, draw, () => watch.disconnect());
}

function drawSlot(host: HTMLElement, slot: Slot, options: FigureOptions): void {
  const { bundle, explored, simulator } = slot;
  const { diagram } = bundle;
  slot.view = renderDiagram(host, bundle, {
    fonts: fontFaces,
    link: (node) => options.link(diagram.id, node),
    ...(diagram.typed ? { onSimulate: () => simulator.toggle() } : {}),
    onSelect: (selection) => (explored.selection = selection),
    onFaults: (faults) => (explored.faults = faults),
  });
  if (options.simulated.includes(diagram.id)) void simulator.start(false);
  if (!diagram.typed) void drawForeign(host, slot);
}

/** Mermaid itself comes only where a page has a kind that needs it; until then its source stands. */
async function drawForeign(host: HTMLElement, slot: Slot): Promise<void> {
  const { drawForeignFigure, isForeign } = await import("../playground/foreign.js");
  if (!isForeign(slot.bundle) || !host.isConnected) return;
  slot.view?.dispose();
  const view = drawForeignFigure(host, slot.bundle);
  slot.foreign = { isDisposed: false, dispose: () => view.dispose() };
}

function figuresOf(
  slots: ReadonlyMap<Element, Slot>,
  draw: (host: Element) => void,
  stop: () => void,
): Figures {
  let disposed = false;
  const drawn = (diagram: string): Slot | null => {
    const found = [...slots].find(([, { bundle }]) => bundle.diagram.id === diagram);
    if (!found) return null;
    draw(found[0]);
    return found[1];
  };
  return {
    get isDisposed() {
      return disposed;
    },
    select(diagram, node) {
      const slot = drawn(diagram);
      if (!slot) return null;
      slot.view?.select(node);
      slot.explored.selection = node;
      return slot.figure;
    },
    replay(diagram, word) {
      const slot = drawn(diagram);
      void slot?.simulator.replay(word);
      return slot?.figure ?? null;
    },
    drawAll() {
      for (const host of slots.keys()) draw(host);
    },
    dispose() {
      disposed = true;
      stop();
      for (const { simulator, view, foreign } of slots.values()) {
        foreign?.dispose();
        simulator.dispose();
        view?.dispose();
      }
    },
  };
}

function missing(): HTMLElement {
  return element("p", { class: "atlas-Page-picture" }, [
    "This diagram is not in the catalogue. Build the catalogue again to see it.",
  ]);
}

function frame(
  bundle: Bundle,
  onExpand: () => void,
): { figure: HTMLElement; host: HTMLElement } {
  const { diagram, geometry } = bundle;
  const host = diagramSpace(bundle);
  const expand = button("", {
    hook: "expand-diagram",
    quiet: true,
    icon: icon("expand"),
    title: "Open this diagram in a tab of its own",
    onClick: onExpand,
  });
  const ask = (hook: string, text: string, fromMemory: boolean) =>
    button(text, {
      hook,
      quiet: true,
      onClick: () => requestPlayground(figure, { diagram, fromMemory }),
    });
  const caption = element("figcaption", { class: "atlas-Figure-caption" }, [
    element("span", {}, [diagram.title]),
    ask("playground", "Open in playground", false),
    diagram.nodes.length > 0 && ask("draw-from-memory", "Draw from memory", true),
    geometry && expand,
  ]);
  const figure = element(
    "figure",
    { class: "atlas-Figure", "data-atlas": "diagram", "data-diagram": diagram.id },
    [host, caption],
  );
  return { figure, host };
}
