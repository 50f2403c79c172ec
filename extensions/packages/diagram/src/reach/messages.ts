/**
 * A crash in a sequence diagram: which messages never arrive, and who can't go on. Read by cause:
 * a message is sent when its sender still runs; a sender stops when it calls a crashed participant
 * and waits, or when a message that it was to get never comes. The twin of `messages.py`.
 */
import type { Block, Diagram, Edge } from "@atlas/contracts";

import { NOTHING, type BlastRadius } from "./model.js";
import { listed, nameOf } from "./sentences.js";

type Running = ReadonlySet<string>;

/** What never arrives in the sequence once `down` have crashed before its start. */
export function lostMessages(diagram: Diagram, down: readonly string[]): BlastRadius {
  const ids = diagram.nodes.map((node) => node.id);
  const ends = new Set(diagram.edges.flatMap((edge) => [edge.source, edge.target]));
  const alive = ids.filter((id) => !down.includes(id));
  const story = new Story(diagram, new Set(down));
  const running = story.play(0, diagram.edges.length, 0, new Set(alive));
  const silent = alive.filter((id) => !story.active.has(id) && ends.has(id));
  const answer: BlastRadius = {
    ...NOTHING,
    crashed: down,
    hit: alive.filter((id) => !running.has(id) && !silent.includes(id)),
    unreachable: silent,
    lost: diagram.edges.map((edge) => edge.id).filter((id) => !story.arrived.has(id)),
  };
  return { ...answer, sentences: worded(diagram, answer) };
}

/** Plays the messages in order and notes which arrive and who takes part. */
class Story {
  readonly arrived = new Set<string>();
  readonly active = new Set<string>();
  readonly #edges: readonly Edge[];
  readonly #down: ReadonlySet<string>;
  readonly #frames: readonly Block[];

  constructor(diagram: Diagram, down: ReadonlySet<string>) {
    this.#edges = diagram.edges;
    this.#down = down;
    this.#frames = diagram.blocks.filter((block) => !block.kind.startsWith("note"));
  }

  /** Play messages `from` up to `to`, exclusive; frames of `depth` are played as a whole. */
  play(from: number, to: number, depth: number, running: Running): Running {
    for (let index = from; index < to;) {
      const frame = this.#frames.find(
        (block) => block.first === index && block.depth === depth && block.last >= index,
      );
      const edge = this.#edges[index];
      if (frame !== undefined) running = this.#playFrame(frame, running);
      else if (edge !== undefined) running = this.#send(edge, running);
      index = frame === undefined ? index + 1 : frame.last + 1;
    }
    return running;
  }

  #playFrame(frame: Block, running: Running): Running {
    const starts = [frame.first, ...frame.sections.map(([first]) => first)];
    const branches = starts.map((start, at) => [start, starts[at + 1] ?? frame.last + 1] as const);
    const choice = frame.kind === "alt" || frame.kind === "critical";
    if (frame.kind === "par" || (choice && branches.length > 1)) {
      const ends = branches.map(([a, b]) => this.play(a, b, frame.depth + 1, running));
      return frame.kind === "par"
        ? ends.reduce((all, end) => new Set([...all].filter((id) => end.has(id))))
        : ends.reduce((any, end) => new Set([...any, ...end]));
    }
    let after = running;
    for (const [a, b] of branches) after = this.play(a, b, frame.depth + 1, after);
    const skippable = choice || frame.kind === "opt" || frame.kind === "break";
    return skippable ? new Set([...after, ...running]) : after;
  }

  #send(edge: Edge, running: Running): Running {
    if (!running.has(edge.source)) return without(running, edge.target);
    this.active.add(edge.source);
    if (this.#down.has(edge.target)) {
      const waits = edge.stroke !== "dotted" && edge.head !== "open";
      return waits ? without(running, edge.source) : running;
    }
    this.arrived.add(edge.id);
    this.active.add(edge.target);
    return new Set([...running, edge.target]);
  }
}

function without(running: Running, id: string): Running {
  return new Set([...running].filter((other) => other !== id));
}

function worded(diagram: Diagram, { crashed, hit, unreachable, lost }: BlastRadius): string[] {
  const names = (ids: readonly string[]) => listed(ids.map((id) => nameOf(diagram, id)));
  const start = `Crashing ${names(crashed)}:`;
  const index = diagram.edges.findIndex((edge) => edge.id === lost[0]);
  const first = diagram.edges[index];
  if (first === undefined) return [`${start} every message still arrives.`];
  const ends = `${nameOf(diagram, first.source)} to ${nameOf(diagram, first.target)}`;
  const share = `${lost.length} of ${diagram.edges.length} messages`;
  const verb = lost.length === 1 ? "arrives" : "arrive";
  return [
    `${start} ${share} never ${verb}, the first is number ${index + 1}, ${ends}.`,
    ...(hit.length > 0 ? [`${names(hit)} can't go on.`] : []),
    ...(unreachable.length > 0 ? [`No message reaches ${names(unreachable)}.`] : []),
  ];
}
