/** Work that nobody sees waits until the page has nothing better to do. */

const LATEST_MS = 400;
const WITHOUT_IDLE_MS = 30;

/** Do `work` when the page is idle, and soon in any case; calling the answer calls it off. */
export function whenIdle(window: Window, work: () => void): () => void {
  if ("requestIdleCallback" in window) {
    const asked = window.requestIdleCallback(work, { timeout: LATEST_MS });
    return () => window.cancelIdleCallback(asked);
  }
  // Safari has no such thing, and TypeScript thinks that every window has.
  const timer = setTimeout(work, WITHOUT_IDLE_MS);
  return () => clearTimeout(timer);
}
