/**
 * Fetches a trace from the kernel piece by piece. A Jupyter server drops what a kernel sends faster
 * than 1 MB a second; so each piece is asked for when the last has come and enough time has passed.
 */
import { type Chunk, ChunkJoiner } from "./chunks.js";

/** Below the server's limit of 1,000,000, with room for what else the kernel says. */
const BYTES_A_SECOND = 700_000;

export interface PiecewiseOptions {
  request: (index: number) => void;
  /** How much is there, 0 to 1. */
  onProgress: (share: number) => void;
  onDone: (bytes: Uint8Array<ArrayBuffer>) => void;
  now?: () => number;
}

export class Piecewise {
  private readonly joiner = new ChunkJoiner();
  private next = 0;
  private asked_ms = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly count: number,
    private readonly options: PiecewiseOptions,
  ) {}

  start(): void {
    this.ask();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.next = this.count;
  }

  take(chunk: Chunk, piece: Uint8Array): void {
    if (chunk.index !== this.next || chunk.count !== this.count) return;
    this.next += 1;
    this.options.onProgress(this.next / this.count);
    const whole = this.joiner.take(chunk, piece.slice());
    if (whole) {
      this.options.onDone(whole);
      return;
    }
    const due_ms = this.asked_ms + (piece.length / BYTES_A_SECOND) * 1000;
    this.timer = setTimeout(() => this.ask(), Math.max(0, due_ms - this.now()));
  }

  private ask(): void {
    this.asked_ms = this.now();
    this.options.request(this.next);
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}

/** What zlib compressed. */
export async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
