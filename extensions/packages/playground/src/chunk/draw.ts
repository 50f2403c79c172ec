/**
 * In the sandboxed frame: draws a text with Mermaid itself and hands the SVG to the page. The
 * frame has an origin of its own and may ask the network for nothing, so that whatever a text
 * makes Mermaid do stays here.
 */
import mermaid from "mermaid";

export interface DrawRequest {
  id: number;
  text: string;
  dark: boolean;
}

export type DrawAnswer = { id: number; svg: string } | { id: number; error: string };

const FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";

export function drawForParent(): void {
  addEventListener("message", (event: MessageEvent<DrawRequest>) => {
    void draw(event.data).then((answer) => parent.postMessage(answer, "*"));
  });
  parent.postMessage({ ready: true }, "*");
}

async function draw({ id, text, dark }: DrawRequest): Promise<DrawAnswer> {
  try {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      logLevel: "fatal",
      theme: dark ? "dark" : "default",
      fontFamily: FONT,
      maxTextSize: 200_000,
      maxEdges: 5_000,
    });
    const { svg } = await mermaid.render(`atlas-${id}`, text);
    return { id, svg };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
