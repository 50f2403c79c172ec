/**
 * Joins a bundle that travels in pieces: custom messages `{type: "bundle:chunk", index, count,
 * bytes}` with one buffer each, which together are the UTF-8 JSON of the bundle. Pieces may come
 * in any order; a second delivery of the same bundle starts anew.
 */
import type { Bundle } from "@atlas/contracts";

export interface Chunk {
  type: "bundle:chunk";
  index: number;
  count: number;
  bytes: number;
}

export function isChunk(message: unknown): message is Chunk {
  return (
    typeof message === "object" &&
    message !== null &&
    (message as { type?: unknown }).type === "bundle:chunk"
  );
}

export class ChunkJoiner {
  private pieces: (Uint8Array | undefined)[] = [];
  private bytes = 0;

  /** The bundle when `chunk` was its last piece, else null. Throws a SyntaxError on broken JSON. */
  take(chunk: Chunk, piece: Uint8Array): Bundle | null {
    if (chunk.count !== this.pieces.length || chunk.bytes !== this.bytes) {
      this.pieces = new Array<Uint8Array | undefined>(chunk.count).fill(undefined);
      this.bytes = chunk.bytes;
    }
    this.pieces[chunk.index] = piece;
    const known = this.pieces.filter((each) => each !== undefined);
    if (known.length < chunk.count) return null;
    const whole = new Uint8Array(chunk.bytes);
    let at = 0;
    for (const each of known) {
      whole.set(each, at);
      at += each.length;
    }
    this.pieces = [];
    this.bytes = 0;
    return JSON.parse(new TextDecoder().decode(whole)) as Bundle;
  }
}
