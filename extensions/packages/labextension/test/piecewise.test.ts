import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { inflated, Piecewise } from "../src/widget/piecewise.js";

const PIECE = 4096;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a trace that comes piece by piece", () => {
  it("is whole, and comes more slowly than a Jupyter server allows", () => {
    const bytes = Uint8Array.from({ length: 10 * PIECE - 7 }, (_, at) => (at * 31) % 251);
    const count = 10;
    const asked: number[] = [];
    const done: Uint8Array[] = [];
    const coming = new Piecewise(count, {
      request: (index) => {
        asked.push(Date.now());
        const piece = bytes.slice(index * PIECE, (index + 1) * PIECE);
        setTimeout(
          () => coming.take({ type: "run:chunk", index, count, bytes: bytes.length }, piece),
          3,
        );
      },
      onProgress: () => undefined,
      onDone: (found) => done.push(found),
    });
    const began = Date.now();
    coming.start();
    vi.runAllTimers();
    expect(done.map(({ length }) => length)).toEqual([bytes.length]);
    expect(done[0]?.every((byte, at) => byte === bytes[at])).toBe(true);
    const last = asked.at(-1)! - began;
    expect(((count - 1) * PIECE) / (last / 1000)).toBeLessThan(1_000_000);
  });

  it("stops asking when it is told to", () => {
    const request = vi.fn();
    const options = { request, onProgress: () => undefined, onDone: () => undefined };
    const coming = new Piecewise(3, options);
    coming.start();
    coming.stop();
    coming.take({ type: "run:chunk", index: 0, count: 3, bytes: 9 }, new Uint8Array(3));
    vi.runAllTimers();
    expect(request).toHaveBeenCalledTimes(1);
  });
});

describe("what zlib compressed in the kernel", () => {
  it("is read here", async () => {
    vi.useRealTimers();
    const text = new TextEncoder().encode("the same bytes ".repeat(1000));
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate"));
    const packed = new Uint8Array(await new Response(stream).arrayBuffer());
    expect(await inflated(packed)).toEqual(text);
  });
});
