/**
 * The icons of Atlas: drawn here, one stroke width, in the colour of the text around them.
 * `atlasIcon` and its siblings are for tabs and the launcher; `icon(name)` for everything else.
 */
import { LabIcon } from "@jupyterlab/ui-components";

const SHAPES = {
  atlas:
    '<circle cx="12" cy="5" r="2.4"/><circle cx="5" cy="18" r="2.4"/><circle cx="19" cy="18" r="2.4"/>' +
    '<path d="M10.9 7.2 6.2 15.8M13.1 7.2l4.7 8.6M7.4 18h9.2"/>',
  tutor:
    '<path d="M4 5.5h16v10.5H11l-4.5 3.5V16H4z"/><path d="M8 9.2h8M8 12.3h5"/>',
  exercise: '<path d="M5 4h14v16H5z"/><path d="m8.5 12.2 2.4 2.5 4.6-5.2"/>',
  page: '<path d="M6 3.5h8.5L18 7v13.5H6z"/><path d="M9 11h6M9 14.5h6"/>',
  diagram: '<path d="M4 4h6v5H4zM14 15h6v5h-6zM7 9v8.5h7"/>',
  caret: '<path d="m9 6 6 6-6 6"/>',
  back: '<path d="m14.5 5.5-6.5 6.5 6.5 6.5"/>',
  forward: '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
  search: '<circle cx="10.5" cy="10.5" r="5.5"/><path d="m15 15 5 5"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  cross: '<path d="m7 7 10 10M17 7 7 17"/>',
  wait: '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
  expand: '<path d="M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7"/>',
  warning: '<path d="M12 4 21 19.5H3z"/><path d="M12 10v4.5M12 17v.2"/>',
  send: '<path d="M12 19V5M6 11l6-6 6 6"/>',
  stop: '<path d="M7 7h10v10H7z"/>',
  unread: '<circle cx="12" cy="12" r="6.5"/>',
  opened: '<circle cx="12" cy="12" r="6.5"/><path class="atlas-Icon-fill" d="M12 5.5a6.5 6.5 0 0 1 0 13z"/>',
  read: '<circle cx="12" cy="12" r="6.5" class="atlas-Icon-fill"/><path class="atlas-Icon-cut" d="m8.8 12.2 2.3 2.3 4.2-4.6"/>',
} as const;

export type IconName = keyof typeof SHAPES;

function drawing(name: IconName): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">' +
    '<g class="jp-icon3" fill="none" stroke="#616161" stroke-width="1.8" ' +
    `stroke-linecap="round" stroke-linejoin="round">${SHAPES[name]}</g></svg>`
  );
}

function labIcon(name: IconName): LabIcon {
  // JupyterLab recolours fills by class; ours are strokes, so the class that sets strokes is used.
  const svgstr = drawing(name).replace("jp-icon3", "atlas-LabIcon");
  return new LabIcon({ name: `atlas:${name}`, svgstr });
}

export const atlasIcon = labIcon("atlas");
export const tutorIcon = labIcon("tutor");
export const exerciseIcon = labIcon("exercise");
export const pageIcon = labIcon("page");
export const diagramIcon = labIcon("diagram");

/** A fresh icon in the colour of the text around it; hidden from assistive technology. */
export function icon(name: IconName): SVGSVGElement {
  const holder = document.createElement("template");
  holder.innerHTML = drawing(name).replace('class="jp-icon3" ', "").replace("#616161", "currentColor");
  const svg = holder.content.firstElementChild as SVGSVGElement;
  svg.setAttribute("class", "atlas-Icon");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}
