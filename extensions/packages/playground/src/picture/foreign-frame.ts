/**
 * Draws the kinds that the workshop can't type with Mermaid itself, in a hidden frame without an
 * origin and without a network, and gives the SVG as the address of an image. As an image it can
 * run no script and load nothing, whatever the text made of it.
 */
import type { DrawAnswer, DrawRequest } from "../chunk/draw.js";

export const DRAW_MS_MAX = 10_000;
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/** Mermaid did not draw it; the message is a sentence. */
export class ForeignFailure extends Error {}

export interface ForeignPicture {
  /** A data address. */
  address: string;
  width: number;
  height: number;
}

export type DrawForeign = (text: string, dark: boolean) => Promise<ForeignPicture>;

/** A drawer that loads the chunk at its first use and keeps one frame. */
export function foreignDrawer(chunk: () => Promise<string>): DrawForeign {
  let frame: Promise<HTMLIFrameElement> | null = null;
  let count = 0;
  return async (text, dark) => {
    frame ??= openFrame(chunk);
    const open = await frame.catch((failure: unknown) => {
      frame = null;
      throw failure;
    });
    count += 1;
    try {
      return pictureOf(await ask(open, { id: count, text, dark }));
    } catch (failure) {
      if (failure instanceof Hung) {
        open.remove();
        frame = null;
      }
      throw failure;
    }
  };
}

class Hung extends ForeignFailure {}

async function openFrame(chunk: () => Promise<string>): Promise<HTMLIFrameElement> {
  const script = (await chunk()).replaceAll("</script", "<\\/script");
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.title = "Draws diagrams";
  Object.assign(frame.style, {
    position: "fixed",
    left: "-10000px",
    width: "1200px",
    height: "900px",
    border: "0",
    visibility: "hidden",
  });
  frame.srcdoc =
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" ` +
    `content="${POLICY}"><body><script>${script}</script>`;
  const ready = heard(frame, (data) => ("ready" in data ? true : null), 4 * DRAW_MS_MAX);
  document.body.append(frame);
  await ready;
  return frame;
}

async function ask(frame: HTMLIFrameElement, request: DrawRequest): Promise<string> {
  const mine = (data: object) => ("id" in data && data.id === request.id ? data : null);
  const answered = heard(frame, mine, DRAW_MS_MAX);
  frame.contentWindow?.postMessage(request, "*");
  const answer = (await answered) as DrawAnswer;
  if ("error" in answer) {
    const [first = ""] = answer.error.split("\n");
    throw new ForeignFailure(`Mermaid can't draw it: ${first}`);
  }
  return answer.svg;
}

/** The first message of this frame that `wanted` takes. */
function heard<T>(
  frame: HTMLIFrameElement,
  wanted: (data: object) => T | null,
  limit_ms: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const listen = (event: MessageEvent<unknown>) => {
      if (event.source !== frame.contentWindow || typeof event.data !== "object") return;
      const found = event.data && wanted(event.data);
      if (!found) return;
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Hung("Mermaid takes longer than 10 s to draw it. Make it simpler."));
    }, limit_ms);
    const stop = () => {
      clearTimeout(timer);
      removeEventListener("message", listen);
    };
    addEventListener("message", listen);
  });
}

function pictureOf(svg: string): ForeignPicture {
  const parsed = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
  const [, , width = 0, height = 0] = (parsed?.getAttribute("viewBox") ?? "")
    .split(/[\s,]+/)
    .map(Number);
  if (!parsed || !(width > 0) || !(height > 0)) {
    throw new ForeignFailure("Mermaid gave no picture for this text.");
  }
  parsed.setAttribute("width", String(width));
  parsed.setAttribute("height", String(height));
  parsed.removeAttribute("style");
  const written = new XMLSerializer().serializeToString(parsed);
  return {
    address: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written)}`,
    width,
    height,
  };
}
