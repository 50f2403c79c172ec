/**
 * The panel of one node: what it is, what its author states with the words that say so, who calls
 * whom, and the button that crashes it. Callers and callees move the selection.
 */
import type { Diagram, Edge, Node } from "@atlas/contracts";

import { mark, toSvgNode } from "../draw/mark.js";
import { planeGlyph } from "../draw/plane-glyph.js";
import { button, element } from "./element.js";
import type { Way } from "./focus/lineage.js";
import { metricName, quantity } from "./quantity.js";
import { edgeLabel, nodeLabel, nodeName, nodeTraits } from "./words.js";

export interface SpecificationActions {
  select(node: string): void;
  close(): void;
  /** Absent where a crash of this node means nothing. */
  toggleCrash?: () => void;
  toggleFocus(way: Way): void;
  /** Absent where a node has no address. Resolves to what shall be said. */
  copyLink?: () => Promise<string>;
}

export interface NodeState {
  readonly crashed: boolean;
  /** What the present crashes do to it, in words. */
  readonly note: string | null;
  /** The ways that the picture is focused on. */
  readonly focus: ReadonlySet<Way>;
  /** How many nodes lie that way; no button where there are none. */
  readonly counts: Readonly<Record<Way, number>>;
}

const WAY_WORDS: Readonly<Record<Way, readonly [string, string]>> = {
  upstream: ["Upstream", "U"],
  downstream: ["Downstream", "D"],
};

export class Specification {
  readonly panel: HTMLElement;
  readonly #document: Document;
  readonly #diagram: Diagram;

  constructor(document: Document, diagram: Diagram) {
    this.#document = document;
    this.#diagram = diagram;
    this.panel = element(document, "aside", {
      class: "specification",
      "aria-label": "Specification",
      hidden: true,
    });
  }

  show(node: Node, state: NodeState, actions: SpecificationActions): void {
    const make = this.#document;
    const parts = [
      this.#header(node, actions),
      state.note === null ? null : element(make, "p", { class: "note-state" }, [state.note]),
      element(make, "div", { class: "actions" }, [
        this.#crash(state, actions),
        this.#way("upstream", state, actions),
        this.#way("downstream", state, actions),
        this.#link(actions),
      ]),
      this.#words(node),
      this.#metrics(node),
      ...this.#neighbours(node, actions),
      this.#source(node),
    ];
    const focused = this.panel.contains(make.activeElement)
      ? make.activeElement?.getAttribute("data-action")
      : undefined;
    this.panel.replaceChildren(...parts.filter((part) => part !== null));
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
    if (focused !== undefined) this.focus(focused);
  }

  hide(): void {
    this.panel.hidden = true;
    this.panel.replaceChildren();
  }

  /** Move the focus into the panel: to the same action as before, else to its first button. */
  focus(action: string | null = null): void {
    const buttons = [...this.panel.querySelectorAll("button")];
    const same = buttons.find((one) => one.getAttribute("data-action") === action);
    (action === null ? buttons[1] : (same ?? buttons[0]))?.focus();
  }

  #header(node: Node, actions: SpecificationActions): HTMLElement {
    const make = this.#document;
    const glyph =
      node.plane === null
        ? null
        : toSvgNode(
            make,
            mark("svg", { viewBox: "-6 -6 12 12", width: 12, height: 12 }, [
              planeGlyph(node.plane, 0, 0),
            ]),
          );
    const group = this.#diagram.groups.find((one) => one.id === node.group)?.lines.join(" ");
    const traits = [...nodeTraits(node), ...(group === undefined ? [] : [`in ${group}`])];
    const close = { class: "icon close", "aria-label": "Close", title: "Close (Esc)" };
    return element(make, "header", { "data-plane": node.plane }, [
      element(make, "h3", {}, [nodeName(node)]),
      button(make, { ...close, "data-action": "close" }, ["\u00d7"], () => actions.close()),
      traits.length === 0
        ? null
        : element(make, "p", { class: "traits" }, [glyph, traits.join(" \u00b7 ")]),
    ]);
  }

  #crash(state: NodeState, actions: SpecificationActions): HTMLElement | null {
    if (actions.toggleCrash === undefined) return null;
    const press = () => actions.toggleCrash?.();
    const [word, kind] = state.crashed ? ["Revive", "revive"] : ["Crash", "crash"];
    const attributes = { class: `action ${kind}`, "data-action": "crash", title: `${word} (C)` };
    return button(this.#document, attributes, [word], press);
  }

  #way(way: Way, { focus, counts }: NodeState, actions: SpecificationActions): HTMLElement | null {
    if (counts[way] === 0) return null;
    const [word, key] = WAY_WORDS[way];
    const attributes = {
      class: "action way",
      "data-action": way,
      "aria-pressed": String(focus.has(way)),
      title: `Show only what is ${way} (${key})`,
    };
    const text = `${word} ${counts[way]}`;
    return button(this.#document, attributes, [text], () => actions.toggleFocus(way));
  }

  #link({ copyLink }: SpecificationActions): HTMLElement | null {
    if (copyLink === undefined) return null;
    const attributes = { class: "action", "data-action": "copy-link", title: "Copy a link here" };
    const press = button(this.#document, attributes, ["Copy link"], () => {
      void copyLink().then((said) => (press.textContent = said));
    });
    return press;
  }

  /** The lines of the label that say more than its name and its metrics. */
  #words(node: Node): HTMLElement | null {
    const lines = node.lines.slice(1).filter((line, index) => {
      const metrics = node.annotations.filter((one) => one.line === index + 1);
      const said = metrics.flatMap((one) => [one.text, ...one.name.split(/[ _]/)]);
      const rest = said.reduce(
        (left, word) => left.replace(new RegExp(escaped(word), "i"), ""),
        line,
      );
      return /\p{L}{2}/u.test(rest);
    });
    return lines.length === 0
      ? null
      : element(this.#document, "p", { class: "words" }, [lines.join(" \u00b7 ")]);
  }

  #metrics(node: Node): HTMLElement {
    const make = this.#document;
    if (node.annotations.length === 0)
      return element(make, "p", { class: "traits" }, ["Its author states no metrics."]);
    const rows = node.annotations.map((one) =>
      element(make, "tr", {}, [
        element(make, "th", { scope: "row" }, [metricName(one)]),
        element(make, "td", {}, [
          quantity(one),
          element(make, "q", { class: "provenance" }, [one.text]),
        ]),
        element(make, "td", { class: "provenance" }, ["stated"]),
      ]),
    );
    return element(make, "table", { class: "metrics" }, [element(make, "tbody", {}, rows)]);
  }

  #neighbours(node: Node, actions: SpecificationActions): (HTMLElement | null)[] {
    const { edges, kind } = this.#diagram;
    const titles =
      kind === "sequence"
        ? ["Hears from", "Talks to"]
        : kind === "state"
          ? ["Comes from", "Goes to"]
          : ["Called by", "Calls"];
    const incoming = edges.filter((edge) => edge.target === node.id && edge.source !== node.id);
    const outgoing = edges.filter((edge) => edge.source === node.id && edge.target !== node.id);
    return [
      this.#list(titles[0] ?? "", incoming, (edge) => edge.source, actions),
      this.#list(titles[1] ?? "", outgoing, (edge) => edge.target, actions),
    ];
  }

  #list(
    title: string,
    edges: readonly Edge[],
    endOf: (edge: Edge) => string,
    actions: SpecificationActions,
  ): HTMLElement | null {
    const make = this.#document;
    const labels = new Map<string, string[]>();
    for (const edge of edges) {
      const said = labels.get(endOf(edge)) ?? [];
      labels.set(endOf(edge), edge.lines.length === 0 ? said : [...said, edgeLabel(edge)]);
    }
    const items = [...labels].flatMap(([id, said]) => {
      const node = this.#diagram.nodes.find((one) => one.id === id);
      if (node === undefined) return [];
      const name = nodeLabel(this.#diagram, node);
      const go = button(make, { class: "link", "data-action": `go:${id}` }, [name], () =>
        actions.select(id),
      );
      const note = said.length === 0 ? null : element(make, "span", {}, [said.join("; ")]);
      return [element(make, "li", { "data-plane": node.plane }, [go, note])];
    });
    if (items.length === 0) return null;
    return element(make, "section", {}, [
      element(make, "h4", {}, [title]),
      element(make, "ul", {}, items),
    ]);
  }

  #source(node: Node): HTMLElement {
    const { path, line } = this.#diagram.source;
    const at = node.source_line ?? line;
    return element(this.#document, "p", { class: "provenance" }, [`${path}, line ${at}`]);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
