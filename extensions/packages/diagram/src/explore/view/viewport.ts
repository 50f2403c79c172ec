/**
 * Pan and zoom of a picture in its stage, by one CSS transform on the svg. A page still scrolls:
 * the wheel zooms only with Ctrl or Cmd, or while the stage has the focus.
 */
import type { Box } from "@atlas/contracts";

import type { View } from "./minimap.js";

const MARGIN_PX = 12;
const ZOOM_MIN = 0.1;
const ZOOM_MAX = 4;
/** Above this a picture shows all of itself at first. */
const ZOOM_READABLE = 0.62;
/** A tall picture is never smaller than this at first. */
const ZOOM_LEGIBLE = 0.5;
/** A picture is tall where its height leaves less than this share of the zoom its width allows. */
const TALL_SHARE = 0.8;
const WHEEL_RATE = 0.0016;
const PINCH_RATE = 0.01;
/** So much of the picture always stays in the stage. */
const KEPT_PX = 48;
const DRAG_START_PX = 4;

interface Place {
  x: number;
  y: number;
  zoom: number;
}

export class Viewport {
  readonly #stage: HTMLElement;
  readonly #svg: SVGElement;
  readonly #size: { width: number; height: number };
  readonly #onRefused: () => void;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  readonly #stop = new AbortController();
  #place: Place = { x: 0, y: 0, zoom: 1 };
  /** What to do again when the stage changes its size; null once the reader has moved. */
  #settled: (() => void) | null = () => this.start();
  #onMoved: ((view: View) => void) | null = null;
  #dragged = false;

  /** `onRefused` is told when the wheel went to the page, so that a hint can say how to zoom. */
  constructor(
    stage: HTMLElement,
    svg: SVGElement,
    size: { width: number; height: number },
    onRefused: () => void,
  ) {
    this.#stage = stage;
    this.#svg = svg;
    this.#size = size;
    this.#onRefused = onRefused;
    this.#listen();
  }

  /** The height that shows the picture at its natural size, or as wide as a stage lets it. */
  naturalHeight(stageWidth: number): number {
    const room = Math.max(1, stageWidth - 2 * MARGIN_PX);
    return Math.ceil(this.#size.height * Math.min(1, room / this.#size.width)) + 2 * MARGIN_PX;
  }

  /** The first view: all of it, or, where that would be tiny, a tall picture's top left. */
  start(): void {
    const { width, height } = this.#room();
    const wide = Math.min(1, width / this.#size.width);
    const whole = Math.min(wide, height / this.#size.height);
    if (whole >= ZOOM_READABLE || whole > wide * TALL_SHARE) this.#show(whole);
    else this.#show(Math.max(wide, ZOOM_LEGIBLE), MARGIN_PX);
    this.#settled = () => this.start();
  }

  fit(): void {
    const { width, height } = this.#room();
    this.#glide();
    this.#show(Math.min(width / this.#size.width, height / this.#size.height, 1));
    this.#settled = () => this.fit();
  }

  /** Zoom by a factor about a point of the screen, by default about the stage's middle. */
  zoomBy(factor: number, at?: { clientX: number; clientY: number }): void {
    const frame = this.#stage.getBoundingClientRect();
    const x = at === undefined ? frame.width / 2 : at.clientX - frame.left;
    const y = at === undefined ? frame.height / 2 : at.clientY - frame.top;
    if (at === undefined) this.#glide();
    const zoom = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, this.#place.zoom * factor));
    const grown = zoom / this.#place.zoom;
    this.#move({ zoom, x: x - (x - this.#place.x) * grown, y: y - (y - this.#place.y) * grown });
    this.#settled = null;
  }

  /** Tell one listener of every move. */
  watch(onMoved: (view: View) => void): void {
    this.#onMoved = onMoved;
  }

  /** Bring a point of the picture to the middle of the stage. */
  centre(x: number, y: number): void {
    const { zoom } = this.#place;
    const [width, height] = [this.#stage.clientWidth, this.#stage.clientHeight];
    this.#svg.classList.remove("gliding");
    this.#move({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom });
    this.#settled = null;
  }

  /** Pan by shares of the stage. */
  panBy(right: number, down: number): void {
    const { x, y, zoom } = this.#place;
    const [width, height] = [this.#stage.clientWidth, this.#stage.clientHeight];
    this.#glide();
    this.#move({ x: x - right * width, y: y - down * height, zoom });
    this.#settled = null;
  }

  /** Pan just so far that a box lies in the stage. */
  reveal(box: Box): void {
    const { x, y, zoom } = this.#place;
    const [width, height] = [this.#stage.clientWidth, this.#stage.clientHeight];
    const shift = (low: number, high: number, room: number) =>
      low < MARGIN_PX ? MARGIN_PX - low : Math.min(0, room - MARGIN_PX - high);
    const dx = shift(x + box.x * zoom, x + (box.x + box.width) * zoom, width);
    const dy = shift(y + box.y * zoom, y + (box.y + box.height) * zoom, height);
    if (dx === 0 && dy === 0) return;
    this.#glide();
    this.#move({ x: x + dx, y: y + dy, zoom });
    this.#settled = null;
  }

  /** Where a box of the picture lies, in pixels of the stage. */
  onStage(box: Box): { x: number; y: number; width: number; height: number } {
    const { x, y, zoom } = this.#place;
    return {
      x: x + box.x * zoom,
      y: y + box.y * zoom,
      width: box.width * zoom,
      height: box.height * zoom,
    };
  }

  /** Lay the same view out again in a stage that has another size. */
  resettle(): void {
    if (this.#settled === null) this.#move(this.#place);
    else this.#settled();
  }

  /** True once if a drag just ended, so that its click selects nothing. */
  endedDrag(): boolean {
    const dragged = this.#dragged;
    this.#dragged = false;
    return dragged;
  }

  dispose(): void {
    this.#stop.abort();
  }

  #room(): { width: number; height: number } {
    return {
      width: Math.max(1, this.#stage.clientWidth - 2 * MARGIN_PX),
      height: Math.max(1, this.#stage.clientHeight - 2 * MARGIN_PX),
    };
  }

  #show(zoom: number, top?: number): void {
    const free = this.#stage.clientWidth - this.#size.width * zoom;
    this.#move({
      zoom,
      x: top === undefined ? free / 2 : Math.max(MARGIN_PX, free / 2),
      y: top ?? (this.#stage.clientHeight - this.#size.height * zoom) / 2,
    });
  }

  #move({ x, y, zoom }: Place): void {
    const within = (at: number, length: number, room: number) =>
      Math.min(room - KEPT_PX, Math.max(KEPT_PX - length * zoom, at));
    this.#place = {
      zoom,
      x: within(x, this.#size.width, this.#stage.clientWidth),
      y: within(y, this.#size.height, this.#stage.clientHeight),
    };
    this.#svg.style.transform = `translate(${this.#place.x}px, ${this.#place.y}px) scale(${zoom})`;
    const { clientWidth: width, clientHeight: height } = this.#stage;
    this.#onMoved?.({ ...this.#place, width, height });
  }

  #glide(): void {
    this.#svg.classList.add("gliding");
  }

  #listen(): void {
    const options = { signal: this.#stop.signal };
    const stage = this.#stage;
    stage.addEventListener("wheel", (event) => this.#wheel(event), { ...options, passive: false });
    stage.addEventListener("pointerdown", (event) => this.#press(event), options);
    stage.addEventListener("pointermove", (event) => this.#drag(event), options);
    for (const end of ["pointerup", "pointercancel"] as const)
      stage.addEventListener(end, (event) => this.#release(event), options);
  }

  #wheel(event: WheelEvent): void {
    const active = this.#stage.contains(this.#stage.ownerDocument.activeElement);
    if (!event.ctrlKey && !event.metaKey && !active) {
      this.#onRefused();
      return;
    }
    event.preventDefault();
    this.#svg.classList.remove("gliding");
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
    const pinched = event.ctrlKey && Math.abs(pixels) < 40;
    this.zoomBy(Math.exp(-pixels * (pinched ? PINCH_RATE : WHEEL_RATE)), event);
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#dragged = false;
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  #drag(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    if (!this.#dragged && this.#pointers.size === 1 && Math.hypot(dx, dy) < DRAG_START_PX) return;
    if (!this.#dragged) {
      this.#dragged = true;
      this.#stage.setPointerCapture(event.pointerId);
      this.#stage.classList.add("dragging");
      this.#svg.classList.remove("gliding");
    }
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, now);
    this.#settled = null;
    if (other === undefined) {
      this.#move({ ...this.#place, x: this.#place.x + dx, y: this.#place.y + dy });
      return;
    }
    const apart = (point: { x: number; y: number }) =>
      Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
    this.zoomBy(apart(now) / apart(before), middle);
  }

  #release(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) this.#stage.classList.remove("dragging");
  }
}
