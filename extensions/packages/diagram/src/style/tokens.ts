/**
 * The colours and type of a picture. JupyterLab's variables win; the fallbacks follow the reader's
 * own light or dark preference. The four planes have fixed colours in both themes.
 */
import type { Plane } from "@atlas/contracts";

export const PLANE_COLOURS: Readonly<Record<Plane, string>> = {
  edge: "#3b82f6",
  service: "#10b981",
  state: "#f59e0b",
  control: "#8b5cf6",
};

/**
 * The share of a plane's colour in what is drawn with it, and of the host's secondary text colour
 * in ours (JupyterLab's own is too pale on a tint); contrast is tested for these.
 */
export const TINTS = { fill: 9, group: 5, text: 42, stroke: 72, quiet: 72 } as const;

/** Fallbacks outside JupyterLab, as `--atlas-plain-<name>`. */
export const FALLBACKS = {
  light: { paper: "#ffffff", ink: "#1f2328", quiet: "#57606a", line: "#d0d7de", accent: "#1668c7" },
  dark: { paper: "#161a20", ink: "#e6e9ee", quiet: "#a3adb8", line: "#3a424d", accent: "#6cb2ff" },
} as const;

const plain = (theme: keyof typeof FALLBACKS) =>
  Object.entries(FALLBACKS[theme])
    .map(([name, value]) => `--atlas-plain-${name}: ${value};`)
    .join(" ");

const planes = Object.entries(PLANE_COLOURS)
  .map(([plane, colour]) => `[data-plane="${plane}"] { --plane: ${colour}; }`)
  .join("\n");

/** Custom properties for everything inside `scope`, a selector. */
export function tokens(scope: string): string {
  return `
${scope} { ${plain("light")} }
@media (prefers-color-scheme: dark) { ${scope} { ${plain("dark")} } }
${scope} {
  --paper: var(--jp-layout-color1, var(--atlas-plain-paper));
  --ink: var(--jp-content-font-color1, var(--atlas-plain-ink));
  --quiet: color-mix(in srgb, var(--jp-content-font-color2, var(--atlas-plain-quiet)) ${TINTS.quiet}%, var(--ink));
  --line: var(--jp-border-color1, var(--atlas-plain-line));
  --hairline: color-mix(in srgb, var(--ink) 14%, var(--paper));
  --wire: color-mix(in srgb, var(--ink) 55%, var(--paper));
  --accent: var(--jp-brand-color1, var(--atlas-plain-accent));
  --danger: #dc2626;
  --warning: #b45309;
  --danger-text: color-mix(in srgb, var(--danger) 70%, var(--ink));
  --plane: color-mix(in srgb, var(--ink) 60%, var(--paper));
  --font: "Atlas Inter", Inter, var(--jp-ui-font-family, system-ui), "DejaVu Sans", sans-serif;
}
${planes
  .split("\n")
  .map((rule) => `${scope} ${rule}`)
  .join("\n")}`;
}
