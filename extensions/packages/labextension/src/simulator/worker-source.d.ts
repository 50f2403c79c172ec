/** The simulator's worker as text; the build puts it in. */
declare module "@atlas/player/worker" {
  const source: string;
  export default source;
}
