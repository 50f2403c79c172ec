/**
 * Joins bytes that travel in pieces: custom messages `{type: "<name>:chunk", index, count, bytes}`
 * with one buffer each. Pieces may come in any order; a second delivery starts anew.
 */
export interface Chunk {
  type: string;
  index: number;
  count: number;
  bytes: number;
}

export function isChunk(message: unknown, name: string): message is Chunk {
  return (
    typeof message === "object" &&
    message !== null &&
    (message as { type?: unknown }).type === `${name}:chunk`
  );
}

/** The bytes of a custom message's buffer. */
export function pieceOf(buffers: readonly DataView[]): Uint8Array | null {
  const [buffer] = buffers;
  return buffer ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : null;
}

export class ChunkJoiner {
  private pieces: (Uint8Array | undefined)[] = [];
  private bytes = 0;

  /** All bytes when `chunk` was the last piece, else null. */
  take(chunk: Chunk, piece: Uint8Array): Uint8Array<ArrayBuffer> | null {
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
    return whole;
  }

  /** As JSON, like `take`. Throws a SyntaxError where it is broken. */
  takeJson(chunk: Chunk, piece: Uint8Array): unknown {
    const whole = this.take(chunk, piece);
    return whole && JSON.parse(new TextDecoder().decode(whole));
  }
}
