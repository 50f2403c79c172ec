/**
 * A sequence diagram: participants as nodes, messages as edges in their order, boxes as groups,
 * and frames and notes as blocks that name the messages they cover.
 */
import type {
  Arrow,
  DrawnBlock,
  DrawnEdge,
  DrawnGroup,
  DrawnNode,
  Drawing,
  Shape,
} from "../drawing";
import { lineOf, linesOf } from "../labels";

interface Actor {
  name: string;
  description: string;
  type: string;
  box?: { name: string };
}

interface Message {
  from?: string;
  to?: string;
  message: unknown;
  type?: number;
  placement?: number;
}

export interface SequenceDatabase {
  getActors(): Map<string, Actor>;
  getActorKeys(): string[];
  getMessages(): Message[];
  getBoxes(): { name?: string; actorKeys: string[] }[];
  getCreatedActors(): Map<string, number>;
  LINETYPE: Record<string, number>;
}

/** Stroke, head and tail of the messages that are not solid with a point. */
const ARROWS: Record<string, [stroke: DrawnEdge["stroke"], head: Arrow, tail: Arrow]> = {
  SOLID: ["normal", "point", "none"],
  DOTTED: ["dotted", "point", "none"],
  SOLID_CROSS: ["normal", "cross", "none"],
  DOTTED_CROSS: ["dotted", "cross", "none"],
  SOLID_OPEN: ["normal", "none", "none"],
  DOTTED_OPEN: ["dotted", "none", "none"],
  SOLID_POINT: ["normal", "open", "none"],
  DOTTED_POINT: ["dotted", "open", "none"],
  BIDIRECTIONAL_SOLID: ["normal", "point", "point"],
  BIDIRECTIONAL_DOTTED: ["dotted", "point", "point"],
};
const HALF_ARROW = /^(SOLID|STICK)_(?:ARROW_)?(?:TOP|BOTTOM)(_REVERSE)?(_DOTTED)?$/;
const FRAME = /^(LOOP|ALT|OPT|PAR|PAR_OVER|CRITICAL|BREAK|RECT)_(START|END)$/;
const SECTION = /^(?:ALT_ELSE|PAR_AND|CRITICAL_OPTION)$/;
const SHAPES: Record<string, Shape> = { actor: "actor", database: "cylinder" };
const PLACEMENTS = ["left of", "right of", "over"];

function arrowOf(name: string): [DrawnEdge["stroke"], Arrow, Arrow] | null {
  const half = HALF_ARROW.exec(name);
  if (!half) return ARROWS[name] ?? null;
  const head: Arrow = half[1] === "STICK" ? "open" : "point";
  const [at_head, at_tail]: [Arrow, Arrow] = half[2] ? ["none", head] : [head, "none"];
  return [half[3] ? "dotted" : "normal", at_head, at_tail];
}

const textOf = (message: unknown): string => (typeof message === "string" ? message : "");

function noteOf(message: Message, next: number, depth: number): DrawnBlock {
  const label = linesOf(textOf(message.message)).join("\n");
  const ends = [message.from ?? "", message.to ?? message.from ?? ""];
  const participants = ends[0] === ends[1] ? ends.slice(0, 1) : ends;
  const kind = `note ${PLACEMENTS[message.placement ?? 2] ?? "over"}`;
  return { kind, label, first: next, last: next - 1, depth, sections: [], participants };
}

/** What happens down the page, in order; `index` counts messages, or blocks. */
export type Moment =
  | { type: "message" | "note" | "open" | "close"; index: number }
  | { type: "section"; index: number; section: number };

export interface SequenceDrawing extends Drawing {
  moments: Moment[];
  /** Participants made on the way, with the index of the message that makes them. */
  created: Map<string, number>;
}

/** Messages as edges, frames and notes as blocks, in one walk. */
function walk(messages: Message[], lineTypes: Record<string, number>) {
  const names = new Map(Object.entries(lineTypes).map(([name, value]) => [value, name]));
  const edges: DrawnEdge[] = [];
  const blocks: DrawnBlock[] = [];
  const open: DrawnBlock[] = [];
  const moments: Moment[] = [];
  for (const message of messages) {
    const name = names.get(message.type ?? -1) ?? "";
    const arrow = arrowOf(name);
    const frame = FRAME.exec(name);
    if (arrow && message.from !== undefined && message.to !== undefined) {
      const [stroke, head, tail] = arrow;
      const lines = linesOf(textOf(message.message));
      moments.push({ type: "message", index: edges.length });
      const id = `e${edges.length}`;
      edges.push({ id, source: message.from, target: message.to, lines, stroke, head, tail });
    } else if (name === "NOTE") {
      moments.push({ type: "note", index: blocks.length });
      blocks.push(noteOf(message, edges.length, open.length));
    } else if (frame && (frame[2] === "START" || name === "PAR_OVER_START")) {
      moments.push({ type: "open", index: blocks.length });
      const kind = (frame[1] ?? "").toLowerCase().replace("par_over", "par");
      const label = kind === "rect" ? "" : lineOf(textOf(message.message));
      const first = edges.length;
      const block = { kind, label, first, last: first - 1, depth: open.length };
      open.push({ ...block, sections: [], participants: [] });
      blocks.push(open[open.length - 1] as DrawnBlock);
    } else if (SECTION.test(name)) {
      const block = open.at(-1);
      if (!block) continue;
      const section = block.sections.push([edges.length, lineOf(textOf(message.message))]) - 1;
      moments.push({ type: "section", index: blocks.indexOf(block), section });
    } else if (frame) {
      const block = open.pop();
      if (!block) continue;
      block.last = edges.length - 1;
      moments.push({ type: "close", index: blocks.indexOf(block) });
    }
  }
  return { edges, blocks, moments };
}

/** The participants whose messages and notes a frame covers, in their order. */
function coverBlocks(blocks: DrawnBlock[], edges: DrawnEdge[], order: string[]): void {
  for (const block of blocks) {
    if (block.kind.startsWith("note")) continue;
    const within = new Set<string>();
    for (const edge of edges.slice(block.first, block.last + 1))
      within.add(edge.source).add(edge.target);
    block.participants = order.filter((id) => within.has(id));
  }
}

/** Mermaid counts all its entries; the layout counts messages. */
function messagesBefore(db: SequenceDatabase, entry: number): number {
  const names = new Map(Object.entries(db.LINETYPE).map(([name, value]) => [value, name]));
  return db
    .getMessages()
    .slice(0, entry)
    .filter(({ type }) => arrowOf(names.get(type ?? -1) ?? "") !== null).length;
}

export function readSequence(database: unknown): SequenceDrawing {
  const db = database as SequenceDatabase;
  const groups: DrawnGroup[] = db.getBoxes().map((box, index) => {
    const plain = { parent: null, classes: [], fill: null, direction: null };
    return { id: `box${index + 1}`, lines: linesOf(box.name), ...plain };
  });
  const groupAt = new Map(
    db.getBoxes().flatMap((box, index) => box.actorKeys.map((key) => [key, `box${index + 1}`])),
  );
  const nodes: DrawnNode[] = db.getActorKeys().map((id) => {
    const actor = db.getActors().get(id);
    const lines = linesOf(actor?.description);
    const shape = SHAPES[actor?.type ?? ""] ?? "rect";
    const plain = { classes: [], fill: null, link: null };
    return {
      id,
      lines: lines.length > 0 ? lines : [id],
      shape,
      group: groupAt.get(id) ?? null,
      ...plain,
    };
  });
  const { edges, blocks, moments } = walk(db.getMessages(), db.LINETYPE);
  coverBlocks(blocks, edges, db.getActorKeys());
  const created = new Map(
    [...db.getCreatedActors()].map(([id, at]) => [id, messagesBefore(db, at)]),
  );
  return { direction: "TB", title: "", nodes, edges, groups, blocks, moments, created };
}
