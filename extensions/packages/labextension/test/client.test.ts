// @vitest-environment happy-dom
import { ServerConnection } from "@jupyterlab/services";
import { describe, expect, it } from "vitest";

import { Client, tutorEvent } from "../src/client/client.js";
import { Refusal } from "../src/client/refusal.js";

type Answer = () => Promise<Response>;

/** A client of a server that answers everything with `answer`, and what it was asked. */
function clientOf(answer: Answer): { client: Client; asked: Request[] } {
  const asked: Request[] = [];
  const fetch = (request: Request): Promise<Response> => {
    asked.push(request);
    return answer();
  };
  const settings = ServerConnection.makeSettings({
    baseUrl: "http://server/user/ada/",
    fetch: fetch as unknown as ServerConnection.ISettings["fetch"],
    appendToken: false,
  });
  return { client: new Client(settings), asked };
}

const json = (body: unknown, status = 200): Answer => {
  const text = JSON.stringify(body);
  return () => Promise.resolve(new Response(text, { status }));
};

async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const failure: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(failure).toBeInstanceOf(Refusal);
  return failure as Refusal;
}

describe("the client", () => {
  it("asks under the learner's own base URL, with the query encoded", async () => {
    const { client, asked } = clientOf(json({ hits: [] }));
    await client.search("p99 & more", new AbortController().signal);
    const url = new URL(asked[0]!.url);
    expect(url.pathname).toBe("/user/ada/atlas/search");
    expect(url.searchParams.get("q")).toBe("p99 & more");
  });

  it("passes the server's own sentence on", async () => {
    const error = { code: "not-fetched", sentence: "Fetch the exercise first." };
    const { client } = clientOf(json({ error }, 409));
    const refusal = await refusalOf(client.submit("retry-budget"));
    expect([refusal.code, refusal.sentence, refusal.status]).toEqual([
      "not-fetched",
      "Fetch the exercise first.",
      409,
    ]);
    expect(refusal.passing).toBe(false);
  });

  it("says that nobody answers when nobody answers", async () => {
    const { client } = clientOf(() => Promise.reject(new TypeError("Failed to fetch")));
    const refusal = await refusalOf(client.catalogue());
    expect(refusal.code).toBe("offline");
    expect(refusal.passing).toBe(true);
  });

  it("says so when the server extension is missing", async () => {
    const { client } = clientOf(() => Promise.resolve(new Response("<html>", { status: 404 })));
    expect((await refusalOf(client.catalogue())).code).toBe("absent");
  });

  it("calls an answer that is no JSON unreadable", async () => {
    const { client } = clientOf(() => Promise.resolve(new Response("<html>")));
    expect((await refusalOf(client.progress())).code).toBe("unreadable");
  });

  it("hands over the tutor's events and leaves out those it does not know", async () => {
    const stream =
      'event: meta\ndata: {"mode":"model","note":"n"}\n\n' +
      'event: weather\ndata: {}\n\nevent: delta\ndata: {"text":"Hi"}\n\nevent: done\ndata: {}\n\n';
    const { client, asked } = clientOf(() => Promise.resolve(new Response(stream)));
    const found = [];
    const signal = new AbortController().signal;
    for await (const event of client.ask("Why?", [], "course", signal)) found.push(event);
    expect(found).toEqual([
      { kind: "meta", mode: "model", note: "n" },
      { kind: "delta", text: "Hi" },
      { kind: "done" },
    ]);
    expect(await asked[0]!.json()).toEqual({ question: "Why?", thread: [], page: "course" });
  });
});

describe("an event of the tutor", () => {
  it("an unknown mode counts as offline: never claim a model that is not there", () => {
    const meta = tutorEvent({ event: "meta", data: '{"mode":"other"}' });
    expect(meta).toEqual({ kind: "meta", mode: "offline", note: "" });
  });
});
