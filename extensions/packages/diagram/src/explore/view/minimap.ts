/**
 * The whole picture, small, in a corner of the stage, with a frame around what can be seen; there
 * only while the picture does not fit. A press or a drag brings that place to the middle. It is
 * for the pointer; Shift and the arrow keys pan.
 */
import type { Box, Geometry } from "@atlas/contracts";

import { mark, toSvgNode } from "../../draw/mark.js";
import { element } from "../element.js";

const WIDTH_MAX_PX = 150;
const HEIGHT_MAX_PX = 110;
/** A smaller stage has no room for a second picture. */
const STAGE_MIN_PX = 260;
/** So much may lie outside before the picture counts as not fitting. */
const SLACK_PX = 2;

/** Where a picture lies on its stage, in pixels. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** Does all of a picture of this size lie on its stage? */
export function fits({ x, y, zoom, width, height }: View, size: Size): boolean {
  return (
    x >= -SLACK_PX &&
    y >= -SLACK_PX &&
    x + size.width * zoom <= width + SLACK_PX &&
    y + size.height * zoom <= height + SLACK_PX
  );
}

type Size = Pick<Geometry, "width" | "height">;

export class Minimap {
  readonly box: HTMLElement;
  readonly #geometry: Geometry;
  readonly #onPress: (x: number, y: number) => void;
  /** The frame around what is seen; the small picture is drawn when it is first needed. */
  #frame: SVGElement | null = null;

  /** `onPress` gets a point of the picture. */
  constructor(document: Document, geometry: Geometry, onPress: (x: number, y: number) => void) {
    this.#geometry = geometry;
    this.#onPress = onPress;
    this.box = element(document, "div", { class: "minimap", "aria-hidden": "true", hidden: true });
  }

  #draw(): SVGElement {
    const { width, height, groups, nodes } = this.#geometry;
    const scale = Math.min(WIDTH_MAX_PX / width, HEIGHT_MAX_PX / height);
    const rect = (kind: string) => (box: Box) =>
      mark("rect", { class: kind, x: box.x, y: box.y, width: box.width, height: box.height });
    const size = { width: width * scale, height: height * scale };
    const svg = toSvgNode(
      this.box.ownerDocument,
      mark("svg", { viewBox: `0 0 ${width} ${height}`, ...size }, [
        ...groups.map(rect("area")),
        ...nodes.map(rect("place")),
        mark("rect", { class: "window", "vector-effect": "non-scaling-stroke" }),
      ]),
    );
    this.box.append(svg);
    const go = (event: PointerEvent) => {
      event.stopPropagation();
      if (event.buttons !== 1) return;
      const at = svg.getBoundingClientRect();
      this.#onPress((event.clientX - at.left) / scale, (event.clientY - at.top) / scale);
    };
    this.box.addEventListener("pointerdown", (event) => {
      this.box.setPointerCapture(event.pointerId);
      go(event);
    });
    this.box.addEventListener("pointermove", go);
    return svg.querySelector<SVGElement>(".window") ?? svg;
  }

  show(view: View): void {
    const { x, y, zoom, width, height } = view;
    const { width: whole, height: tall } = this.#geometry;
    this.box.hidden = fits(view, this.#geometry) || Math.min(width, height) < STAGE_MIN_PX;
    if (this.box.hidden) return;
    this.#frame ??= this.#draw();
    const left = Math.max(0, -x / zoom);
    const top = Math.max(0, -y / zoom);
    const frame = {
      x: left,
      y: top,
      width: Math.max(0, Math.min(whole, (width - x) / zoom) - left),
      height: Math.max(0, Math.min(tall, (height - y) / zoom) - top),
    };
    for (const [name, value] of Object.entries(frame))
      this.#frame.setAttribute(name, String(Math.round(value)));
  }
}
