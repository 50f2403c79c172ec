/** How the simulator looks. JupyterLab's variables win; the fallbacks follow the reader's theme. */

/** Rules for a simulator inside `scope`, a selector. */
export function simulatorStyle(scope: string): string {
  return (TOKENS + LAYOUT + CONTROLS + CHARTS + TABLES + NARROW).replaceAll("&", scope);
}

const TOKENS = `
& { --plain-paper: #ffffff; --plain-ink: #1f2328; --plain-quiet: #57606a; --plain-accent: #1668c7; }
@media (prefers-color-scheme: dark) { & { --plain-paper: #161a20; --plain-ink: #e6e9ee; --plain-quiet: #a3adb8; --plain-accent: #6cb2ff; } }
& {
  --paper: var(--jp-layout-color1, var(--plain-paper));
  --ink: var(--jp-content-font-color1, var(--plain-ink));
  --quiet: color-mix(in srgb, var(--jp-content-font-color2, var(--plain-quiet)) 72%, var(--ink));
  --hairline: color-mix(in srgb, var(--ink) 14%, var(--paper));
  --border: color-mix(in srgb, var(--ink) 45%, var(--paper));
  --accent: color-mix(in srgb, var(--jp-brand-color1, var(--plain-accent)) 80%, var(--ink));
  --danger: #dc2626;
  --danger-text: color-mix(in srgb, var(--danger) 58%, var(--ink));
  --warning-text: color-mix(in srgb, #b45309 55%, var(--ink));
  --good-text: color-mix(in srgb, #10b981 40%, var(--ink));
  --font: "Atlas Inter", Inter, var(--jp-ui-font-family, system-ui), "DejaVu Sans", sans-serif;
}
`;

const LAYOUT = `
& { position: relative; box-sizing: border-box; display: grid; gap: 12px; margin: 8px 0 0; padding: 12px 14px; color: var(--ink); background: var(--paper); border: 1px solid var(--hairline); border-radius: 8px; font: 400 13px/19px var(--font); container-type: inline-size; }
& *, & *::before { box-sizing: border-box; }
& [hidden] { display: none !important; }
& p { margin: 0; }
& h3, & h4 { margin: 0; font: 600 15px/20px var(--font); color: var(--ink); }
& .top { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
& .top h3 { flex: 1 1 auto; }
& .omitted { flex-basis: 100%; color: var(--quiet); font-size: 12px; }
& .prediction { padding: 10px 12px; border-left: 3px solid var(--accent); background: color-mix(in srgb, var(--accent) 7%, var(--paper)); }
& .question { font-weight: 600; }
& .prediction form { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; margin-top: 6px; }
& .choices { display: grid; gap: 3px; flex-basis: 100%; }
& .choice { display: block; cursor: pointer; }
& .guess input { width: 90px; }
& .verdict[data-grade="right"] strong { color: var(--good-text); }
& .verdict[data-grade="near"] strong { color: var(--warning-text); }
& .verdict[data-grade="off"] strong { color: var(--danger-text); }
& .estimate { color: var(--quiet); font-size: 12.5px; }
& .headline { display: grid; gap: 4px; }
& .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(124px, 1fr)); gap: 6px 16px; margin: 6px 0 0; }
& .figure :is(dt, dd) { display: block; float: none; clear: none; width: auto; padding: 0; }
& .figure dt { margin: 0; color: var(--quiet); font: 400 12px/16px var(--font); }
& .figure dd { margin: 0; font-variant-numeric: tabular-nums; }
& .figure strong { display: block; white-space: nowrap; font-weight: 600; font-size: 16px; line-height: 22px; }
& .figure .other { display: block; color: var(--quiet); font-size: 12px; white-space: nowrap; }
& .story { display: grid; gap: 3px; }
& .explanation { margin-top: 10px; padding-top: 10px; border-top: 1px solid var(--hairline); font-size: 14px; line-height: 21px; }
& .explanation > * { margin: 0 0 8px; }
`;

const CONTROLS = `
& button, & input, & select { font: inherit; font-size: 12.5px; color: inherit; }
& button { padding: 3px 12px; color: var(--ink); background: var(--paper); border: 1px solid var(--border); border-radius: 5px; cursor: pointer; }
& button:hover { background: color-mix(in srgb, var(--ink) 7%, var(--paper)); }
& button.primary { color: var(--paper); background: var(--accent); border-color: var(--accent); font-weight: 600; min-width: 72px; }
& button.primary:hover { background: color-mix(in srgb, var(--accent) 85%, var(--ink)); }
& button.plain { border-color: transparent; color: var(--accent); background: none; padding: 3px 6px; }
& button.plain:hover { background: color-mix(in srgb, var(--accent) 12%, transparent); }
& button[aria-pressed="true"] { color: var(--paper); background: color-mix(in srgb, var(--ink) 75%, var(--paper)); border-color: transparent; font-weight: 600; }
& :is(button, input, select, summary, .handle):focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
& input[type="number"], & select { height: 26px; padding: 0 6px; color: var(--ink); background: var(--paper); border: 1px solid var(--border); border-radius: 5px; }
& input[type="number"] { width: 76px; font-variant-numeric: tabular-nums; }
& input[type="range"] { accent-color: var(--accent); margin: 0; }
& .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
& .sides { flex-basis: 100%; display: flex; flex-wrap: wrap; gap: 4px; }
& .field { display: flex; align-items: center; gap: 6px; color: var(--quiet); }
& .field .name { color: var(--ink); font-weight: 600; font-size: 12px; }
& .field input[type="range"] { width: 110px; }
& .acts { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; }
& .failure { flex-basis: 100%; color: var(--danger-text); }
& .timeline { display: grid; grid-template-columns: 56px minmax(0, 1fr) 48px; align-items: start; gap: 4px 8px; }
& .timeline .plain { min-width: 50px; }
& .track { grid-column: 2; display: grid; gap: 3px; padding-top: 4px; }
& .track input { width: 100%; }
& .time { padding-top: 4px; text-align: right; font-variant-numeric: tabular-nums; }
& .bars { position: relative; display: grid; gap: 2px; min-height: 20px; }
& .bars .row { position: relative; height: 22px; border-radius: 4px; background: color-mix(in srgb, var(--ink) 4%, var(--paper)); }
& .bars .hint { color: var(--quiet); font-size: 12.5px; }
& .fault-bar { position: absolute; top: 1px; height: 20px; min-width: 14px; padding: 0 6px; overflow: visible; text-align: left; font-size: 11.5px; line-height: 18px; white-space: nowrap; color: var(--danger-text); background: color-mix(in srgb, var(--danger) 16%, var(--paper)); border: 1px solid color-mix(in srgb, var(--danger) 55%, var(--paper)); border-left-width: 4px; border-right-width: 4px; cursor: grab; touch-action: none; }
& .fault-bar:hover { background: color-mix(in srgb, var(--danger) 24%, var(--paper)); }
& .menu { position: absolute; z-index: 5; width: 292px; display: grid; gap: 8px; padding: 10px 12px; background: var(--paper); border: 1px solid var(--border); border-radius: 8px; box-shadow: 0 6px 24px rgb(0 0 0 / 25%); }
& .menu header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: 0 8px; padding-bottom: 4px; background: var(--paper); }
& .menu .lately { flex-basis: 100%; color: var(--quiet); font-size: 12px; line-height: 17px; }
& .menu h4 { flex: 1 1 180px; overflow-wrap: anywhere; }
& .faults { display: flex; flex-wrap: wrap; gap: 4px; }
& .fault { padding: 2px 9px; color: var(--danger-text); border-color: color-mix(in srgb, var(--danger) 45%, var(--paper)); }
& .given { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; padding: 4px 0; border-bottom: 1px solid var(--hairline); }
& .given strong { flex-basis: 100%; }
& .given input[type="number"] { width: 58px; }
& .given .field { gap: 4px; margin-right: 6px; color: var(--ink); white-space: nowrap; }
& .given strong:has(+ select) { flex-basis: auto; }
& .defences[open] > :last-child { margin-bottom: 2px; }
& .menu h5 { margin: 8px 0 4px; font: 600 12px/16px var(--font); color: var(--ink); overflow-wrap: anywhere; }
& .defence { padding: 2px 9px; border-color: color-mix(in srgb, var(--good-text) 60%, var(--paper)); color: var(--good-text); }
& .defence[aria-pressed="true"] { color: var(--paper); background: var(--good-text); }
`;

const CHARTS = `
& .charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px 20px; }
& .chart { margin: 0; min-width: 0; }
& .chart figcaption { margin: 0; font: 600 12px/18px var(--font); color: var(--ink); text-align: left; }
& .chart svg { display: block; max-width: 100%; cursor: ew-resize; touch-action: pan-y; user-select: none; overflow: visible; }
& .chart text { font: 400 11px/14px var(--font); fill: var(--quiet); font-variant-numeric: tabular-nums; }
& .chart .tick { text-anchor: end; }
& .chart .moment { text-anchor: middle; }
& .chart .grid { stroke: var(--hairline); }
& .chart .base { stroke: var(--border); }
& .chart .shade { fill: color-mix(in srgb, var(--danger) 9%, transparent); }
& .chart .cursor { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 2; }
& .chart [data-tone="ink"] { --tone: var(--ink); }
& .chart [data-tone="quiet"] { --tone: var(--quiet); }
& .chart [data-tone="accent"] { --tone: var(--accent); }
& .chart [data-tone="danger"] { --tone: var(--danger-text); }
& .chart [data-tone="warning"] { --tone: var(--warning-text); }
& .chart .labels text { fill: var(--tone); font-weight: 600; stroke: var(--paper); stroke-width: 3; paint-order: stroke; }
& .chart .line { fill: none; stroke: var(--tone); stroke-width: 1.6; stroke-linejoin: round; pointer-events: none; }
& .chart .line[data-tone="quiet"] { stroke-width: 1.2; }
& .chart .line.other { stroke-dasharray: 3 3; stroke-width: 1.2; opacity: 0.75; }
& .handle { cursor: ns-resize; }
& .handle .level { stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 6 3; }
& .handle .grip { fill: var(--accent); stroke: var(--paper); stroke-width: 1.5; }
& .handle .zone { fill: transparent; }
`;

const TABLES = `
& summary { cursor: pointer; color: var(--quiet); font-size: 12.5px; }
& table { width: 100%; margin: 8px 0 0; border-collapse: collapse; border: none; font-size: 12px; line-height: 17px; color: var(--ink); background: none; }
& tr, & tr:nth-child(even) { background: none; }
& caption { padding: 6px 0 2px; font-weight: 600; text-align: left; color: var(--ink); caption-side: top; }
& th, & td { padding: 2px 12px 2px 0; border: none; border-bottom: 1px solid var(--hairline); text-align: left; vertical-align: baseline; font-weight: 400; background: none; font-variant-numeric: tabular-nums; }
& thead th { color: var(--quiet); font-weight: 600; }
& .numbers .value { white-space: nowrap; }
& .numbers input[type="number"] { height: 22px; width: 72px; }
& .numbers .from { color: var(--quiet); overflow-wrap: anywhere; }
& .chip { display: inline-block; padding: 0 6px; border: 1px solid var(--hairline); border-radius: 8px; color: var(--ink); font-size: 11px; line-height: 15px; }
& tr[data-provenance="stated"] .chip { border-color: var(--good-text); color: var(--good-text); }
& tr[data-provenance="assumed"] .chip { border-style: dashed; border-color: var(--warning-text); color: var(--warning-text); }
& tr[data-provenance="yours"] .chip { color: var(--paper); background: var(--accent); border-color: var(--accent); }
& .tables { overflow-x: auto; }
`;

const NARROW = `
@container (max-width: 620px) {
  & .charts { grid-template-columns: minmax(0, 1fr); }
}
@media (prefers-reduced-motion: reduce) { & * { transition: none !important; animation: none !important; } }
`;
