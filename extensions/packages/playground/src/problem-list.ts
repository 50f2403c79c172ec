/** Errors and repairs in words, below the source. Each leads to its line; repairs can be applied. */
import type { Refused } from "@atlas/workshop/drawing";
import type { Repair } from "@atlas/contracts";

import { button, element } from "./element.js";
import type { Reading } from "./reading/reader.js";
import type { LineMark } from "./source/source-editor.js";

export interface ProblemActions {
  onGo: (line: number) => void;
  onApply: () => void;
}

export class ProblemList {
  readonly node = element("div", { class: "atlas-Problems", "data-atlas": "playground-problems" });
  private readonly status = element("p", { class: "atlas-Problems-status", role: "status" });
  private readonly rows = element("ul", {});
  private said = "";

  constructor(
    readonly id: string,
    private readonly actions: ProblemActions,
  ) {
    this.node.id = id;
    this.node.append(this.status, this.rows);
  }

  /** Say how the reading went; gives the marks for the lines. */
  show(reading: Reading): LineMark[] {
    this.rows.replaceChildren();
    this.node.dataset["state"] = reading.state;
    switch (reading.state) {
      case "empty":
        this.say("Write Mermaid: flowchart TB, then A[Client] --> B[Service].");
        return [];
      case "foreign":
        this.say("Mermaid itself draws this kind.");
        return [];
      case "refused":
        this.say("This text can't be drawn. The picture shows the last one that could.");
        this.rows.append(this.refusal(reading.refused));
        return markOf(reading.refused, "error");
      case "drawn":
        return this.drawn(reading);
    }
  }

  /** Mermaid could not draw a kind of its own. */
  fail(sentence: string): void {
    this.say(sentence);
  }

  private drawn(reading: Extract<Reading, { state: "drawn" }>): LineMark[] {
    const { nodes, edges } = reading.bundle.diagram;
    const count = `${counted(nodes.length, "node")}, ${counted(edges.length, "edge")}.`;
    const absent = "Planes and numbers are not read: the server does not answer.";
    const laid = reading.bundle.geometry === null ? " It could not be laid out; simplify it." : "";
    this.say(reading.meaning === "absent" ? `${count} ${absent}${laid}` : count + laid);
    const { refused, repairs } = reading;
    if (repairs.length === 0) return [];
    const apply = button(
      "Write the repairs into the text",
      { "data-atlas": "apply-repairs" },
      this.actions.onApply,
    );
    this.rows.append(
      ...(refused ? [this.refusal(refused)] : []),
      ...repairs.map((repair) => this.repair(repair)),
      element("li", {}, [apply]),
    );
    const mended = repairs.map(({ line, after }) => ({
      line,
      kind: "mended" as const,
      sentence: after === "" ? "Left out of the picture." : `Read as: ${after}`,
    }));
    const broken = refused ? markOf(refused, "error") : [];
    return [...mended.filter(({ line }) => line !== refused?.line), ...broken];
  }

  private refusal({ line, sentence }: Refused): HTMLElement {
    const words = element("span", {}, [sentence]);
    return element("li", { "data-kind": "error", "data-line": line, "data-atlas": "problem" }, [
      line === null ? null : this.lineButton(line),
      words,
    ]);
  }

  private repair({ line, after }: Repair): HTMLElement {
    return element("li", { "data-kind": "mended", "data-line": line, "data-atlas": "repair" }, [
      this.lineButton(line),
      element("span", {}, ["Read as ", element("code", {}, [after === "" ? "(left out)" : after])]),
    ]);
  }

  private lineButton(line: number): HTMLElement {
    return button(`Line ${line}`, { quiet: true }, () => this.actions.onGo(line));
  }

  private say(sentence: string): void {
    if (sentence === this.said) return;
    this.said = sentence;
    this.status.textContent = sentence;
  }
}

function markOf({ line, sentence }: Refused, kind: "error"): LineMark[] {
  return line === null ? [] : [{ line, kind, sentence }];
}

function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
