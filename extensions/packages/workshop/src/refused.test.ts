import { describe, expect, it } from "vitest";

import { answerTo } from "./answer";
import { linesAsWritten } from "./preprocessed";

async function refusal(text: string) {
  const { refused } = await answerTo({ id: "x", attempts: [text], lay: false });
  return refused[0];
}

describe("a text that Mermaid does not take", () => {
  it.each([
    [
      "flowchart TB\n  A[Cache --> B\n  B --> C",
      2,
      "A label that begins here is not closed. Write its closing bracket.",
    ],
    [
      "flowchart TB\n  A --> B\n  A[Cache (Redis)] --> B",
      3,
      '"(" can\'t stand in a label by itself. Put the label in double quotes.',
    ],
    [
      "sequenceDiagram\n  A->>B hello\n  B->>A: y",
      2,
      "The message has no text. Write a colon and what it says: A->>B: text.",
    ],
    [
      "stateDiagram-v2\n  A --> B\n  B -> C",
      3,
      '"-" is no arrow. In a state diagram arrows are written -->.',
    ],
    [
      "hello",
      1,
      "The first line names no kind of diagram that Mermaid knows. " +
        "Begin with flowchart TB, sequenceDiagram or stateDiagram-v2.",
    ],
  ])("is refused at the author's line: %j", async (text, line, sentence) => {
    expect(await refusal(text)).toEqual({ line, sentence });
  });

  it("counts lines as the author does, whatever Mermaid leaves out", async () => {
    const text = "---\ntitle: x\n---\n\n%% one\nflowchart TB\n\n%% two\n  A[x -> B";
    expect((await refusal(text))?.line).toBe(9);
    expect(linesAsWritten("%% a\nflowchart TB\n%% b\n  A --> B")).toEqual([2, 4]);
  });
});
