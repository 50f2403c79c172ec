/**
 * The line on top of the panel: pages read, points reached, and a thin bar. It also says when
 * facts are waiting, so that nobody wonders why the marks stand still.
 */
import { element } from "../dom/element.js";
import { icon } from "../dom/icon.js";
import { points } from "../dom/words.js";
import type { Summary } from "./summary.js";

export class SummaryView {
  readonly node = element("div", {
    class: "atlas-Summary",
    "data-atlas": "progress",
    role: "status",
    hidden: true,
  });

  show(summary: Summary | null, trouble: string | null): void {
    this.node.hidden = summary === null && trouble === null;
    const parts: Node[] = [];
    if (summary) parts.push(...drawSummary(summary));
    if (trouble) {
      parts.push(
        element("p", { class: "atlas-Summary-trouble", "data-atlas": "progress-trouble" }, [
          icon("warning"),
          trouble,
        ]),
      );
    }
    this.node.replaceChildren(...parts);
  }
}

function drawSummary({ pages, read, points: reached, max_points }: Summary): Node[] {
  const share = pages === 0 ? 0 : read / pages;
  return [
    element("div", { class: "atlas-Summary-line" }, [
      element("span", { "data-atlas": "progress-pages" }, [
        element("strong", {}, [String(read)]),
        ` of ${pages} pages read`,
      ]),
      max_points > 0 &&
        element("span", { "data-atlas": "progress-points" }, [
          element("strong", {}, [points(reached)]),
          ` of ${points(max_points)} points`,
        ]),
    ]),
    element("div", { class: "atlas-Summary-bar", "aria-hidden": "true" }, [
      element("div", { style: `width:${(share * 100).toFixed(1)}%` }),
    ]),
  ];
}
