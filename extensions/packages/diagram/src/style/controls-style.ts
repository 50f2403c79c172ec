/** How a live view looks around its picture: bar, tooltip, specification, narration, states. */

import { PLANES, PLANE_CHARACTERS } from "../draw/plane-glyph.js";

/** Rules for a view inside `scope`, a selector. */
export function controlsStyle(scope: string): string {
  return (LAYOUT + CONTROLS + STATES).replaceAll("&", scope);
}

const LAYOUT = `
& { position: relative; display: flex; flex-direction: column; box-sizing: border-box; width: 100%; height: 100%; min-width: 0; overflow: hidden; color: var(--ink); background: var(--paper); border: 1px solid var(--hairline); border-radius: 8px; font: 400 13px/18px var(--font); container-type: inline-size; }
& :is(div, aside, button, input) { box-sizing: border-box; }
& .body { display: flex; flex: 1 1 auto; min-height: 0; flex-direction: column; }
& .stage { position: relative; flex: 1 1 var(--natural-height, 320px); min-height: 120px; overflow: hidden; cursor: grab; touch-action: pan-x pan-y; outline: none; user-select: none; }
& .stage.dragging { cursor: grabbing; }
&:focus-within .stage { touch-action: none; }
& .plate { position: absolute; left: 0; top: 0; transform-origin: 0 0; }
& svg.picture { display: block; max-width: none; overflow: visible; }
& .dragging .plate { will-change: transform; }
& .plate.gliding { transition: transform 200ms ease-out; }
& .alternative, & .voice { position: absolute; left: -9999px; width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
& .alternative { content-visibility: auto; }
`;

/** Characters in one line of text: clipped boxes cost an eighth of what painting a picture does. */
const CHIPS = PLANES.map((plane) => {
  const shape = `"${PLANE_CHARACTERS[plane]}"`;
  const rule = `content: ${shape}; content: ${shape} / "";`; // not said where browsers know how
  return `& ul.legend [data-plane="${plane}"]::before { ${rule} }`;
}).join("\n");

const CONTROLS = `
& .bar { display: flex; align-items: center; gap: 12px; min-height: 34px; padding: 3px 6px 3px 12px; border-bottom: 1px solid var(--hairline); font-size: 12px; color: var(--quiet); }
& ul.legend { margin: 0; padding: 0; list-style: none; }
& ul.legend li { display: inline; margin-right: 12px; white-space: nowrap; }
& ul.legend li::before { margin-right: 6px; color: var(--plane); font-size: 11px; forced-color-adjust: none; print-color-adjust: exact; }
${CHIPS}
& .hint { flex: 1; text-align: right; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; transition: color 150ms; }
& .hint.noticed { color: var(--ink); font-weight: 600; }
& .buttons { display: flex; flex: none; gap: 2px; margin-left: auto; }
& button { font: inherit; color: inherit; background: none; border: none; border-radius: 5px; padding: 0; margin: 0; cursor: pointer; }
& button.icon { padding: 5px; color: var(--quiet); }
& button.icon svg { display: block; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
& button:hover { background: color-mix(in srgb, var(--ink) 8%, transparent); }
& button:focus-visible, & pre:focus-visible { outline: 2px solid var(--accent); outline-offset: -1px; }
& button.action { padding: 3px 12px; font-weight: 600; font-size: 12px; border: 1px solid var(--hairline); white-space: nowrap; }
& button.action.crash { color: var(--danger-text); border-color: color-mix(in srgb, var(--danger) 45%, var(--paper)); }
& button.action.crash:hover { background: color-mix(in srgb, var(--danger) 10%, transparent); }
& button.link { color: color-mix(in srgb, var(--accent) 80%, var(--ink)); text-align: left; padding: 0 3px; margin-left: -3px; }
& button.link:hover { text-decoration: underline; background: none; }
& .menu { position: absolute; z-index: 3; top: 34px; right: 6px; display: grid; padding: 4px; background: var(--paper); border: 1px solid var(--hairline); border-radius: 7px; box-shadow: 0 4px 16px rgb(0 0 0 / 18%); }
& .menu button { padding: 4px 12px; color: var(--ink); text-align: left; }
& .player { display: flex; flex-wrap: wrap; align-items: center; gap: 2px; padding: 3px 12px 3px 6px; border-top: 1px solid var(--hairline); font-size: 12px; }
& .player .caption { flex: 1; min-width: 160px; margin-left: 8px; overflow-wrap: anywhere; }
& .player .scale { color: var(--quiet); }
& .minimap { position: absolute; z-index: 1; right: 8px; bottom: 8px; padding: 4px; background: var(--paper); border: 1px solid var(--hairline); border-radius: 6px; cursor: crosshair; touch-action: none; }
& .minimap svg { display: block; }
& .minimap .area { fill: color-mix(in srgb, var(--ink) 6%, transparent); }
& .minimap .place { fill: color-mix(in srgb, var(--ink) 45%, var(--paper)); }
& .minimap .window { fill: color-mix(in srgb, var(--accent) 12%, transparent); stroke: var(--accent); stroke-width: 1.5; }
& .tooltip { position: absolute; z-index: 2; width: max-content; max-width: min(320px, calc(100% - 8px)); padding: 8px 11px; pointer-events: none; background: var(--paper); border: 1px solid var(--hairline); border-radius: 7px; box-shadow: 0 4px 16px rgb(0 0 0 / 18%); cursor: default; }
& [hidden] { display: none !important; }
& .traits, & .provenance { color: var(--quiet); font-size: 12px; }
& .traits { margin: 1px 0 0; }
& .traits svg { margin-right: 5px; vertical-align: -1px; }
& .note-state { margin: 4px 0 0; font-weight: 600; font-size: 12px; color: var(--danger-text); }
& table.metrics { margin: 6px 0 0; border-collapse: collapse; border: none; font-size: 12px; line-height: 17px; color: var(--ink); background: none; }
& table.metrics tr { background: none; }
& table.metrics th, & table.metrics td { padding: 1px 12px 1px 0; border: none; text-align: left; vertical-align: top; font-weight: 400; background: none; }
& table.metrics th { color: var(--quiet); white-space: nowrap; }
& table.metrics td { font-variant-numeric: tabular-nums; }
& table.metrics td:last-child { padding-right: 0; }
& table.metrics q { display: block; }
& .specification { flex: 0 6 auto; min-height: 200px; max-height: 320px; overflow: auto; padding: 12px 14px; border-top: 1px solid var(--hairline); background: color-mix(in srgb, var(--ink) 2%, var(--paper)); }
& .specification header { display: grid; grid-template-columns: 1fr auto; align-items: start; margin: 0 0 8px; }
& .specification h3 { margin: 3px 0 0; font: 600 15px/20px var(--font); color: var(--ink); overflow-wrap: anywhere; }
& .specification header .traits { grid-column: 1 / -1; }
& .specification h4 { margin: 12px 0 2px; font: 600 12px/18px var(--font); color: var(--quiet); }
& .specification p { margin: 8px 0 0; }
& .specification ul { margin: 0; padding: 0; list-style: none; }
& .specification li { margin: 0; padding: 1px 0; overflow-wrap: anywhere; }
& .specification li span { color: var(--quiet); font-size: 12px; margin-left: 6px; }
& .specification .actions { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 2px; }
& button.action[aria-pressed="true"] { color: var(--paper); background: color-mix(in srgb, var(--accent) 80%, var(--ink)); border-color: transparent; }
& .finder { display: flex; align-items: center; gap: 4px; }
& .finder input { width: 132px; height: 26px; padding: 0 7px; font: inherit; font-size: 12px; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 5px; }
& .finder input::placeholder { color: var(--quiet); opacity: 1; }
& .finder input:focus-visible { outline: 2px solid var(--accent); outline-offset: -1px; }
& .finder .count { min-width: 44px; font-variant-numeric: tabular-nums; white-space: nowrap; }
& .specification > .provenance { margin-top: 14px; overflow-wrap: anywhere; }
& .narration { display: flex; align-items: flex-start; gap: 12px; padding: 9px 12px; border-top: 1px solid var(--hairline); background: color-mix(in srgb, var(--danger) 7%, var(--paper)); }
& .narration[data-silent] { padding: 0; border: none; }
& .narration .words { flex: 1; max-height: 96px; overflow: auto; }
& .narration strong { font-weight: 600; }
& .narration button { background: var(--paper); }
& .source { padding: 12px 14px; overflow: auto; }
& .source .reason { margin: 0 0 8px; color: var(--quiet); }
& .source .reason strong { font-weight: 600; color: var(--ink); }
& .source .provenance { white-space: nowrap; }
& .source pre { margin: 0; padding: 10px 12px; overflow: auto; max-height: 420px; font: 12px/18px var(--jp-code-font-family, ui-monospace, monospace); color: var(--ink); background: color-mix(in srgb, var(--ink) 4%, var(--paper)); border: none; border-radius: 6px; }
& .source code { font: inherit; color: inherit; background: none; padding: 0; white-space: pre; }
@container (max-width: 620px) { & .hint { display: none; } }
@container (min-width: 860px) {
  & .body { flex: 1 1 var(--natural-height, 320px); flex-direction: row; }
  & .body.open { flex-basis: max(var(--natural-height, 320px), 300px); }
  & .stage { flex: 1 1 auto; min-width: 0; }
  & .specification { flex: none; width: 300px; min-height: 0; max-height: none; border-top: none; border-left: 1px solid var(--hairline); }
}
`;

const STATES = `
& .node { cursor: pointer; outline: none; }
& .node, & .edge, & .edge-label, & .group { transition: opacity 160ms; }
& .node:hover .outline { stroke-width: 2; }
& .node:focus-visible .ring { stroke: var(--accent); stroke-width: 7; stroke-opacity: 0.45; }
& .node[aria-pressed="true"] .ring { stroke: var(--accent); stroke-width: 5; stroke-opacity: 1; }
& .edge.touched { --wire: var(--accent); }
& .edge.touched .line { stroke-width: 2; }
& .edge-label.touched text { fill: var(--ink); }
& [data-state="served"] { opacity: 0.42; }
& .edge-label[data-state="served"] { opacity: 0.5; }
& [data-kind="sequence"] [data-state="served"] { opacity: 1; }
& .node[data-state="crashed"] .outline, & .node[data-state="hit"] .outline { stroke: var(--danger); stroke-width: 2; }
& .node[data-state="crashed"] .outline { fill: color-mix(in srgb, var(--danger) 8%, var(--paper)); }
& .node[data-state="crashed"] text.name { text-decoration: line-through; text-decoration-thickness: 1px; }
& .hatch-line { fill: none; stroke: var(--danger); stroke-width: 1; opacity: 0.3; }
& .hatch { pointer-events: none; }
& .node[data-state="partly"] .outline { stroke: var(--warning); stroke-width: 2; stroke-dasharray: 6 4; }
& .node[data-state="unreachable"] .outline { stroke-dasharray: 2 4; }
& .node[data-state="unreachable"] { opacity: 0.7; }
& .edge[data-state="path"], & .edge[data-state="lost"] { --wire: var(--danger); }
& .edge[data-state="path"] .line { stroke-width: 2.6; }
& .edge[data-state="lost"] { opacity: 0.65; }
& .edge[data-state="lost"] .line { stroke-dasharray: 3 5; }
& .edge-label[data-state="lost"] text { text-decoration: line-through; }
& .lifeline[data-state="served"] { opacity: 1; }
& .lifeline[data-state="crashed"] { stroke: var(--danger); }
& .badge { pointer-events: none; }
& .badge text { font-weight: 600; font-size: 10.5px; }
& .badge[data-state="crashed"] rect { fill: var(--danger); }
& .badge[data-state="crashed"] text { fill: #fff; }
& .badge rect { fill: var(--paper); stroke: var(--quiet); stroke-width: 1.25; }
& .badge[data-state="hit"] rect { stroke: var(--danger); }
& .badge[data-state="hit"] text { fill: var(--danger-text); }
& .badge[data-state="partly"] rect { stroke: var(--warning); stroke-dasharray: 4 2; }
& .node[data-found] .ring { stroke: var(--warning); stroke-width: 6; stroke-opacity: 0.55; }
& .node[data-found="current"] .ring { stroke: var(--accent); stroke-width: 6; stroke-opacity: 1; }
& .edge[data-play="now"] { --wire: var(--accent); }
& .edge[data-play="now"] .line { stroke-width: 2.4; }
& .edge[data-play="past"] { --wire: color-mix(in srgb, var(--accent) 60%, var(--paper)); }
& [data-kind="sequence"] [data-play="later"] { opacity: 0.22; }
& .edge-label[data-play="now"] text { fill: var(--ink); font-weight: 600; }
& .token { fill: var(--accent); stroke: var(--paper); stroke-width: 2; pointer-events: none; }
& [data-gone] { display: none; }
& .group[aria-expanded] { cursor: pointer; outline: none; }
& .group[aria-expanded]:focus-visible .title { text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: 2px; text-underline-offset: 3px; }
& .group[data-folded] .frame { fill: color-mix(in srgb, var(--plane) 9%, var(--paper)); stroke: color-mix(in srgb, var(--plane) 72%, var(--paper)); stroke-width: 1.25; cursor: pointer; }
& .boxes .count { fill: var(--quiet); pointer-events: none; }
& .node[data-heat] .outline { transition: fill 120ms; }
& .node[data-heat="calm"] .outline { fill: color-mix(in srgb, #10b981 calc(var(--heat) / 2), var(--paper)); }
& .node[data-heat="busy"] .outline { fill: color-mix(in srgb, #f59e0b var(--heat), var(--paper)); }
& .node[data-heat="full"] .outline { fill: color-mix(in srgb, #ea580c var(--heat), var(--paper)); stroke: #ea580c; stroke-width: 2; }
& .node[data-heat="failing"] .outline { fill: color-mix(in srgb, var(--danger) var(--heat), var(--paper)); stroke: var(--danger); stroke-width: 2; }
& .node[data-heat="down"] .outline { fill: color-mix(in srgb, var(--danger) 12%, var(--paper)); stroke: var(--danger); stroke-width: 2.5; stroke-dasharray: 6 4; }
& .node[data-heat="down"] text.name { text-decoration: line-through; text-decoration-thickness: 1px; }
& .edge[data-heat="failing"] { --wire: color-mix(in srgb, var(--danger) var(--heat), var(--paper)); }
& .edge[data-heat="failing"] .line { stroke-dasharray: 9 4; }
& .edge[data-heat="idle"] { opacity: 0.35; }
& .heat-note { pointer-events: none; }
& .heat-note text { font-weight: 600; font-size: 10.5px; font-variant-numeric: tabular-nums; }
& .heat-note rect { fill: var(--paper); stroke: color-mix(in srgb, var(--ink) 35%, var(--paper)); stroke-width: 1.25; }
& .heat-note[data-heat="busy"] rect { stroke: #b45309; }
& .heat-note[data-heat="full"] rect { stroke: #ea580c; stroke-width: 2; }
& .heat-note[data-heat="failing"] rect { stroke: var(--danger); stroke-width: 2; }
& .heat-note[data-heat="failing"] text { fill: var(--danger-text); }
& .heat-note[data-heat="down"] rect { fill: var(--danger); stroke: var(--danger); }
& .heat-note[data-heat="down"] text { fill: #fff; }
& [data-dimmed] { opacity: 0.16; }
@media (prefers-reduced-motion: reduce) { & *, & .plate.gliding { transition: none !important; } }
`;
