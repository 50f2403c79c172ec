/** Print TypeScript for the JSON Schema file that the first argument names. Run by generate.py. */
import { readFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const schema = JSON.parse(await readFile(process.argv[2], "utf8"));
const text = await compile(schema, "Contracts", {
  additionalProperties: false,
  bannerComment: "",
  declareExternallyReferenced: true,
  format: true,
  strictIndexSignatures: true,
});
// The root object only carries the definitions; nobody reads it.
process.stdout.write(text.replace(/export interface Contracts \{[^}]*\}\n/, ""));
