/**
 * Builds the prebuilt JupyterLab extension into dist/: static/remoteEntry.<hash>.js, its chunks and
 * a package.json that names it. JupyterLab's own packages, Lumino and ipywidgets are taken from the
 * page at run time (module federation), never bundled. Needs Node and @rspack/core, no network.
 */
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { rspack } from "@rspack/core";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "dist");
const manifest = JSON.parse(await readFile(join(HERE, "package.json"), "utf8"));

/** What the page provides: one instance each, so that tokens and classes are the same objects. */
const shared = Object.fromEntries(
  Object.keys(manifest.dependencies)
    .filter((name) => !name.startsWith("@atlas/"))
    .map((name) => [name, { import: false, singleton: true, requiredVersion: false }]),
);

const configuration = {
  mode: "production",
  target: ["web", "es2022"],
  context: HERE,
  entry: {},
  devtool: false,
  output: {
    path: join(DIST, "static"),
    filename: "[name].[contenthash].js",
    chunkFilename: "[name].[contenthash].js",
    publicPath: "auto",
    uniqueName: manifest.name,
    clean: true,
  },
  resolve: { extensions: [".ts", ".js"], extensionAlias: { ".js": [".ts", ".js"] } },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: "builtin:swc-loader",
        options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } },
      },
      { test: /\.css$/, type: "asset/source" },
      // The simulator's worker is started from its text, so that it works without a server too.
      { test: /player[\\/]dist[\\/]worker\.js$/, type: "asset/source" },
      { test: /\.(woff2|svg)$/, type: "asset/resource" },
    ],
  },
  plugins: [
    new rspack.container.ModuleFederationPluginV1({
      name: manifest.name,
      library: { type: "var", name: ["_JUPYTERLAB", manifest.name] },
      filename: "remoteEntry.[contenthash].js",
      exposes: { "./extension": "./src/index.ts" },
      shared,
    }),
  ],
  performance: { hints: false },
};

/** Runs the bundler; what it reports as an error ends the build. */
function bundle() {
  return new Promise((resolve, reject) => {
    rspack(configuration, (failure, stats) => {
      if (failure) reject(failure);
      else if (!stats || stats.hasErrors()) reject(new Error(stats?.toString("errors-only")));
      else resolve(stats.toString({ preset: "summary", assets: true }));
    });
  });
}

await import("../player/build.mjs");
await (await import("../playground/build.mjs")).buildChunk();
await rm(DIST, { recursive: true, force: true });
console.log(await bundle());
const entry = (await readdir(join(DIST, "static"))).find((name) => name.startsWith("remoteEntry."));
if (!entry) throw new Error("The bundler wrote no remoteEntry: see what it printed above.");
const { name, version, description, license } = manifest;
const jupyterlab = {
  extension: true,
  _build: { load: `static/${entry}`, extension: "./extension" },
};
await writeFile(
  join(DIST, "package.json"),
  JSON.stringify({ name, version, description, license, jupyterlab }, null, 2) + "\n",
);
