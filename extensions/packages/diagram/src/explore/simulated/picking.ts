/**
 * Lets a host take what the reader chooses: while there is a picker, a press on a node goes to it
 * instead of opening the node's specification.
 */
export type Picker = (node: string, part: Element) => void;

const STILL_PX = 4;
const KEYS = new Set(["Enter", " ", "c", "C"]);

export class Picking {
  readonly #stop = new AbortController();
  #picker: Picker | null = null;
  #from: readonly [x: number, y: number] = [0, 0];

  constructor(root: HTMLElement) {
    const options = { capture: true, signal: this.#stop.signal };
    root.addEventListener(
      "pointerdown",
      ({ clientX, clientY }) => (this.#from = [clientX, clientY]),
      options,
    );
    root.addEventListener("click", (event) => this.#click(event), options);
    root.addEventListener("keydown", (event) => this.#press(event), options);
  }

  set(picker: Picker | null): void {
    this.#picker = picker;
  }

  dispose(): void {
    this.#stop.abort();
  }

  #click(event: MouseEvent): void {
    const [x, y] = this.#from;
    // A drag that ends on a node moves the picture; a key's click comes from nowhere (detail 0).
    const moved = event.detail > 0 && Math.hypot(event.clientX - x, event.clientY - y) > STILL_PX;
    if (!moved) this.#pick(event);
  }

  #press(event: KeyboardEvent): void {
    if (KEYS.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) this.#pick(event);
  }

  #pick(event: Event): void {
    const target = event.target as Element | null;
    const part = target?.closest("svg.picture [data-node]") ?? null;
    const node = part?.getAttribute("data-node") ?? null;
    if (this.#picker === null || part === null || node === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#picker(node, part);
  }
}
