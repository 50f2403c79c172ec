/**
 * Pan and zoom of a picture in its stage, by one CSS transform on its plate (on the svg itself it
 * would lay all text out anew). A page still scrolls: the wheel zooms only with Ctrl or Cmd, or
 * while the stage has the focus.
 */
import type { Box } from "@atlas/contracts";

import { fits, type View } from "./minimap.js";

export const MARGIN_PX = 12;
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
  readonly #plate: HTMLElement;
  readonly #size: { width: number; height: number };
  readonly #pointers = new Map<number, { x: number; y: number }>();
  readonly #stop = new AbortController();
  #place: Place = { x: 0, y: 0, zoom: 1 };
  /** What to do again when the stage changes its size; null once the reader has moved. */
  #settled: (() => void) | null = () => this.start();
  #onMoved: ((view: View) => void) | null = null;
  #onRefused: (() => void) | null = null;
  #dragged = false;
  /** The stage's size when it was last asked: asking right after a move would cost a layout. */
  #stageSize = { width: 1, height: 1 };
  #moved = "";

  constructor(stage: HTMLElement, plate: HTMLElement, size: { width: number; height: number }) {
    this.#stage = stage;
    this.#plate = plate;
    this.#size = size;
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

  /** Tell one listener where the picture lies, now and after every move. */
  watch(onMoved: (view: View) => void): void {
    this.#onMoved = onMoved;
    onMoved(this.view);
  }

  /** Answer to the pointer from now on, and tell when the wheel went to the page instead. */
  answer(onRefused: () => void): void {
    this.#onRefused = onRefused;
    this.#listen();
  }

  /** Does all of the picture lie in the stage? */
  get fits(): boolean {
    return fits(this.view, this.#size);
  }

  /** Where the picture lies on its stage. */
  get view(): View {
    return { ...this.#place, ...this.#stageSize };
  }

  /** Bring a point of the picture to the middle of the stage. */
  centre(x: number, y: number): void {
    const { zoom } = this.#place;
    const { width, height } = this.#measure();
    this.#plate.classList.remove("gliding");
    this.#move({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom });
    this.#settled = null;
  }

  /** Pan by shares of the stage. */
  panBy(right: number, down: number): void {
    const { x, y, zoom } = this.#place;
    const { width, height } = this.#measure();
    this.#glide();
    this.#move({ x: x - right * width, y: y - down * height, zoom });
    this.#settled = null;
  }

  /** Pan just so far that a box lies in the stage. */
  reveal(box: Box): void {
    const { x, y, zoom } = this.#place;
    const { width, height } = this.#measure();
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
    this.#measure();
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

  #measure(): { width: number; height: number } {
    this.#stageSize = { width: this.#stage.clientWidth, height: this.#stage.clientHeight };
    return this.#stageSize;
  }

  #room(): { width: number; height: number } {
    const { width, height } = this.#measure();
    return {
      width: Math.max(1, width - 2 * MARGIN_PX),
      height: Math.max(1, height - 2 * MARGIN_PX),
    };
  }

  #show(zoom: number, top?: number): void {
    const free = this.#stageSize.width - this.#size.width * zoom;
    this.#move({
      zoom,
      x: top === undefined ? free / 2 : Math.max(MARGIN_PX, free / 2),
      y: top ?? (this.#stageSize.height - this.#size.height * zoom) / 2,
    });
  }

  #move({ x, y, zoom }: Place): void {
    const within = (at: number, length: number, room: number) =>
      Math.min(room - KEPT_PX, Math.max(KEPT_PX - length * zoom, at));
    this.#place = {
      zoom,
      x: within(x, this.#size.width, this.#stageSize.width),
      y: within(y, this.#size.height, this.#stageSize.height),
    };
    const moved = `translate(${this.#place.x}px, ${this.#place.y}px) scale(${zoom})`;
    if (moved !== this.#moved) this.#plate.style.transform = moved;
    this.#moved = moved;
    this.#onMoved?.(this.view);
  }

  #glide(): void {
    this.#plate.classList.add("gliding");
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
      this.#onRefused?.();
      return;
    }
    event.preventDefault();
    this.#plate.classList.remove("gliding");
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
      this.#plate.classList.remove("gliding");
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
