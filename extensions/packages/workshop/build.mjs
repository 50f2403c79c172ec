/**
 * Bundles the workshop into one file that needs no node_modules at run time. Labels become plain
 * text here, so Mermaid's sanitiser, which needs a browser, is replaced by a pass-through.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { leanMermaid } from "./lean-mermaid.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  entryPoints: [here("./src/main.ts")],
  outfile: here("../../atlas_authoring/node/dist/workshop.mjs"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "linked",
  logLevel: "warning",
  banner: {
    js: [
      'import { createRequire as requireFrom } from "node:module";',
      "const require = requireFrom(import.meta.url);",
    ].join("\n"),
  },
  plugins: [leanMermaid(here("./src/pass-through.ts"))],
});
