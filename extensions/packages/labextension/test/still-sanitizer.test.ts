// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";

import { StillSanitizer, withoutMedia } from "../src/tutor/still-sanitizer.js";

describe("what a model writes", () => {
  it("a picture leaves its words and asks nobody for anything", () => {
    const html = '<p>See <img src="https://elsewhere.example/?said=secret" alt="the chart">.</p>';
    expect(withoutMedia(html)).toBe("<p>See the chart.</p>");
  });

  it("a style cannot load a picture either", () => {
    const html = '<p style="background: url(https://elsewhere.example/a)">Text</p>';
    expect(withoutMedia(html)).toBe("<p>Text</p>");
  });

  it("a link stays a link but runs no command", () => {
    const html = '<a href="https://a.example" data-commandlinker-command="terminal:open">a</a>';
    expect(withoutMedia(html)).toBe('<a href="https://a.example">a</a>');
  });

  it("comes after JupyterLab's own sanitiser, with its options", () => {
    const seen: unknown[] = [];
    const inner = {
      sanitize: (dirty: string, options?: object) => {
        seen.push(dirty, options);
        return '<b>clean</b><img src="x">';
      },
    };
    const options = { allowedTags: ["b"] };
    expect(new StillSanitizer(inner).sanitize("dirty", options)).toBe("<b>clean</b>");
    expect(seen).toEqual(["dirty", options]);
  });
});
