/**
 * The renderer's door: draw a bundle into a host element and give a view of it.
 * The host sets the size; the view owns everything that it puts in and takes it out on dispose.
 */
import type { Bundle } from "@atlas/contracts";

import { mark, toSvgNode } from "./draw/mark.js";
import type { Fault } from "./fault.js";

export interface DiagramOptions {
  /** False draws a still picture: no toolbar, no selection, no faults. Default true. */
  interactive?: boolean;
  selection?: string | null;
  faults?: readonly Fault[];
  onSelect?: (node: string | null) => void;
  onFaults?: (faults: Fault[]) => void;
}

export interface DiagramView {
  select(node: string | null): void;
  setFaults(faults: readonly Fault[]): void;
  /** Show the whole drawing in the host's box. */
  fit(): void;
  dispose(): void;
}

export function renderDiagram(
  host: HTMLElement,
  bundle: Bundle,
  options: DiagramOptions = {},
): DiagramView {
  const { geometry, diagram } = bundle;
  const boxes = geometry?.nodes ?? [];
  const svg = toSvgNode(
    host.ownerDocument,
    mark(
      "svg",
      { viewBox: `0 0 ${geometry?.width ?? 0} ${geometry?.height ?? 0}`, width: "100%" },
      boxes.flatMap((box, index) => [
        mark("rect", {
          x: box.x,
          y: box.y,
          width: box.width,
          height: box.height,
          fill: "none",
          stroke: "currentColor",
        }),
        mark(
          "text",
          {
            x: box.x + box.width / 2,
            y: box.y + box.height / 2,
            "text-anchor": "middle",
            fill: "currentColor",
          },
          [diagram.nodes[index]?.lines.join(" ") ?? ""],
        ),
      ]),
    ),
  );
  if (options.interactive === false) svg.classList.add("still");
  host.append(svg);
  return {
    select: () => undefined,
    setFaults: () => undefined,
    fit: () => undefined,
    dispose: () => svg.remove(),
  };
}
