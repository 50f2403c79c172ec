/**
 * The place of a simulator under a figure: fetched, opened and closed there. After it was opened
 * nothing is asked of the server again.
 */
import type { Bundle, SimulationAnswer } from "@atlas/contracts";
import type { DiagramView } from "@atlas/diagram";
import type { SimulatorView } from "@atlas/player";
import type { IDisposable } from "@lumino/disposable";

import { refusalFrom } from "../client/refusal.js";
import { button, element } from "../dom/element.js";
import { notice, skeleton } from "../dom/notice.js";

/** How a simulator gets its data and its addresses. */
export interface SimulationSource {
  load: (diagram: string) => Promise<SimulationAnswer>;
  /** The address that replays a word. */
  link?: (diagram: string, word: string) => string;
  /** The scenario that is loaded first, by id. */
  scenario?: string;
}

export class SimulatorPlace implements IDisposable {
  readonly node = element("div", { class: "atlas-SimulatorPlace", "data-atlas": "simulator-place" });
  private view: SimulatorView | null = null;
  private open = false;
  private disposed = false;
  /** Moves on when it is closed: what was fetched for an opening before that is not shown. */
  private opening = 0;
  private coming = Promise.resolve();

  constructor(
    private readonly bundle: Bundle,
    private readonly source: SimulationSource,
    private readonly figure: () => DiagramView | undefined,
  ) {}

  get isDisposed(): boolean {
    return this.disposed;
  }

  /** The simulator, while it is open. */
  get current(): SimulatorView | null {
    return this.view;
  }

  toggle(): void {
    if (this.open) this.close();
    else void this.start(true).then(() => this.node.scrollIntoView({ block: "nearest" }));
  }

  /** Run what the word of an address stands for, in the simulator that stands here if one does. */
  async replay(word: string): Promise<void> {
    await this.coming;
    if (this.view === null) await this.start(true);
    await this.view?.replay(word);
  }

  /** Open it; `asked` where the reader wants it just now. */
  start(asked: boolean): Promise<void> {
    this.coming = this.begin(asked);
    return this.coming;
  }

  private async begin(asked: boolean): Promise<void> {
    this.close();
    this.open = true;
    const { opening } = this;
    this.node.replaceChildren(skeleton(4));
    try {
      await this.show(!asked, opening);
    } catch (failure) {
      if (opening !== this.opening) return;
      const { sentence } = refusalFrom(failure);
      const step = { text: "Try again", hook: "retry", onClick: () => void this.start(true) };
      const title = "The simulator could not be loaded";
      this.node.replaceChildren(notice({ state: "failed", icon: "warning", title, sentence, step }));
    }
  }

  close(): void {
    this.opening += 1;
    this.open = false;
    this.view?.dispose();
    this.view = null;
    this.node.replaceChildren();
  }

  dispose(): void {
    this.disposed = true;
    this.close();
  }

  private async show(standing: boolean, opening: number): Promise<void> {
    const { diagram } = this.bundle;
    const [{ openSimulator, readAnswer }, { default: worker }, answer] = await Promise.all([
      import("@atlas/player"),
      import("@atlas/player/worker"),
      this.source.load(diagram.id),
    ]);
    const figure = this.figure();
    if (opening !== this.opening || figure === undefined) return;
    const subject = readAnswer(diagram, answer);
    this.node.replaceChildren(...answer.problems.map(problem));
    if (subject === null) {
      this.node.append(this.refused(answer.why));
      return;
    }
    const { link, scenario } = this.source;
    this.view = openSimulator(this.node, subject, figure, {
      worker,
      standing,
      ...(link === undefined ? {} : { link: (word: string) => link(diagram.id, word) }),
      ...(scenario === undefined ? {} : { scenario }),
      onClose: () => this.close(),
    });
  }

  private refused(why: string): HTMLElement {
    const close = button("Close", { hook: "close-simulator", quiet: true, onClick: () => this.close() });
    return element("div", { class: "atlas-Simulator-refused", role: "status" }, [
      element("p", {}, [element("strong", {}, ["This diagram can't be run. "]), why]),
      close,
    ]);
  }
}

function problem(sentence: string): HTMLElement {
  return element("p", { class: "atlas-Simulator-problem", role: "status" }, [sentence]);
}
