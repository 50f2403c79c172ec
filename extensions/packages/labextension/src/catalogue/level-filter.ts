/** Four switches, one a level of difficulty. None pressed means all pages. */
import { element } from "../dom/element.js";
import { capitalised, DIFFICULTIES } from "../dom/words.js";

export class LevelFilter {
  readonly node = element("div", {
    class: "atlas-Levels",
    role: "group",
    "aria-label": "Show only these levels",
    "data-atlas": "level-filter",
  });
  private readonly chosen = new Set<string>();

  constructor(private readonly onChange: () => void) {
    for (const level of DIFFICULTIES) {
      const made = element(
        "button",
        {
          class: "atlas-Levels-switch",
          type: "button",
          "aria-pressed": "false",
          "data-atlas": "level",
          "data-level": level,
        },
        [capitalised(level)],
        { click: () => this.toggle(level, made) },
      );
      this.node.appendChild(made);
    }
  }

  get active(): boolean {
    return this.chosen.size > 0;
  }

  keeps(difficulty: string | null): boolean {
    return !this.active || (difficulty !== null && this.chosen.has(difficulty));
  }

  clear(): void {
    this.chosen.clear();
    for (const each of this.node.children) each.setAttribute("aria-pressed", "false");
    this.onChange();
  }

  private toggle(level: string, made: HTMLElement): void {
    if (!this.chosen.delete(level)) this.chosen.add(level);
    made.setAttribute("aria-pressed", String(this.chosen.has(level)));
    this.onChange();
  }
}
