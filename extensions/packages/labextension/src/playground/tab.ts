/** A playground in a tab of the main area. */
import type { Diagram } from "@atlas/contracts";
import { Playground, type Task } from "@atlas/playground";
import { Widget } from "@lumino/widgets";

import { refusalFrom } from "../client/refusal.js";
import { fontFaces } from "../dom/font.js";
import { diagramIcon } from "../dom/icon.js";
import { cut } from "../dom/words.js";
import type { IAtlas } from "../token.js";
import { drawForeign, openWorkshop } from "./chunk.js";
import type { Drafts } from "./drafts.js";
import { addPlaygroundStyle } from "./style.js";

/** What a tab is opened with, and restored from. */
export interface TabArgs {
  /** Which text: "main", "text:<diagram>" or "memory:<diagram>". */
  slot: string;
  title: string;
  /** The diagram to draw from memory. */
  diagram: string | null;
  kind: string | null;
  /** The page's own text. */
  original: string | null;
}

const EXAMPLE = `flowchart TB
  U([Shoppers]) -->|80 req/s| G[API gateway<br/>p99: 40 ms]
  G -->|orders| C[Checkout service]
  C --> DB[(Orders database<br/>p99: 15 ms)]
`;
const FIRST_LINES: Record<string, string> = {
  sequence: "sequenceDiagram\n",
  state: "stateDiagram-v2\n",
};

export class PlaygroundTab extends Widget {
  readonly args: TabArgs;
  private readonly playground: Playground;

  constructor(args: TabArgs, atlas: IAtlas, drafts: Drafts, onSaved: (path: string) => void) {
    super();
    addPlaygroundStyle();
    this.args = args;
    this.id = `atlas-playground:${args.slot}`;
    this.title.icon = diagramIcon;
    const what = args.diagram === null ? "Playground" : "From memory";
    this.title.label = args.slot === "main" ? what : cut(`${what}: ${args.title}`, 40);
    this.title.closable = true;
    this.addClass("atlas-PlaygroundTab");
    const begin = args.original ?? (args.diagram === null ? EXAMPLE : firstLine(args.kind));
    this.playground = new Playground({
      text: drafts.get(args.slot) ?? begin,
      workshop: openWorkshop(),
      meaning: {
        attempts: (text) => atlas.client.draftAttempts(text),
        diagram: (request) => atlas.client.draftDiagram(request),
      },
      drawForeign,
      fonts: fontFaces,
      task: args.diagram === null ? null : taskOf(args.diagram, args.title, atlas),
      original: args.original,
      onText: (text) => drafts.set(args.slot, text),
      onSave: (text) => save(text, args, atlas, onSaved),
    });
    this.node.append(this.playground.node);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.playground.dispose();
    super.dispose();
  }

  protected override onResize(): void {
    this.playground.resize();
  }

  protected override onActivateRequest(): void {
    this.playground.focus();
  }
}

function firstLine(kind: string | null): string {
  return FIRST_LINES[kind ?? ""] ?? "flowchart TB\n";
}

function taskOf(diagram: string, title: string, atlas: IAtlas): Task {
  const began = Date.now();
  return {
    title,
    compare: async (drawn, answers) => {
      try {
        return await atlas.client.compare(diagram, drawn.diagram, answers);
      } catch (failure) {
        throw new Error(refusalFrom(failure).sentence, { cause: failure });
      }
    },
    onCompared: ({ score, comparison }, answered) => {
      const count = (matter: string) =>
        comparison.findings.filter((finding) => finding.matter === matter).length;
      atlas.facts.append("diagram.drawn", diagram, {
        score,
        answered,
        missing: count("missing"),
        extra: count("extra"),
        misplaced: count("misplaced"),
        mislabelled: count("mislabelled"),
        seconds: Math.min(604_800, Math.round((Date.now() - began) / 1000)),
        page: diagram.split("#")[0] ?? diagram,
      });
    },
  };
}

async function save(
  text: string,
  args: TabArgs,
  atlas: IAtlas,
  onSaved: (path: string) => void,
): Promise<string> {
  const title = titleIn(text) ?? (args.title || "My diagram");
  try {
    const { path } = await atlas.client.savePage(title, text);
    onSaved(path);
    return `Saved as ${path} in your home.`;
  } catch (failure) {
    return refusalFrom(failure).sentence;
  }
}

/** The title that the text's own front matter gives it. */
function titleIn(text: string): Diagram["title"] | null {
  return /^---\s*\n(?:[^\n]*\n)*?title:\s*["']?([^"'\n]+)/.exec(text)?.[1]?.trim() ?? null;
}
