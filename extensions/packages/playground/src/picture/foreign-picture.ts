/** A picture that Mermaid drew itself: zoomable, with its source beside it. */
import { button, element } from "../element.js";
import { type DrawForeign, ForeignFailure } from "./foreign-frame.js";

const ZOOM = 1.25;
const SCALE_MAX = 6;
const SCALE_MIN = 0.1;
const COMING = "Mermaid draws this kind itself; it is being loaded.";
const NOT_LOADED = "The drawing program could not be loaded. Reload this tab.";

export interface ForeignView {
  dispose(): void;
}

export interface ForeignOptions {
  name: string;
  draw: DrawForeign;
  /** Without it the source is not shown beside the picture. */
  source: boolean;
  onFailure?: (sentence: string) => void;
}

/** Is the page dark? JupyterLab says so on its body. */
export function isDark(): boolean {
  return document.body.dataset["jpThemeLight"] === "false";
}

export function showForeign(host: HTMLElement, text: string, options: ForeignOptions): ForeignView {
  const { stage, image, zoom, root } = makeFrame(text, options);
  let disposed = false;
  const draw = async () => {
    try {
      const picture = await options.draw(text, isDark());
      if (disposed) return;
      image.src = picture.address;
      stage.replaceChildren(image);
      root.dataset["state"] = "drawn";
      zoom.natural(picture.width);
    } catch (failure) {
      if (disposed) return;
      const said = failure instanceof ForeignFailure ? failure.message : NOT_LOADED;
      root.dataset["state"] = "failed";
      stage.replaceChildren(element("p", { role: "status" }, [said]));
      options.onFailure?.(said);
    }
  };
  const theme = new MutationObserver(() => void draw());
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  host.replaceChildren(root);
  stage.append(element("p", { role: "status" }, [COMING]));
  void draw();
  return {
    dispose: () => {
      disposed = true;
      theme.disconnect();
      root.remove();
    },
  };
}

interface Zoom {
  by(factor: number): void;
  fit(): void;
  /** The picture's own width in px; the first time it is made to fit. */
  natural(width: number): void;
}

function zoomOf(stage: HTMLElement, image: HTMLImageElement): Zoom {
  let [scale, width] = [0, 0];
  const show = (wanted: number) => {
    scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, wanted));
    image.style.width = `${Math.round(width * scale)}px`;
  };
  const fit = () => show(Math.min(1, stage.clientWidth / Math.max(width, 1)));
  return {
    by: (factor) => show(scale * factor),
    fit,
    natural: (known) => {
      width = known;
      if (scale === 0) fit();
      else show(scale);
    },
  };
}

function makeFrame(text: string, options: ForeignOptions) {
  const stage = element("div", {
    class: "atlas-Foreign-stage",
    tabindex: 0,
    role: "group",
    "aria-label": `${options.name}, scrollable`,
  });
  const image = element("img", { alt: `${options.name}. Its source text stands beside it.` });
  const zoom = zoomOf(stage, image);
  const press = (name: string, sign: string, act: () => void) =>
    button(sign, { quiet: true, title: name, "aria-label": name }, act);
  const bar = element(
    "div",
    { class: "atlas-Foreign-bar", role: "toolbar", "aria-label": "View" },
    [
      element("span", {}, ["Drawn by Mermaid"]),
      press("Zoom out", "\u2212", () => zoom.by(1 / ZOOM)),
      press("Zoom in", "+", () => zoom.by(ZOOM)),
      press("Show all", "Fit", () => zoom.fit()),
    ],
  );
  const code = element("pre", { tabindex: 0, role: "group", "aria-label": "Source text" }, [
    element("code", {}, [text]),
  ]);
  const body = element("div", { class: "atlas-Foreign-body" }, [stage, options.source && code]);
  const marks = { class: "atlas-Foreign", "data-atlas": "foreign", "data-state": "coming" };
  const root = element("div", marks, [bar, body]);
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom.by(event.deltaY < 0 ? ZOOM : 1 / ZOOM);
  });
  stage.addEventListener("keydown", ({ key }) => {
    if (key === "+") zoom.by(ZOOM);
    if (key === "-") zoom.by(1 / ZOOM);
    if (key === "0") zoom.fit();
  });
  return { stage, image, zoom, root };
}
