/** The blast radius of each example in tests/fixtures/reach.json, which Python shares. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { blastRadius } from "./index.js";
import { diagramOf, type Vector } from "../../test/vector.js";

const file = new URL("../../../../../tests/fixtures/reach.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vector[];

describe("what a crash takes with it", () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    const answer = blastRadius(diagramOf(vector), new Set(vector.crashed));
    const { crashed, paths, ...found } = answer;
    const none = { hit: [], partly: [], unreachable: [], lost: [], paths: [], sentences: [] };

    expect({ ...found, paths: paths.map((path) => path.nodes) }).toEqual({
      ...none,
      ...vector.expect,
    });
    expect(vector.crashed).toEqual(expect.arrayContaining([...crashed]));
  });
});
