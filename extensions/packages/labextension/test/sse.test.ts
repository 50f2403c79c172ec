import { describe, expect, it } from "vitest";

import { EventParser, readEvents } from "../src/client/sse.js";

function bodyOf(pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

describe("server-sent events", () => {
  it("an event is known by its blank line, not before", () => {
    const parser = new EventParser();
    expect(parser.push('event: delta\ndata: {"text"')).toEqual([]);
    expect(parser.push(':"a"}\n')).toEqual([]);
    expect(parser.push("\n")).toEqual([{ event: "delta", data: '{"text":"a"}' }]);
  });

  it("every way of cutting the stream gives the same events", () => {
    const text = "event: meta\r\ndata: 1\r\n\r\n: comment\ndata: 2\ndata: 3\n\nid: 7\ndata: 4\n\n";
    const whole = new EventParser().push(text);
    expect(whole).toEqual([
      { event: "meta", data: "1" },
      { event: "message", data: "2\n3" },
      { event: "message", data: "4" },
    ]);
    for (let cut = 1; cut < text.length; cut++) {
      const parser = new EventParser();
      const found = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
      expect(found, `cut at ${cut}`).toEqual(whole);
    }
  });

  it("a comment alone keeps the connection alive and says nothing", () => {
    expect(new EventParser().push(": still here\n\n")).toEqual([]);
  });

  it("a letter of several bytes survives a cut in its middle", async () => {
    const bytes = new TextEncoder().encode("data: 10 µs ≥ 3\n\n");
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const found = [];
    for await (const event of readEvents(body)) found.push(event.data);
    expect(found).toEqual(["10 µs ≥ 3"]);
  });

  it("the end of the stream drops an event that was never finished", async () => {
    const found = [];
    for await (const event of readEvents(bodyOf(["data: a\n\ndata: b\n"]))) found.push(event.data);
    expect(found).toEqual(["a"]);
  });
});
