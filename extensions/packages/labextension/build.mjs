/**
 * Builds two prebuilt extensions: JupyterLab's into dist/, and into dist/voila/@atlas/voila the one
 * of a Voilà page, which has the widgets alone. Each is static/remoteEntry.<hash>.js, its chunks and
 * a package.json that names it. JupyterLab's own packages, Lumino and ipywidgets are taken from the
 * page at run time (module federation), never bundled. Needs Node and @rspack/core, no network.
 */
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { rspack } from "@rspack/core";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "dist");
const VOILA = join(DIST, "voila", "@atlas", "voila");
const manifest = JSON.parse(await readFile(join(HERE, "package.json"), "utf8"));

/** What the page provides: one instance each, so that tokens and classes are the same objects. */
const shared = Object.fromEntries(
  Object.keys(manifest.dependencies)
    .filter((name) => !name.startsWith("@atlas/"))
    .map((name) => [name, { import: false, singleton: true, requiredVersion: false }]),
);

/** `folder` gets the extension `name`, whose plugins `entry` exports. */
const configuration = (name, entry, folder) => ({
  mode: "production",
  target: ["web", "es2022"],
  context: HERE,
  entry: {},
  devtool: false,
  output: {
    path: join(folder, "static"),
    filename: "[name].[contenthash].js",
    chunkFilename: "[name].[contenthash].js",
    publicPath: "auto",
    uniqueName: name,
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
      name,
      library: { type: "var", name: ["_JUPYTERLAB", name] },
      filename: "remoteEntry.[contenthash].js",
      exposes: { "./extension": entry },
      shared,
    }),
  ],
  performance: { hints: false },
});

/** Runs the bundler; what it reports as an error ends the build. */
function bundle(configured) {
  return new Promise((resolve, reject) => {
    rspack(configured, (failure, stats) => {
      if (failure) reject(failure);
      else if (!stats || stats.hasErrors()) reject(new Error(stats?.toString("errors-only")));
      else resolve(stats.toString({ preset: "summary", assets: true }));
    });
  });
}

async function build(name, entry, folder) {
  console.log(await bundle(configuration(name, entry, folder)));
  const load = (await readdir(join(folder, "static"))).find((one) => one.startsWith("remoteEntry."));
  if (!load) throw new Error("The bundler wrote no remoteEntry: see what it printed above.");
  const { version, description, license } = manifest;
  const _build = { load: `static/${load}`, extension: "./extension" };
  const told = { name, version, description, license, jupyterlab: { extension: true, _build } };
  await writeFile(join(folder, "package.json"), JSON.stringify(told, null, 2) + "\n");
}

await import("../player/build.mjs");
await (await import("../playground/build.mjs")).buildChunk();
await rm(DIST, { recursive: true, force: true });
await build(manifest.name, "./src/index.ts", DIST);
await build("@atlas/voila", "./src/voila.ts", VOILA);
