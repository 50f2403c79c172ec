/**
 * The source text: a plain text area, so that undo, selection and screen readers work as anywhere,
 * over a coloured copy of its text. Lines have numbers; a line that is marked has a sign at its
 * number and its sentence behind its text.
 */
import { element } from "../element.js";
import { inked } from "./highlight.js";

export interface LineMark {
  line: number;
  kind: "error" | "mended";
  sentence: string;
}

const SIGNS = { error: "!", mended: "~" } as const;
/** Beyond it the text is shown in one colour: colouring 5,000 lines would be felt. */
const INKED_LINES_MAX = 1500;

export class SourceEditor {
  readonly node: HTMLElement;
  readonly area: HTMLTextAreaElement;
  private readonly numbers = element("div", { class: "atlas-Editor-numbers", "aria-hidden": true });
  private readonly ink = element("pre", { class: "atlas-Editor-ink", "aria-hidden": true });
  private marks: readonly LineMark[] = [];

  constructor(text: string, described: string, onText: (text: string) => void) {
    this.area = element("textarea", {
      class: "atlas-Editor-area",
      "data-atlas": "playground-source",
      "aria-label": "Mermaid source",
      "aria-describedby": described,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      wrap: "off",
    });
    this.area.value = text;
    const paper = element("div", { class: "atlas-Editor-paper" }, [this.ink, this.area]);
    this.node = element("div", { class: "atlas-Editor" }, [this.numbers, paper]);
    this.area.addEventListener("input", () => {
      this.draw();
      onText(this.area.value);
    });
    this.area.addEventListener("scroll", () => this.follow());
    this.area.addEventListener("keydown", (event) => this.indent(event));
    this.draw();
  }

  get text(): string {
    return this.area.value;
  }

  /** Replace the text as if it had been typed: it can be undone, and `onText` is told. */
  replace(text: string): void {
    this.area.focus();
    this.area.select();
    // The one way to change a text area that keeps its history of undoing.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (document.execCommand("insertText", false, text)) return;
    this.area.value = text;
    this.area.dispatchEvent(new Event("input"));
  }

  setMarks(marks: readonly LineMark[]): void {
    this.marks = marks;
    this.area.setAttribute("aria-invalid", String(marks.some(({ kind }) => kind === "error")));
    this.draw();
  }

  /** Put the caret at the end of a line and show it. */
  goTo(line: number): void {
    const lines = this.area.value.split("\n");
    const end = lines.slice(0, line).join("\n").length;
    this.area.focus();
    this.area.setSelectionRange(end, end);
    const height = this.area.scrollHeight / Math.max(lines.length, 1);
    this.area.scrollTop = Math.max(0, (line - 3) * height);
    this.follow();
  }

  private draw(): void {
    const lines = this.area.value.split("\n");
    const marks = new Map(this.marks.map((mark) => [mark.line, mark]));
    this.numbers.replaceChildren(
      ...lines.map((_, index) => {
        const mark = marks.get(index + 1);
        const sign = mark ? `${SIGNS[mark.kind]} ` : "";
        return element("div", { "data-mark": mark?.kind }, [`${sign}${index + 1}`]);
      }),
    );
    this.ink.replaceChildren(
      ...lines.map((line, index) => {
        const mark = marks.get(index + 1);
        const pieces = lines.length > INKED_LINES_MAX ? [line] : coloured(line);
        const said = mark && element("span", { class: "atlas-Editor-said" }, [mark.sentence]);
        return element("div", { "data-mark": mark?.kind, "data-line": index + 1 }, [
          ...(line === "" ? ["\u200b"] : pieces),
          said,
        ]);
      }),
    );
    this.follow();
  }

  private follow(): void {
    const { scrollLeft, scrollTop } = this.area;
    this.ink.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
    this.numbers.style.transform = `translateY(${-scrollTop}px)`;
  }

  /** Enter keeps the indentation of its line. */
  private indent(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    const { selectionStart, value } = this.area;
    const [, spaces = ""] = /(?:^|\n)([ \t]*)[^\n]*$/.exec(value.slice(0, selectionStart)) ?? [];
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (spaces !== "" && document.execCommand("insertText", false, `\n${spaces}`)) {
      event.preventDefault();
    }
  }
}

function coloured(line: string): (string | HTMLElement)[] {
  return inked(line).map(([ink, text]) =>
    ink === "plain" ? text : element("span", { "data-ink": ink }, [text]),
  );
}
