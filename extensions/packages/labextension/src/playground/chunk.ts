/**
 * Mermaid and ELK: one script beside the extension, loaded by nobody but a worker or a sandboxed
 * frame, and only when somebody writes Mermaid or meets a kind that Mermaid draws itself.
 */
import { foreignDrawer, Workshop } from "@atlas/playground";

const CHUNK = new URL("../../../playground/dist/workshop.js", import.meta.url);

export function openWorkshop(): Workshop {
  return new Workshop(() => new Worker(CHUNK.href));
}

/** One hidden frame draws for the whole page. */
export const drawForeign = foreignDrawer(async () => {
  const answer = await fetch(CHUNK.href);
  if (!answer.ok) throw new Error("The drawing program could not be read.");
  return answer.text();
});
