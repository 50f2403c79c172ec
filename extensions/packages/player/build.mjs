/**
 * Builds dist/worker.js (one script: encoder, engine, fold) and dist/atlas-player.js (one module for
 * pages outside JupyterLab, the worker's source inside). The engine's module is taken from
 * ../../engine/dist/engine.wasm; without it the worker says so, and the estimate still works.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const engine = {
  name: "engine",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@atlas\/engine\.wasm$/ }, () => ({ path: "engine", namespace: "engine" }));
    onLoad({ filter: /.*/, namespace: "engine" }, async () => ({
      contents: await readFile(here("../../engine/dist/engine.wasm")).catch(() => new Uint8Array()),
      loader: "binary",
    }));
  },
};

const worker_source = {
  name: "worker-source",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@atlas\/player\/worker$/ }, () => ({
      path: here("./dist/worker.js"),
      namespace: "source",
    }));
    onLoad({ filter: /.*/, namespace: "source" }, async ({ path }) => ({
      contents: await readFile(path, "utf8"),
      loader: "text",
    }));
  },
};

const shared = { bundle: true, minify: true, target: "es2022", logLevel: "warning" };

await build({
  ...shared,
  entryPoints: [here("./src/engine/worker.ts")],
  outfile: here("./dist/worker.js"),
  format: "iife",
  plugins: [engine],
});
await build({
  ...shared,
  entryPoints: [here("./src/alone.ts")],
  outfile: here("./dist/atlas-player.js"),
  format: "esm",
  plugins: [worker_source],
});
