/**
 * The renderer's door: draw a bundle into a host element and give a view of it.
 * The host sets the size; the view owns everything that it puts in and takes it out on dispose.
 */
import type { Bundle } from "@atlas/contracts";

import { makeAlternative } from "./explore/say/alternative.js";
import { element } from "./explore/element.js";
import { LiveView } from "./explore/live-view.js";
import { makeSourcePanel } from "./explore/source-panel.js";
import { makeLegend } from "./explore/toolbar.js";
import { pictureName } from "./explore/words.js";
import { toSvgNode } from "./draw/mark.js";
import { drawPicture } from "./draw/picture.js";
import { controlsStyle } from "./style/controls-style.js";
import { pictureStyle } from "./style/picture-style.js";
import { tokens } from "./style/tokens.js";
import { wear } from "./style/wear.js";
import type { DiagramOptions, DiagramView } from "./view.js";

const SCOPE = ".atlas-diagram-view";
const STYLE = tokens(SCOPE) + pictureStyle(SCOPE) + controlsStyle(SCOPE);

export function renderDiagram(
  host: HTMLElement,
  bundle: Bundle,
  options: DiagramOptions = {},
): DiagramView {
  const document = host.ownerDocument;
  const { diagram, geometry } = bundle;
  const root = element(document, "div", {
    class: SCOPE.slice(1),
    role: "figure",
    "aria-label": pictureName(diagram),
  });
  host.append(root);
  wear(root, STYLE);
  if (!diagram.typed || geometry === null) {
    root.append(makeSourcePanel(document, bundle));
    return still(root);
  }
  if (options.interactive === false) {
    const svg = toSvgNode(document, drawPicture(diagram, geometry));
    svg.setAttribute("aria-hidden", "true");
    root.classList.add("still");
    root.append(makeLegend(document, diagram), svg, makeAlternative(document, diagram));
    return still(root);
  }
  return new LiveView(root, bundle, geometry, options);
}

/** The view of something that can't be explored. */
function still(root: HTMLElement): DiagramView {
  return {
    select: () => undefined,
    setFaults: () => undefined,
    fit: () => undefined,
    setHeat: () => undefined,
    setPicker: () => undefined,
    dispose: () => root.remove(),
  };
}
