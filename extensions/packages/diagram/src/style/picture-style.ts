/** How the marks of a picture look, still or live. Sizes of text are those the build measured. */
import { chartStyle } from "./chart-style.js";
import { TINTS } from "./tokens.js";

const mix = (share: number, base: string) => `color-mix(in srgb, var(--plane) ${share}%, ${base})`;

/**
 * Rules for a picture inside `scope`, a selector. What a node's outline inherits from its
 * node is worked out once for all nodes of a plane.
 */
export function pictureStyle(scope: string): string {
  return (RULES + chartStyle()).replaceAll("&", scope);
}

const RULES = `
&.picture, & .picture, &.atlas-static { font: 400 13px/18px var(--font); text-rendering: geometricPrecision; }
& text { fill: var(--ink); stroke: none; }
& text.name, & text.title { font-weight: 600; }
& text.detail { fill: var(--quiet); }
& .metric { fill: ${mix(TINTS.text, "var(--ink)")}; }
& .ring { fill: none; stroke: none; }
& .node { fill: ${mix(TINTS.fill, "var(--paper)")}; stroke: ${mix(TINTS.stroke, "var(--paper)")}; stroke-width: 1.25; }
& .node:not([data-plane]) { fill: color-mix(in srgb, var(--ink) 3%, var(--paper)); stroke: color-mix(in srgb, var(--ink) 45%, var(--paper)); }
& .node .inner { fill: none; }
& .plane-glyph { fill: var(--plane); stroke: var(--paper); stroke-width: 3; paint-order: stroke; stroke-linejoin: round; }
& .node[data-shape="state_start"] { fill: var(--ink); stroke: var(--ink); }
& .node[data-shape="state_fork"] { fill: var(--ink); stroke: var(--ink); }
& .node[data-shape="state_end"] { fill: var(--paper); stroke: var(--ink); }
& .node[data-shape="state_end"] .inner { fill: var(--ink); stroke: none; }
& .node[data-shape="note"] { fill: color-mix(in srgb, #f59e0b 12%, var(--paper)); stroke: color-mix(in srgb, #f59e0b 45%, var(--paper)); }
& .group .frame { fill: ${mix(TINTS.group, "transparent")}; stroke: ${mix(38, "var(--paper)")}; stroke-width: 1; }
& .group:not([data-plane]) .frame { fill: color-mix(in srgb, var(--ink) 3%, transparent); stroke: var(--hairline); }
& .group .title { fill: ${mix(30, "var(--ink)")}; stroke: ${mix(2 * TINTS.group, "var(--paper)")}; stroke-width: 5; stroke-linejoin: round; paint-order: stroke; }
& .group:not([data-plane]) .title { stroke: color-mix(in srgb, var(--ink) 4%, var(--paper)); }
& .block .condition { stroke: var(--paper); stroke-width: 4; stroke-linejoin: round; paint-order: stroke; }
& .edge .line, & .edge .head { fill: none; stroke: var(--wire); stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
& .edge .head.filled { fill: var(--wire); stroke: none; }
& .edge .hollow { fill: var(--paper); }
& .edge .solid { fill: var(--wire); }
& .edge[data-stroke="dotted"] .line { stroke-dasharray: 1 5; stroke-width: 1.8; }
& .edge[data-stroke="thick"] .line { stroke-width: 2.8; }
& .edge-label .halo { fill: var(--paper); opacity: 0.88; }
& .edge-label text { fill: var(--quiet); }
& .lifeline { stroke: ${mix(45, "var(--paper)")}; stroke-width: 1; stroke-dasharray: 4 4; }
& .block .frame { fill: none; stroke: var(--line); stroke-width: 1; }
& .block .tab { fill: color-mix(in srgb, var(--ink) 9%, var(--paper)); stroke: var(--line); stroke-width: 1; }
& .block .keyword { font-weight: 600; font-size: 11px; fill: var(--quiet); }
& .block .condition { font-size: 12px; fill: var(--quiet); }
& .block .divider { stroke: var(--line); stroke-dasharray: 5 4; }
& .shade { fill: color-mix(in srgb, var(--accent) 5%, transparent); }
& .note .paper { fill: color-mix(in srgb, #f59e0b 12%, var(--paper)); stroke: color-mix(in srgb, #f59e0b 40%, var(--paper)); }
`;
