/** Reserves the space of a diagram before it is drawn, from its baked geometry. */
import type { Bundle } from "@atlas/contracts";

/** What the renderer puts above its drawing. */
const BAR_PX = 36;

/** An element of the right size to hand to `renderDiagram`; the style sheet does the arithmetic. */
export function diagramSpace({ geometry }: Bundle): HTMLElement {
  const host = document.createElement("div");
  host.className = "atlas-DiagramSpace";
  host.dataset["atlas"] = "diagram-host";
  host.dataset["sized"] = String(geometry !== null);
  if (geometry) {
    host.style.setProperty("--atlas-width", String(geometry.width));
    host.style.setProperty("--atlas-height", String(geometry.height));
    host.style.setProperty("--atlas-bar", `${BAR_PX}px`);
  }
  return host;
}
