/**
 * Bundles the workshop into one file that needs no node_modules at run time. Two things of
 * Mermaid are replaced on the way: its sanitiser, which needs a browser (labels become plain text
 * here), and its copying of the whole configuration at each look, which is 60 % of parsing time.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const COPYING = "return assignWithDepth_default({}, currentConfig);";
let patched = 0;

const lean_mermaid = {
  name: "lean-mermaid",
  setup({ onLoad, onResolve, onEnd }) {
    onResolve({ filter: /^dompurify$/ }, () => ({ path: here("./src/pass-through.ts") }));
    onLoad({ filter: /mermaid\.core[\\/]chunk-.*\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      if (!source.includes(COPYING)) return undefined;
      patched += 1;
      return { contents: source.replace(COPYING, "return currentConfig;"), loader: "js" };
    });
    onEnd(() => {
      if (patched !== 1)
        throw new Error(`getConfig of Mermaid found ${patched} times: look at its new version`);
    });
  },
};

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
  plugins: [lean_mermaid],
});
