/** The engine's WebAssembly module; empty where it was not built. */
declare module "@atlas/engine.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
