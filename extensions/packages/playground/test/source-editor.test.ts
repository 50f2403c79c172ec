// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";

import { inked } from "../src/source/highlight.js";
import { SourceEditor } from "../src/source/source-editor.js";

describe("colours of the source", () => {
  it.each([
    [
      "flowchart TB",
      [
        ["keyword", "flowchart"],
        ["plain", " "],
        ["keyword", "TB"],
      ],
    ],
    ["%% note", [["comment", "%% note"]]],
  ])("%j", (line, pieces) => {
    expect(inked(line)).toEqual(pieces);
  });

  it.each(["A[Cache (Redis)] -->|reads 5/s| B", "A->>B: hi", "  x -.-> y %% z", "", "]]][[[ |"])(
    "never change the text: %j",
    (line) => {
      expect(
        inked(line)
          .map(([, text]) => text)
          .join(""),
      ).toBe(line);
    },
  );
});

describe("the source editor", () => {
  it("marks a line with a sign at its number and its sentence behind it", () => {
    const editor = new SourceEditor("flowchart TB\n  A -> B", "problems", () => undefined);
    editor.setMarks([{ line: 2, kind: "error", sentence: "That is no arrow." }]);
    const numbers = [...editor.node.querySelectorAll(".atlas-Editor-numbers div")];
    expect(numbers.map((each) => each.textContent)).toEqual(["1", "! 2"]);
    const line = editor.node.querySelector("[data-line='2']");
    expect(line?.textContent).toBe("  A -> BThat is no arrow.");
    expect(editor.area.getAttribute("aria-invalid")).toBe("true");
    expect(editor.area.getAttribute("aria-describedby")).toBe("problems");
    editor.setMarks([]);
    expect(editor.area.getAttribute("aria-invalid")).toBe("false");
  });

  it("says each text that is typed, and keeps it as text", () => {
    const said: string[] = [];
    const editor = new SourceEditor("", "problems", (text) => said.push(text));
    editor.area.value = "<img src=x onerror=alert(1)>";
    editor.area.dispatchEvent(new Event("input"));
    expect(said).toEqual(["<img src=x onerror=alert(1)>"]);
    expect(editor.node.querySelector("img")).toBeNull();
  });
});
