/**
 * Puts live diagrams at their places in a page. The space is reserved from the baked geometry
 * before anything is drawn, so the text never jumps; a diagram is drawn when it comes near.
 */
import type { Bundle } from "@atlas/contracts";
import { type DiagramOptions, type DiagramView, type Fault, renderDiagram } from "@atlas/diagram";
import type { IDisposable } from "@lumino/disposable";

import { diagramSpace } from "../dom/diagram-space.js";
import { button, element } from "../dom/element.js";
import { fontFaces } from "../dom/font.js";
import { icon } from "../dom/icon.js";

const NEAR = "600px 0px";
export interface FigureOptions {
  /** The address of a node. */
  link: (diagram: string, node: string) => string;
  /** The scrolling element: what is near it is drawn. */
  root: HTMLElement;
  onExpand: (bundle: Bundle, explored: Explored) => void;
}

/** The figures of a page. */
export interface Figures extends IDisposable {
  /** Select a node and give its figure, or null where the page has no such diagram. */
  select(diagram: string, node: string): HTMLElement | null;
  /** Draw those too that nobody has come near yet. */
  drawAll(): void;
}

/** What the reader has done to a diagram, so that it goes along to a tab of its own. */
export interface Explored {
  selection: string | null;
  faults: Fault[];
}

export function placeFigures(
  body: HTMLElement,
  bundles: readonly Bundle[],
  options: FigureOptions,
): Figures {
  const byId = new Map(bundles.map((bundle) => [bundle.diagram.id, bundle]));
  const waiting = new Map<Element, Bundle>();
  const views = new Map<Element, DiagramView>();
  const states = new Map<Element, Explored>();
  const draw = (target: Element) => {
    const bundle = waiting.get(target);
    if (!bundle) return;
    waiting.delete(target);
    watch.unobserve(target);
    const explored = states.get(target);
    const wiring: DiagramOptions = {
      fonts: fontFaces,
      link: (node) => options.link(bundle.diagram.id, node),
      onSelect: (selection) => explored && (explored.selection = selection),
      onFaults: (faults) => explored && (explored.faults = faults),
    };
    views.set(target, renderDiagram(target as HTMLElement, bundle, wiring));
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
    place.replaceWith(figure);
    states.set(host, explored);
    waiting.set(host, bundle);
    watch.observe(host);
  }
  let disposed = false;
  return {
    get isDisposed() {
      return disposed;
    },
    select(diagram, node) {
      const host = [...states.keys()].find(
        (each) => each.closest("figure")?.dataset["diagram"] === diagram,
      );
      if (!host) return null;
      draw(host);
      views.get(host)?.select(node);
      const explored = states.get(host);
      if (explored) explored.selection = node;
      return host.closest("figure");
    },
    drawAll() {
      for (const target of [...waiting.keys()]) draw(target);
    },
    dispose() {
      disposed = true;
      watch.disconnect();
      for (const view of views.values()) view.dispose();
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
  const caption = element("figcaption", { class: "atlas-Figure-caption" }, [
    element("span", {}, [diagram.title]),
    geometry && expand,
  ]);
  const figure = element(
    "figure",
    { class: "atlas-Figure", "data-atlas": "diagram", "data-diagram": diagram.id },
    [host, caption],
  );
  return { figure, host };
}
