/**
 * The playground: source on one side, the live picture on the other. With a task it is the paper
 * on which a diagram is drawn from memory, and shows what the comparison says.
 */
import type { Assessment, Bundle } from "@atlas/contracts";

import { type Answers, type Result, ResultView } from "./draw/result-view.js";
import { button, element } from "./element.js";
import type { DrawForeign } from "./picture/foreign-frame.js";
import { PicturePane } from "./picture/picture-pane.js";
import { ProblemList } from "./problem-list.js";
import type { Meaning } from "./reading/meaning.js";
import { Reader, type Reading } from "./reading/reader.js";
import type { Workshop } from "./reading/workshop.js";
import { SourceEditor } from "./source/source-editor.js";

const PAUSE_MS = 20;

/** Drawing a diagram of the catalogue from memory. */
export interface Task {
  title: string;
  /** Compares; throws an Error whose message is a sentence. */
  compare(drawn: Bundle, answers: Answers): Promise<{ assessment: Assessment; page: Bundle }>;
  onCompared(assessment: Assessment, answered: number): void;
}

export interface PlaygroundOptions {
  text: string;
  workshop: Workshop;
  meaning: Meaning;
  drawForeign: DrawForeign;
  fonts: () => Promise<string>;
  task: Task | null;
  /** The page's own text, to which the learner can go back. */
  original: string | null;
  /** Told each text, to be kept. */
  onText: (text: string) => void;
  /** Saves the text as a page; gives a sentence that says where. */
  onSave: (text: string) => Promise<string>;
}

let count = 0;

export class Playground {
  readonly node = element("div", {
    class: "atlas-Playground",
    "data-atlas": "playground",
    "data-view": "draw",
  });
  private readonly editor: SourceEditor;
  private readonly pane: PicturePane;
  private readonly problems: ProblemList;
  private readonly result: ResultView;
  private readonly reader: Reader;
  private readonly said = element("p", {
    class: "atlas-Playground-said",
    role: "status",
    "data-atlas": "playground-said",
  });
  private reading: Reading = { state: "empty" };
  private compared: Result | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: PlaygroundOptions) {
    count += 1;
    this.problems = new ProblemList(`atlas-problems-${count}`, {
      onGo: (line) => this.editor.goTo(line),
      onApply: () => this.apply(),
    });
    this.editor = new SourceEditor(options.text, this.problems.id, (text) => this.changed(text));
    this.pane = new PicturePane({
      drawForeign: options.drawForeign,
      fonts: options.fonts,
      onForeignFailure: (sentence) => this.problems.fail(sentence),
    });
    this.result = new ResultView({
      onAnswer: (answers) => void this.compare(answers),
      onBack: () => this.back(),
      onAgain: () => {
        this.back();
        this.editor.replace("");
      },
    });
    this.reader = new Reader(options.workshop, options.meaning, (reading) => this.show(reading));
    const left = element("div", { class: "atlas-Playground-left" }, [
      this.editor.node,
      this.problems.node,
    ]);
    const sides = element("div", { class: "atlas-Playground-sides" }, [left, this.pane.node]);
    this.node.append(this.bar(), sides, this.result.node);
    void this.reader.read(options.text);
  }

  focus(): void {
    if (this.node.dataset["view"] === "result") this.result.node.focus();
    else this.editor.area.focus();
  }

  resize(): void {
    this.pane.resize();
    this.result.resize();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.options.workshop.dispose();
    this.pane.dispose();
    this.result.dispose();
  }

  private bar(): HTMLElement {
    const { task } = this.options;
    const title = task ? `Draw from memory: ${task.title}` : "Playground";
    const act = task
      ? button("Compare", { accent: true, "data-atlas": "compare" }, () => void this.compare({}))
      : button("Save as page", { "data-atlas": "save-as-page" }, () => void this.save());
    const { original } = this.options;
    const back = original === null || task ? null : original;
    return element("div", { class: "atlas-Playground-bar" }, [
      element("h2", { "data-atlas": "playground-title" }, [title]),
      this.said,
      back !== null &&
        button("Back to the page's text", { quiet: true, "data-atlas": "original" }, () =>
          this.editor.replace(back),
        ),
      act,
    ]);
  }

  private changed(text: string): void {
    this.options.onText(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.reader.read(text), PAUSE_MS);
  }

  private show(reading: Reading): void {
    this.reading = reading;
    this.editor.setMarks(this.problems.show(reading));
    this.pane.show(reading);
  }

  private apply(): void {
    if (this.reading.state === "drawn") this.editor.replace(this.reading.drawn);
  }

  private async save(): Promise<void> {
    this.said.textContent = await this.options.onSave(this.editor.text);
  }

  private async compare(answers: Answers): Promise<void> {
    const { task } = this.options;
    const { bundle } = this.pane;
    if (!task) return;
    const drawn = this.compared && Object.keys(answers).length > 0 ? this.compared.drawn : bundle;
    if (!drawn || (drawn === bundle && this.reading.state !== "drawn")) {
      this.said.textContent = "There is nothing to compare yet: draw something that can be read.";
      return;
    }
    try {
      const { assessment, page } = await task.compare(drawn, answers);
      const fresh = this.compared === null || this.compared.drawn !== drawn;
      this.compared = { page, drawn, assessment, answers };
      this.node.dataset["view"] = "result";
      this.said.textContent = "";
      this.result.show(this.compared, fresh);
      const answered = Object.keys(answers).length;
      if (answered === 0) this.result.node.focus();
      else this.keepPlace(answers);
      const whole = answered === assessment.questions.length;
      if (answered === 0 || whole) task.onCompared(assessment, answered);
    } catch (failure) {
      this.said.textContent = failure instanceof Error ? failure.message : String(failure);
    }
  }

  /** The focus goes to the next open question, or to the score when all are answered. */
  private keepPlace(answers: Answers): void {
    const open = [...this.result.node.querySelectorAll<HTMLElement>("fieldset")].find(
      (each) => !((each.dataset["item"] ?? "") in answers),
    );
    (open?.querySelector("input") ?? this.result.node).focus();
  }

  private back(): void {
    this.node.dataset["view"] = "draw";
    this.compared = null;
    this.pane.resize();
    this.editor.area.focus();
  }
}
