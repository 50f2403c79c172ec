import { describe, expect, it } from "vitest";

import { type Chunk, ChunkJoiner, isChunk } from "../src/widget/chunks.js";

function cut(value: unknown, size: number): [Chunk, Uint8Array][] {
  const whole = new TextEncoder().encode(JSON.stringify(value));
  const count = Math.ceil(whole.length / size);
  return Array.from({ length: count }, (_, index) => [
    { type: "bundle:chunk", index, count, bytes: whole.length },
    whole.slice(index * size, (index + 1) * size),
  ]);
}

const BUNDLE = { diagram: { title: "Größe ≥ 10 µs" }, geometry: null, svg: null };

describe("a bundle in pieces", () => {
  it("is whole when its last piece is there, whatever their order", () => {
    const pieces = cut(BUNDLE, 7).reverse();
    const joiner = new ChunkJoiner();
    const got = pieces.map(([chunk, bytes]) => joiner.takeJson(chunk, bytes));
    expect(got.slice(0, -1).every((each) => each === null)).toBe(true);
    expect(got.at(-1)).toEqual(BUNDLE);
  });

  it("may be sent again, and a broken-off delivery does not spoil the next", () => {
    const joiner = new ChunkJoiner();
    const [first] = cut({ other: "thing" }, 4);
    joiner.take(...first!);
    for (const turn of [1, 2]) {
      const got = cut(BUNDLE, 16).map(([chunk, bytes]) => joiner.takeJson(chunk, bytes));
      expect(got.at(-1), `delivery ${turn}`).toEqual(BUNDLE);
    }
  });

  it("no other message is taken for a piece", () => {
    expect([isChunk({ type: "bundle:chunk" }, "bundle"), isChunk({ type: "other" }, "bundle"), isChunk(null, "bundle")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
