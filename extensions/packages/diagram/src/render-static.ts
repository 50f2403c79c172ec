/** A bundle as SVG markup, made without a browser: the picture for those who can't run code. */
import type { Bundle } from "@atlas/contracts";

import { mark, toMarkup } from "./draw/mark.js";
import { drawPicture } from "./draw/picture.js";
import { pictureStyle } from "./style/picture-style.js";
import { tokens } from "./style/tokens.js";

/**
 * Give a whole `<svg>` element, or "" where the bundle has no geometry. It follows the reader's
 * light or dark preference and loads nothing.
 */
export function renderStatic({ diagram, geometry }: Bundle): string {
  if (geometry === null) return "";
  const picture = drawPicture(diagram, geometry);
  const style = tokens(".atlas-static") + pictureStyle(".atlas-static");
  return toMarkup(
    mark(
      "svg",
      {
        ...picture.attributes,
        class: "atlas-static",
        xmlns: "http://www.w3.org/2000/svg",
        role: "img",
        "aria-label": diagram.title,
      },
      [mark("title", {}, [diagram.title]), mark("style", {}, [style]), ...picture.children],
    ),
  );
}
