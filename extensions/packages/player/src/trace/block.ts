/**
 * Reads the bytes of one block of a trace into columns. Twin of `atlas_core.trace.block`; ticks and
 * operations stay below 2^53, so a double holds them exactly.
 */
export const BLOCK_ENTRIES = 4096;
const HEAD_BYTES = 24;
const COLUMNS = 6;

/** Bytes that are no block, or a damaged one. */
export class TraceError extends Error {}

/** The columns of the block that was read last; `count` of their numbers count. */
export class BlockReader {
  readonly tick = new Float64Array(BLOCK_ENTRIES);
  readonly kind = new Float64Array(BLOCK_ENTRIES);
  readonly node = new Float64Array(BLOCK_ENTRIES);
  readonly peer = new Float64Array(BLOCK_ENTRIES);
  readonly operation = new Float64Array(BLOCK_ENTRIES);
  readonly value = new Float64Array(BLOCK_ENTRIES);
  count = 0;

  /** Read a block, its head included. Throws a TraceError where it is cut off. */
  read(bytes: Uint8Array): void {
    if (bytes.length < HEAD_BYTES + 4 * COLUMNS) throw damaged();
    const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.count = head.getUint32(4, true);
    if (this.count < 1 || this.count > BLOCK_ENTRIES) throw damaged();
    let at = HEAD_BYTES + 4 * COLUMNS;
    const columns = [this.tick, this.kind, this.node, this.peer, this.operation, this.value];
    columns.forEach((column, index) => {
      const end = at + head.getUint32(HEAD_BYTES + 4 * index, true);
      if (end > bytes.length) throw damaged();
      decode(bytes, at, end, column, this.count);
      at = end;
    });
    this.#add(Number(head.getBigInt64(8, true)));
  }

  /** Differences become numbers, zigzag codes signed ones. */
  #add(first: number): void {
    const { tick, peer, operation, value, count } = this;
    let now = first;
    let number = 0;
    for (let index = 0; index < count; index++) {
      now += tick[index] ?? 0;
      tick[index] = now;
      peer[index] = (peer[index] ?? 0) - 1;
      number += unzigzag(operation[index] ?? 0);
      operation[index] = number;
      value[index] = unzigzag(value[index] ?? 0);
    }
  }
}

/** The blocks that follow each other in `bytes`, each with its head. */
export function* blocksIn(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    if (at + HEAD_BYTES > bytes.length) throw damaged();
    const end = at + HEAD_BYTES + view.getUint32(at, true);
    if (end > bytes.length) throw damaged();
    yield bytes.subarray(at, end);
    at = end;
  }
}

function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}

/** `count` varints (LEB128) from `start` to `end`, exactly. */
function decode(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Float64Array,
  count: number,
): void {
  let at = start;
  for (let index = 0; index < count; index++) {
    let byte = bytes[at++] ?? 0;
    let number = byte & 0x7f;
    let factor = 128;
    while (byte > 0x7f) {
      if (at >= end) throw damaged();
      byte = bytes[at++] ?? 0;
      number += (byte & 0x7f) * factor;
      factor *= 128;
    }
    into[index] = number;
  }
  if (at !== end) throw damaged();
}

function damaged(): TraceError {
  return new TraceError("The trace is damaged: a block is cut off. Run the simulation again.");
}
