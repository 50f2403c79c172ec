// node wasm_blocks.mjs RUNNER ENGINE PROGRAM...: the SHA-256 of each program's blocks, one a line.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [runner, engine, ...programs] = process.argv.slice(2);
const { openEngine } = await import(pathToFileURL(runner).href);
const run = await openEngine(await readFile(engine));
for (const program of programs) {
  const hash = createHash("sha256");
  for (const block of run(new Uint8Array(await readFile(program))).blocks) hash.update(block);
  console.log(hash.digest("hex"));
}
