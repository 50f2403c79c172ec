// Runs a program with the WebAssembly engine, in Node or a browser worker.
// `openEngine(bytes)` compiles once; each run has a memory of its own.

const PAGE = 65536;

/** @param {BufferSource} bytes @returns {Promise<(program: Uint8Array) => {blocks: Uint8Array[], ended: number}>} */
export async function openEngine(bytes) {
  const module = await WebAssembly.compile(bytes);
  return (program) => run(module, program);
}

function run(module, program) {
  const blocks = [];
  let memory;
  const host = {
    grow(bytes) {
      const at = memory.buffer.byteLength;
      try {
        memory.grow(Math.ceil(Number(bytes) / PAGE));
      } catch {
        return 0;
      }
      return at;
    },
    emit(data, bytes) {
      blocks.push(new Uint8Array(memory.buffer, data, Number(bytes)).slice());
    },
  };
  const engine = new WebAssembly.Instance(module, { host }).exports;
  memory = engine.memory;
  const at = host.grow(program.byteLength);
  new Uint8Array(memory.buffer, at, program.byteLength).set(program);
  const world = engine.flow_open(at, BigInt(program.byteLength / 8));
  if (world === 0) throw new Error("The engine refuses the program: it is of another version.");
  let ended;
  do ended = engine.flow_run(world, 2_000_000n);
  while (ended === 0n);
  return { blocks, ended: Number(ended) };
}
