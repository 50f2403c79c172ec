/** The worker as text, built by build.mjs; the host's bundler puts it in. */
declare module "@atlas/player/worker" {
  const source: string;
  export default source;
}
