/** The load as something to take hold of: a line on the chart that is dragged up and down. */
import { set, svg } from "../view/element.js";

export interface LoadHandle {
  value: number;
  format: (value: number) => string;
  onChange: (value: number) => void;
}

/** How the chart places it. */
interface Place {
  x: number;
  right: number;
  y: (value: number) => number;
  value: (y: number) => number;
}

const STEP = 1.05;
const LEAST = 0.1;

export class Handle {
  readonly node: SVGGElement;
  readonly #line: SVGLineElement;
  readonly #grip: SVGRectElement;
  readonly #zone: SVGRectElement;
  #handle: LoadHandle | null = null;
  #place: Place | null = null;
  #held = false;

  constructor(document: Document) {
    this.#line = svg(document, "line", { class: "level" });
    this.#grip = svg(document, "rect", { class: "grip", width: 10, height: 14, rx: 3 });
    this.#zone = svg(document, "rect", { class: "zone", height: 16 });
    const title = svg(document, "title", {}, ["Drag to change the load"]);
    this.node = svg(
      document,
      "g",
      { class: "handle", role: "slider", tabindex: 0, "aria-orientation": "vertical" },
      [title, this.#line, this.#zone, this.#grip],
    );
    this.#listen();
  }

  get dragging(): boolean {
    return this.#held;
  }

  holds(target: EventTarget | null): boolean {
    return target === this.#grip || target === this.#zone;
  }

  show(handle: LoadHandle | null, place: Place): void {
    this.#handle = handle;
    this.#place = place;
    set(this.node, { hidden: handle === null, display: handle === null ? "none" : null });
    if (handle === null) return;
    const y = place.y(handle.value);
    set(this.#line, { x1: place.x, x2: place.right, y1: y, y2: y });
    set(this.#grip, { x: place.x - 5, y: y - 7 });
    set(this.#zone, { x: place.x - 6, y: y - 8, width: place.right - place.x + 6 });
    set(this.node, {
      "aria-label": "Load",
      "aria-valuemin": 0,
      "aria-valuemax": Math.ceil(handle.value * 10),
      "aria-valuenow": Number(handle.value.toPrecision(3)),
      "aria-valuetext": handle.format(handle.value),
    });
  }

  #listen(): void {
    this.node.addEventListener("pointerdown", (event) => {
      if (!this.holds(event.target)) return;
      this.#held = true;
      this.node.setPointerCapture(event.pointerId);
      event.stopPropagation();
      event.preventDefault();
      this.node.focus({ preventScroll: true });
    });
    this.node.addEventListener("pointermove", (event) => {
      const svgBox = this.node.ownerSVGElement?.getBoundingClientRect();
      if (!this.#held || svgBox === undefined || this.#place === null) return;
      this.#handle?.onChange(Math.max(LEAST, this.#place.value(event.clientY - svgBox.top)));
    });
    const drop = () => {
      this.#held = false;
      if (this.#handle !== null) this.#handle.onChange(this.#handle.value);
    };
    this.node.addEventListener("pointerup", drop);
    this.node.addEventListener("pointercancel", drop);
    this.node.addEventListener("keydown", (event) => {
      const factor = { ArrowUp: STEP, ArrowRight: STEP, ArrowDown: 1 / STEP, ArrowLeft: 1 / STEP }[
        event.key
      ];
      if (factor === undefined || this.#handle === null) return;
      event.preventDefault();
      this.#handle.onChange(Math.max(LEAST, this.#handle.value * factor));
    });
  }
}
