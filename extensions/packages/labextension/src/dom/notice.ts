/**
 * The designed states of a view that has nothing to show yet: loading, empty, failed. Each says
 * what happened and holds the next step.
 */
import { button, element } from "./element.js";
import { icon, type IconName } from "./icon.js";

interface Step {
  text: string;
  hook: string;
  onClick: () => void;
}

export interface Notice {
  /** The hook for tests: "loading", "empty", "failed", ... */
  state: string;
  title: string;
  sentence?: string;
  icon?: IconName;
  step?: Step;
}

export function notice(options: Notice): HTMLElement {
  const { state, title, sentence, step } = options;
  return element(
    "div",
    { class: "atlas-Notice", "data-atlas": state, role: state === "failed" ? "alert" : "status" },
    [
      options.icon && icon(options.icon),
      element("p", { class: "atlas-Notice-title" }, [title]),
      sentence ? element("p", { class: "atlas-Notice-sentence" }, [sentence]) : null,
      step ? button(step.text, { hook: step.hook, onClick: step.onClick }) : null,
    ],
  );
}

/** Grey bars in the place of text. They appear after a moment only, so that nothing flashes. */
export function skeleton(lines: number): HTMLElement {
  const bars = Array.from({ length: lines }, (_, index) =>
    element("div", { class: "atlas-Skeleton-bar", style: `width:${92 - ((index * 23) % 48)}%` }),
  );
  return element(
    "div",
    { class: "atlas-Skeleton", "data-atlas": "loading", role: "status", "aria-label": "Loading" },
    bars,
  );
}
