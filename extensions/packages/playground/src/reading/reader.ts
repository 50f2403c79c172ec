/**
 * From a text to what the playground shows, as the build would: the worker reads and draws at
 * once; the server's repairs are tried where the parser refuses; then the meaning follows. Only
 * the newest text counts; answers to older ones are dropped.
 */
import type { Bundle, Diagram, Repair } from "@atlas/contracts";
import type { Answer, Refused } from "@atlas/workshop/drawing";

import type { Attempt, Attempts, Meaning } from "./meaning.js";
import { plainDiagram, wholeGeometry } from "./plain-diagram.js";
import { Superseded, type Workshop } from "./workshop.js";

export type Reading =
  | { state: "empty" }
  | {
      state: "drawn";
      bundle: Bundle;
      /** The text that was drawn, which is the author's own unless there are repairs. */
      drawn: string;
      repairs: readonly Repair[];
      /** Why the parser did not take the text as written, where repairs were needed. */
      refused: Refused | null;
      /** Whether planes, roles and annotations are those of this text. */
      meaning: "coming" | "there" | "absent";
    }
  | { state: "refused"; refused: Refused }
  /** A kind that Mermaid draws itself. */
  | { state: "foreign"; text: string };

/** After this pause the picture is laid out as the build would, other directions tried. */
export const SETTLE_MS = 500;

type Taken = Extract<Answer, { drawing: unknown }>;

export class Reader {
  private turn = 0;
  private known: Diagram | null = null;

  constructor(
    private readonly workshop: Pick<Workshop, "ask">,
    private readonly meaning: Meaning,
    private readonly show: (reading: Reading) => void,
  ) {}

  /** Read a text; `show` gets what is known of it, more than once where more becomes known. */
  async read(text: string): Promise<void> {
    const turn = ++this.turn;
    const say = (reading: Reading) => {
      if (turn === this.turn) this.show(reading);
    };
    if (text.trim() === "") {
      say({ state: "empty" });
      return;
    }
    const offered = this.meaning.attempts(text).catch(() => null);
    try {
      const raw = await this.workshop.ask([text]);
      await this.follow(text, raw, offered, say, () => turn === this.turn);
    } catch (failure) {
      if (failure instanceof Superseded) return;
      const sentence = failure instanceof Error ? failure.message : String(failure);
      say({ state: "refused", refused: { line: null, sentence } });
    }
  }

  private async follow(
    text: string,
    raw: Answer,
    offered: Promise<Attempts | null>,
    say: (reading: Reading) => void,
    current: () => boolean,
  ): Promise<void> {
    if ("type" in raw && raw.type !== undefined && !("drawing" in raw)) {
      say({ state: "foreign", text });
      return;
    }
    const own: Attempt = { text, repairs: [] };
    if (isTaken(raw)) say(this.drawn(text, raw, own, null, "coming"));
    const attempts = (await offered)?.attempts ?? [];
    if (!current()) return;
    let [taken, attempt] = [isTaken(raw) ? raw : null, own];
    if (attempts.length > 0 && (taken === null || attempts[0]?.text !== text)) {
      const mended = await this.workshop.ask(attempts.map((each) => each.text));
      if (isTaken(mended)) [taken, attempt] = [mended, attempts[mended.attempt] ?? own];
    }
    const refused = raw.refused[0] ?? null;
    if (taken === null) {
      say({ state: "refused", refused: refused ?? { line: null, sentence: "It can't be read." } });
      return;
    }
    say(this.drawn(text, taken, attempt, refused, "coming"));
    await this.enrich(text, taken, attempt, refused, say);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if (!current()) return;
    const settled = await this.workshop.ask([attempt.text], true);
    if (isTaken(settled)) await this.enrich(text, settled, attempt, refused, say);
  }

  private async enrich(
    text: string,
    taken: Taken,
    attempt: Attempt,
    refused: Refused | null,
    say: (reading: Reading) => void,
  ): Promise<void> {
    const layout = "layout" in taken ? taken.layout : null;
    const { drawing } = taken;
    const geometry = wholeGeometry(taken.geometry);
    try {
      const diagram = await this.meaning.diagram({ text, attempt, drawing, layout });
      this.known = diagram;
      const { text: drawn, repairs } = attempt;
      const bundle: Bundle = { diagram, geometry, svg: null };
      say({ state: "drawn", bundle, drawn, repairs, refused, meaning: "there" });
    } catch {
      // The picture stands without its meaning; the reading says that it is absent.
      say(this.drawn(text, taken, attempt, refused, "absent"));
    }
  }

  private drawn(
    text: string,
    taken: Taken,
    attempt: Attempt,
    refused: Refused | null,
    meaning: "coming" | "absent",
  ): Reading {
    const { type, drawing } = taken;
    const geometry = wholeGeometry(taken.geometry);
    const { text: drawn, repairs } = attempt;
    const diagram = plainDiagram({ type, text, drawing, repairs, known: this.known });
    return {
      state: "drawn",
      bundle: { diagram, geometry, svg: null },
      drawn,
      repairs,
      refused,
      meaning,
    };
  }
}

function isTaken(answer: Answer): answer is Taken {
  return "drawing" in answer;
}
