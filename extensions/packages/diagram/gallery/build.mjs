/**
 * Writes one HTML file that shows every bundle of tests/fixtures/gallery and opens from the disk.
 * Usage: node gallery/build.mjs [folder of bundles [file to write]]
 */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = process.argv[2] ?? here("../../../../tests/fixtures/gallery");
const target = process.argv[3] ?? here("../dist/gallery.html");

const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
const bundles = texts.map((text) => JSON.parse(text));
const { outputFiles } = await build({
  entryPoints: [here("./page.ts")],
  bundle: true,
  format: "iife",
  minify: true,
  write: false,
});
const fonts = await Promise.all(
  ["400", "600"].map(async (weight) => {
    const data = (await readFile(here(`../fonts/inter-${weight}.woff2`))).toString("base64");
    return `@font-face { font-family: "Atlas Inter"; font-weight: ${weight}; src: url(data:font/woff2;base64,${data}) format("woff2"); }`;
  }),
);
const inScript = (text) => text.replaceAll("</", "<\\/");
const page = `<!doctype html>
<html lang="en" data-theme="system">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Atlas diagrams</title>
<style id="fonts">${fonts.join("\n")}</style>
<style>
${await readFile(here("./page.css"), "utf8")}
</style>
<header><h1>Atlas diagrams</h1>
<label>Theme <select id="theme"><option value="system">system</option><option>light</option><option>dark</option></select></label>
<output></output></header>
<main></main>
<script type="application/json" id="bundles">${inScript(JSON.stringify(bundles))}</script>
<script>${outputFiles[0].text.replaceAll("</script", "<\\/script")}</script>
</html>
`;
await mkdir(dirname(target), { recursive: true });
await writeFile(`${target}.part`, page);
await rename(`${target}.part`, target);
console.log(`${target}: ${bundles.length} diagrams`);
