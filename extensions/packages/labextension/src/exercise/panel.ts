/**
 * The panel beside an exercise's notebook: the same card as in the page, and the way back to the
 * page. It follows the document in front; with any other document it says what it is for.
 */
import { Widget } from "@lumino/widgets";

import type { Exercise } from "@atlas/contracts";
import type { PageLink } from "../client/answers.js";
import { refusalFrom } from "../client/refusal.js";
import { button, element } from "../dom/element.js";
import { exerciseIcon } from "../dom/icon.js";
import { notice, skeleton } from "../dom/notice.js";
import { ExerciseCard } from "./card.js";
import type { ExerciseStore } from "./store.js";

export interface Found {
  exercise: Exercise;
  page: PageLink;
}

export interface PanelOptions {
  store: ExerciseStore;
  /** The exercise's own data and its page, or null where the catalogue has none. */
  find: (exercise: string) => Promise<Found | null>;
  onOpen: (page: string) => void;
  onCatalogue: () => void;
}

export class ExercisePanel extends Widget {
  private card: ExerciseCard | null = null;
  private shown: string | null = null;
  private takesFocus = true;

  constructor(private readonly options: PanelOptions) {
    super();
    this.id = "atlas-exercise";
    this.title.icon = exerciseIcon;
    this.title.caption = "Exercise";
    this.addClass("atlas-ExercisePanel");
    this.node.dataset["atlas"] = "exercise-panel";
    this.node.tabIndex = -1;
    this.drawIdle();
  }

  override dispose(): void {
    this.card?.dispose();
    super.dispose();
  }

  /** Shows an exercise; null for a document that is none. */
  async follow(exercise: string | null): Promise<void> {
    if (exercise === this.shown) return;
    this.shown = exercise;
    this.clear();
    if (exercise === null) {
      this.drawIdle();
      return;
    }
    this.node.replaceChildren(skeleton(5));
    try {
      const found = await this.options.find(exercise);
      if (this.shown !== exercise) return;
      if (found) this.draw(found);
      else this.drawUnknown(exercise);
    } catch (failure) {
      if (this.shown === exercise) this.drawFailed(exercise, refusalFrom(failure).sentence);
    }
  }

  /** Lets `activate` bring the panel to the front while the keyboard stays where it is. */
  reveal(activate: () => void): void {
    this.takesFocus = false;
    activate();
    this.takesFocus = true;
  }

  protected override onActivateRequest(): void {
    if (this.takesFocus) this.node.focus();
  }

  private clear(): void {
    this.card?.dispose();
    this.card = null;
  }

  private draw({ exercise, page }: Found): void {
    const { store, onOpen } = this.options;
    this.card = new ExerciseCard(exercise, store.model(exercise.id), "beside");
    const back = button(page.title, {
      hook: "to-page",
      quiet: true,
      title: "Open the page of this exercise",
      onClick: () => onOpen(page.id),
    });
    const line = element("p", { class: "atlas-ExercisePanel-page" }, ["From ", back]);
    this.node.replaceChildren(this.card.node, line);
  }

  private drawIdle(): void {
    const step = { text: "Open the catalogue", hook: "to-catalogue", onClick: this.options.onCatalogue };
    const title = "No exercise in front";
    const sentence = "Open the notebook of an exercise: its validation and feedback appear here.";
    this.node.replaceChildren(notice({ state: "empty", icon: "exercise", title, sentence, step }));
  }

  private drawUnknown(exercise: string): void {
    const title = "This exercise is not in the catalogue";
    const sentence = `The catalogue has no exercise "${exercise}". It may have been withdrawn.`;
    this.node.replaceChildren(notice({ state: "empty", icon: "exercise", title, sentence }));
  }

  private drawFailed(exercise: string, sentence: string): void {
    const onClick = () => {
      this.shown = null;
      void this.follow(exercise);
    };
    const title = "The exercise could not be loaded";
    const step = { text: "Try again", hook: "retry", onClick };
    this.node.replaceChildren(notice({ state: "failed", icon: "warning", title, sentence, step }));
  }
}
