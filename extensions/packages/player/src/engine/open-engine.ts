/**
 * Runs programs with the WebAssembly engine. Each run has a memory of its own, which is given back
 * when it ends. Twin of `engine/run.mjs`, which says the same to Node.
 */
const PAGE_BYTES = 65536;
const ITEMS_AT_ONCE = 2_000_000n;

/** What a run gave: blocks of the trace, and why it ended ("time" as planned). */
export interface Ran {
  blocks: Uint8Array[];
  ended: Ending;
}

export const ENDINGS = ["time", "entries", "memory"] as const;
export type Ending = (typeof ENDINGS)[number];

export type RunProgram = (program: Uint8Array) => Ran;

interface Exports {
  memory: WebAssembly.Memory;
  flow_open(program: number, words: bigint): number;
  flow_run(world: number, items: bigint): bigint;
}

/** Compiles once. Rejects where the bytes are no engine. */
export async function openEngine(bytes: Uint8Array<ArrayBuffer>): Promise<RunProgram> {
  const module = await WebAssembly.compile(bytes);
  return (program) => runOnce(module, program);
}

function runOnce(module: WebAssembly.Module, program: Uint8Array): Ran {
  const blocks: Uint8Array[] = [];
  const held: { memory: WebAssembly.Memory | null } = { memory: null };
  const buffer = () => held.memory?.buffer ?? new ArrayBuffer(0);
  const grow = (bytes: bigint): number => {
    const at = buffer().byteLength;
    try {
      held.memory?.grow(Math.ceil(Number(bytes) / PAGE_BYTES));
    } catch {
      return 0; // The engine then ends the run and says so: "memory".
    }
    return at;
  };
  const emit = (data: number, bytes: bigint): void => {
    blocks.push(new Uint8Array(buffer(), data, Number(bytes)).slice());
  };
  const instance = new WebAssembly.Instance(module, { host: { grow, emit } });
  const engine = instance.exports as unknown as Exports;
  held.memory = engine.memory;
  const at = grow(BigInt(program.byteLength));
  new Uint8Array(buffer(), at, program.byteLength).set(program);
  const world = engine.flow_open(at, BigInt(program.byteLength / 8));
  if (world === 0) throw new Error("The engine refuses the program: it is of another version.");
  let ended = 0n;
  while (ended === 0n) ended = engine.flow_run(world, ITEMS_AT_ONCE);
  return { blocks, ended: ENDINGS[Number(ended) - 1] ?? "memory" };
}
