/**
 * Bundles the chunk: the official Mermaid and ELK with the workshop's readers, as one script that
 * runs in a worker (reads and lays out) or in a sandboxed frame (draws the rarer kinds).
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { leanMermaid } from "@atlas/workshop/lean-mermaid";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Inside a worker ELK takes itself for the worker of another page and exports nothing. */
const elkAsLibrary = {
  name: "elk-as-library",
  setup({ onLoad }) {
    onLoad({ filter: /elk\.bundled\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: `var global = globalThis, self = undefined;\n${source}`, loader: "js" };
    });
  },
};

export async function buildChunk() {
  await build({
    entryPoints: [here("./src/chunk/main.ts")],
    outfile: here("./dist/workshop.js"),
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "linked",
    logLevel: "warning",
    plugins: [leanMermaid(here("./src/chunk/purifier.ts")), elkAsLibrary],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildChunk();
