import type { Diagram } from "@atlas/contracts";
import type { Answer, Drawing } from "@atlas/workshop/drawing";
import { describe, expect, it } from "vitest";

import type { Attempts, Meaning } from "../src/reading/meaning.js";
import { plainDiagram } from "../src/reading/plain-diagram.js";
import { Reader, type Reading } from "../src/reading/reader.js";

const drawing: Drawing = {
  direction: "TB",
  title: "",
  nodes: [
    { id: "A", lines: ["Cache"], shape: "rect", group: null, classes: [], fill: null, link: null },
  ],
  edges: [],
  groups: [],
  blocks: [],
};
const geometry = { width: 10, height: 10, nodes: [], edges: [], groups: [], blocks: [] };
const refused = { line: 2, sentence: "It is broken." };

/** A workshop that can read texts with "good" in them. */
function workshop(asked: string[][] = []) {
  return {
    ask: (attempts: readonly string[]): Promise<Answer> => {
      asked.push([...attempts]);
      const attempt = attempts.findIndex((text) => text.includes("good"));
      if (attempts[0]?.includes("pie"))
        return Promise.resolve({ id: "1", refused: [], type: "pie" });
      if (attempt < 0) return Promise.resolve({ id: "1", refused: [refused] });
      const type = "flowchart-v2";
      return Promise.resolve({ id: "1", attempt, type, refused: [], drawing, geometry });
    },
  };
}

function meaning(attempts: Attempts["attempts"] | null): Meaning {
  return {
    attempts: (text) =>
      attempts === null
        ? Promise.reject(new Error("offline"))
        : Promise.resolve({
            kind: "flowchart",
            typed: true,
            attempts: [{ text, repairs: [] }, ...attempts],
          }),
    diagram: ({ text, attempt }) => {
      if (attempts === null) return Promise.reject(new Error("offline"));
      const { repairs } = attempt;
      const plain = plainDiagram({ type: "flowchart-v2", text, drawing, repairs, known: null });
      const nodes = plain.nodes.map((node) => ({ ...node, plane: "state" as const }));
      return Promise.resolve({ ...plain, nodes } satisfies Diagram);
    },
  };
}

async function readings(text: string, known: Attempts["attempts"] | null): Promise<Reading[]> {
  const shown: Reading[] = [];
  await new Reader(workshop(), meaning(known), (reading) => shown.push(reading)).read(text);
  return shown;
}

describe("a text becomes", () => {
  it("a picture at once, and then the same with its meaning", async () => {
    const shown = await readings("good", []);
    expect(shown.map((each) => each.state)).toEqual(["drawn", "drawn", "drawn", "drawn"]);
    const [first, last] = [shown[0], shown.at(-1)];
    if (first?.state !== "drawn" || last?.state !== "drawn") throw new Error("not drawn");
    expect([first.meaning, first.bundle.diagram.nodes[0]?.plane]).toEqual(["coming", null]);
    expect([last.meaning, last.bundle.diagram.nodes[0]?.plane]).toEqual(["there", "state"]);
    expect(last.bundle.geometry?.font_size_px).toBe(13);
  });

  it("the layout of the build once the typing rests", async () => {
    const settled: boolean[] = [];
    const quick = workshop();
    const watched = {
      ask: (attempts: readonly string[], settle = false) => {
        settled.push(settle);
        return quick.ask(attempts);
      },
    };
    await new Reader(watched, meaning([]), () => undefined).read("good");
    expect(settled).toEqual([false, true]);
  });

  it("a picture of its repaired form, with the parser's reason at its line", async () => {
    const repair = { line: 2, rule: "quote-label", before: "bad", after: "good" };
    const shown = await readings("bad", [{ text: "good", repairs: [repair] }]);
    const last = shown.at(-1);
    if (last?.state !== "drawn") throw new Error("not drawn");
    expect(last.repairs).toEqual([repair]);
    expect(last.refused).toEqual(refused);
    expect(last.drawn).toBe("good");
  });

  it("an error at its line where no repair helps", async () => {
    expect(await readings("bad", [{ text: "worse", repairs: [] }])).toEqual([
      { state: "refused", refused },
    ]);
  });

  it("a picture without meaning where the server is away, and says so", async () => {
    const last = (await readings("good", null)).at(-1);
    expect(last).toMatchObject({ state: "drawn", meaning: "absent" });
  });

  it("a thing for Mermaid where the kind is not typed, nothing where it is empty", async () => {
    expect(await readings("pie", [])).toEqual([{ state: "foreign", text: "pie" }]);
    expect(await readings(" \n", [])).toEqual([{ state: "empty" }]);
  });

  it("nothing any more once a newer text came", async () => {
    const shown: Reading[] = [];
    const reader = new Reader(workshop(), meaning([]), (reading) => shown.push(reading));
    await Promise.all([reader.read("good old"), reader.read(" ")]);
    expect(shown).toEqual([{ state: "empty" }]);
  });
});

describe("while somebody types", () => {
  it("what has not changed keeps its colours and numbers", () => {
    const known = plainDiagram({ type: "state", text: "", drawing, repairs: [], known: null });
    const coloured = {
      ...known,
      nodes: known.nodes.map((node) => ({ ...node, plane: "edge" as const })),
    };
    const same = plainDiagram({ type: "state", text: "", drawing, repairs: [], known: coloured });
    expect(same.nodes[0]?.plane).toBe("edge");
    const renamed = {
      ...drawing,
      nodes: drawing.nodes.map((node) => ({ ...node, lines: ["Queue"] })),
    };
    const other = plainDiagram({
      type: "state",
      text: "",
      drawing: renamed,
      repairs: [],
      known: coloured,
    });
    expect(other.nodes[0]?.plane).toBeNull();
  });
});
