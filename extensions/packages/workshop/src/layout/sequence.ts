/**
 * The geometry of a sequence diagram: heads in a row, one lifeline under each, time running down.
 * Columns are as far apart as the messages between them need; rows follow the source.
 */
import type { Box, EdgeRoute, Geometry } from "../drawing";
import { layLabel, LINE_HEIGHT_PX, widthOf, type Label } from "../measure/text";
import type { SequenceDrawing } from "../readers/sequence";
import { BASELINE, boxOf, moved } from "./flow";
import { spreadColumns, type Span } from "./sequence-columns";
import { sizeOf } from "./shapes";

const MESSAGE_WIDTH_MAX = 240;
const NOTE_WIDTH_MAX = 200;
const ROW_GAP = 16;
const SELF_WIDTH = 34;
const SELF_HEIGHT = 22;
const NOTE_PAD = 8;
const NOTE_GAP = 10;
const FRAME_PAD = 14;
const FRAME_TAB = 24;
const FRAME_LABEL_MAX = 480;
const HEAD_GAP = 22;

interface Column {
  id: string;
  x: number;
  width: number;
  height: number;
  lines: string[] | null;
}

interface Open {
  index: number;
  y: number;
  left: number;
  right: number;
  sections: number[];
}

class Sheet {
  readonly columns: Column[];
  readonly at: Map<string, number>;
  readonly labels: Label[];
  readonly notes: Map<number, Label>;
  readonly routes: EdgeRoute[] = [];
  readonly blocks: Box[] = [];
  readonly headTops = new Map<string, number>();
  private readonly open: Open[] = [];
  private y = 0;

  constructor(private readonly drawing: SequenceDrawing) {
    this.columns = drawing.nodes.map((node) => {
      const { label, width, height } = sizeOf(node, false);
      const lines = label.wrapped ? label.lines : null;
      return { id: node.id, x: 0, width: Math.max(width, 90), height, lines };
    });
    this.at = new Map(this.columns.map(({ id }, index) => [id, index]));
    this.labels = drawing.edges.map(({ lines }) => layLabel(lines, MESSAGE_WIDTH_MAX));
    this.notes = new Map(
      drawing.blocks.flatMap((block, index) =>
        block.kind.startsWith("note")
          ? [[index, layLabel(block.label.split("\n"), NOTE_WIDTH_MAX)]]
          : [],
      ),
    );
    spreadColumns(this.columns, this.spans());
    this.useTheRoom();
  }

  /** Labels that were wrapped before the columns stood get the width that there is now. */
  private useTheRoom(): void {
    this.drawing.edges.forEach(({ source, target, lines }, index) => {
      const room = Math.abs(this.columnOf(source).x - this.columnOf(target).x) - 24;
      if (room > MESSAGE_WIDTH_MAX) this.labels[index] = layLabel(lines, room);
    });
    for (const index of this.notes.keys()) {
      const { participants, label } = this.drawing.blocks[index] ?? { participants: [], label: "" };
      const xs = participants.map((id) => this.columnOf(id).x);
      const room = Math.max(...xs) - Math.min(...xs) + 50 - 2 * NOTE_PAD;
      if (room > NOTE_WIDTH_MAX) this.notes.set(index, layLabel(label.split("\n"), room));
    }
  }

  private columnOf(id: string): Column {
    return this.columns[this.at.get(id) ?? 0] as Column;
  }

  /** What must fit between which columns. A span of one column reaches to the next one. */
  private spans(): Span[] {
    const spans: Span[] = this.drawing.edges.map((edge, index) => {
      const width = (this.labels[index] as Label).width + 24;
      const [a, b] = [this.at.get(edge.source) ?? 0, this.at.get(edge.target) ?? 0];
      return a === b
        ? { from: a, to: a + 1, width: width + SELF_WIDTH }
        : { from: Math.min(a, b), to: Math.max(a, b), width };
    });
    for (const [index, label] of this.notes) {
      const block = this.drawing.blocks[index];
      const columns = (block?.participants ?? []).map((id) => this.at.get(id) ?? 0);
      const [first, last] = [Math.min(...columns), Math.max(...columns)];
      const width = label.width + 2 * NOTE_PAD + 16;
      if (block?.kind === "note right of")
        spans.push({ from: last, to: last + 1, width: width + 8 });
      else if (block?.kind === "note left of")
        spans.push({ from: first - 1, to: first, width: width + 8 });
      else if (first === last) {
        spans.push({ from: first, to: first + 1, width: width / 2 + 20 });
        spans.push({ from: first - 1, to: first, width: width / 2 + 20 });
      } else spans.push({ from: first, to: last, width: width - 40 });
    }
    return spans;
  }

  /** Walks down the page. */
  lay(): void {
    const top = Math.max(0, ...this.columns.map(({ height }) => height));
    for (const { id, height } of this.columns)
      if (!this.drawing.created.has(id)) this.headTops.set(id, top - height);
    this.y = top + HEAD_GAP;
    for (const moment of this.drawing.moments) {
      if (moment.type === "message") this.message(moment.index);
      else if (moment.type === "note") this.note(moment.index);
      else if (moment.type === "open") this.openFrame(moment.index);
      else if (moment.type === "close") this.closeFrame();
      else this.section();
    }
    while (this.open.length > 0) this.closeFrame();
    this.y += 4;
  }

  get bottom(): number {
    return this.y;
  }

  private widen(left: number, right: number): void {
    for (const frame of this.open) {
      frame.left = Math.min(frame.left, left);
      frame.right = Math.max(frame.right, right);
    }
  }

  private message(index: number): void {
    const edge = this.drawing.edges[index];
    const label = this.labels[index];
    if (!edge || !label) return;
    const [from, to] = [this.columnOf(edge.source), this.columnOf(edge.target)];
    const lines = label.wrapped ? label.lines : null;
    const size = [label.width + 8, label.height] as const;
    if (from === to) {
      const height = Math.max(SELF_HEIGHT, label.height);
      const [y, right] = [this.y + (height - SELF_HEIGHT) / 2, from.x + SELF_WIDTH];
      const points: [number, number][] = [
        [from.x, y],
        [right, y],
        [right, y + SELF_HEIGHT],
        [from.x, y + SELF_HEIGHT],
      ];
      const centre: EdgeRoute["label"] =
        label.height > 0 ? [right + 6 + size[0] / 2, y + SELF_HEIGHT / 2, ...size] : null;
      this.routes.push({ id: edge.id, points, label: centre, lines });
      this.widen(from.x, right + 6 + size[0]);
      this.y += height + ROW_GAP;
      return;
    }
    const made = this.drawing.created.get(to.id) === index && !this.headTops.has(to.id);
    const room = made ? Math.max(label.height + 4, to.height / 2) : label.height + 4;
    const y = this.y + room;
    if (made) this.headTops.set(to.id, y - to.height / 2);
    const end = made ? to.x + (to.x > from.x ? -to.width / 2 : to.width / 2) : to.x;
    const middle = (from.x + end) / 2;
    const centre: EdgeRoute["label"] =
      label.height > 0 ? [middle, y - 3 - label.height / 2, ...size] : null;
    this.routes.push({
      id: edge.id,
      points: [
        [from.x, y],
        [end, y],
      ],
      label: centre,
      lines,
    });
    this.widen(Math.min(from.x, to.x), Math.max(from.x, to.x));
    this.y = y + (made ? to.height / 2 : 0) + ROW_GAP;
  }

  private note(index: number): void {
    const block = this.drawing.blocks[index];
    const label = this.notes.get(index);
    if (!block || !label) return;
    const xs = block.participants.map((id) => this.columnOf(id).x);
    const [first, last] = [Math.min(...xs), Math.max(...xs)];
    const own = label.width + 2 * NOTE_PAD;
    const width = first === last ? own : Math.max(own, last - first + 50);
    const left =
      block.kind === "note right of"
        ? last + NOTE_GAP
        : block.kind === "note left of"
          ? first - NOTE_GAP - own
          : (first + last - width) / 2;
    const height = label.height + 2 * NOTE_PAD - 4;
    const rect = { x: left, y: this.y - 4, width, height };
    this.blocks[index] = boxOf(`block:${index}`, rect, label.lines);
    this.widen(left, left + width);
    this.y += height + NOTE_GAP;
  }

  private openFrame(index: number): void {
    const xs = (this.drawing.blocks[index]?.participants ?? []).map((id) => this.columnOf(id).x);
    const all = xs.length > 0 ? xs : this.columns.map(({ x }) => x);
    const [left, right] = [Math.min(...all), Math.max(...all)];
    this.open.push({ index, y: this.y - 4, left, right, sections: [] });
    this.y += this.drawing.blocks[index]?.kind === "rect" ? 10 : FRAME_TAB + 4;
  }

  private section(): void {
    this.open.at(-1)?.sections.push(this.y);
    this.y += FRAME_TAB + 2;
  }

  private closeFrame(): void {
    const frame = this.open.pop();
    const block = frame && this.drawing.blocks[frame.index];
    if (!frame || !block) return;
    const inner = Math.max(0, ...this.heightsIn(frame.index));
    const pad = FRAME_PAD + inner * 8;
    const tab = widthOf(block.kind, "600") + 26;
    const labels = [block.label, ...block.sections.map(([, label]) => label)];
    const wanted = Math.max(...labels.map((label) => widthOf(`[${label}]`))) + tab + 12;
    const right = Math.max(frame.right + pad, frame.left - pad + Math.min(wanted, FRAME_LABEL_MAX));
    const rect = {
      x: frame.left - pad,
      y: frame.y,
      width: right - frame.left + pad,
      height: this.y - frame.y,
    };
    const cut = cutTo(block.label, rect.width - tab - 12);
    const box = boxOf(`block:${frame.index}`, rect, cut === block.label ? null : [cut]);
    this.blocks[frame.index] = { ...box, sections: frame.sections };
    this.widen(rect.x + pad, right - pad);
    this.y += ROW_GAP - 2;
  }

  /** How deep frames are nested in this one, so that outer frames are wider. */
  private heightsIn(index: number): number[] {
    const { blocks } = this.drawing;
    const depth = blocks[index]?.depth ?? 0;
    const heights: number[] = [];
    for (let at = index + 1; at < blocks.length; at += 1) {
      const block = blocks[at];
      if (!block || block.depth <= depth) break;
      if (!block.kind.startsWith("note")) heights.push(block.depth - depth);
    }
    return heights;
  }
}

function cutTo(label: string, width: number): string {
  if (widthOf(`[${label}]`) <= width) return label;
  let cut = label;
  while (cut.length > 1 && widthOf(`[${cut}…]`) > width) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

/** Boxes of participants, from above their heads to below the last row. */
function groupBoxes(drawing: SequenceDrawing, sheet: Sheet): Box[] {
  return drawing.groups.map((group) => {
    const members = sheet.columns.filter((_, index) => drawing.nodes[index]?.group === group.id);
    const label = layLabel(group.lines, 320, Infinity);
    const lefts = members.map(({ x, width }) => x - width / 2);
    const rights = members.map(({ x, width }) => x + width / 2);
    const [left, right] = members.length > 0 ? [Math.min(...lefts), Math.max(...rights)] : [0, 0];
    const title = label.height > 0 ? label.height + 6 : 0;
    const rect = {
      x: left - 10,
      y: -10 - title,
      width: right - left + 20,
      height: sheet.bottom + 20 + title,
    };
    const box = boxOf(group.id, rect, label.wrapped ? label.lines : null);
    return { ...box, title_y: rect.y + 4 + BASELINE };
  });
}

export function laySequence(drawing: SequenceDrawing): Geometry {
  const sheet = new Sheet(drawing);
  sheet.lay();
  const nodes = sheet.columns.map(({ id, x, width, height, lines }) => {
    const y = sheet.headTops.get(id) ?? 0;
    return boxOf(id, { x: x - width / 2, y, width, height }, lines);
  });
  const groups = groupBoxes(drawing, sheet);
  const geometry = {
    width: 0,
    height: 0,
    nodes,
    edges: sheet.routes,
    groups,
    blocks: sheet.blocks,
  };
  const laid = moved(geometry);
  const bottom = sheet.bottom + (laid.nodes[0]?.y ?? 0) - (nodes[0]?.y ?? 0);
  return { ...laid, height: Math.max(laid.height, Math.ceil(bottom + LINE_HEIGHT_PX)) };
}
