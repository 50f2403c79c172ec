/**
 * A picture that leaves the page: the SVG as it is seen now, every colour and font of it written
 * out, so that it looks the same in any viewer; and the same as PNG.
 */
const SVG = "http://www.w3.org/2000/svg";
const COPIED = [
  "display",
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "text-decoration",
] as const;
/** What a viewer of SVG assumes anyway. */
const ASSUMED: ReadonlySet<string> = new Set([
  "display:inline",
  "display:block",
  "fill:rgb(0, 0, 0)",
  "fill-opacity:1",
  "stroke:none",
  "stroke-width:1px",
  "stroke-opacity:1",
  "stroke-dasharray:none",
  "stroke-linecap:butt",
  "stroke-linejoin:miter",
  "opacity:1",
  "paint-order:normal",
]);
const MARGIN_PX = 12;
const PNG_SCALE = 2;
/** Browsers refuse larger canvases. */
const PNG_SIDE_MAX_PX = 8192;

export interface Taken {
  /** A whole SVG document. */
  readonly markup: string;
  readonly width: number;
  readonly height: number;
}

/** Take the picture as it is seen, on the colour that lies under it. */
export function takeSvg(live: SVGElement, title: string, fontFaces: string): Taken {
  const copy = live.cloneNode(true) as SVGElement;
  const document = live.ownerDocument;
  const { width, height } = sizeOf(live);
  const all = [...live.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((one, index) => {
    const from = all[index];
    if (from !== undefined) writeStyle(from, one);
  });
  for (const gone of copy.querySelectorAll("[data-gone], .ring")) gone.remove();
  copy.removeAttribute("style");
  for (const one of [copy, ...copy.querySelectorAll("*")]) strip(one);
  const attributes = {
    xmlns: SVG,
    viewBox: [-MARGIN_PX, -MARGIN_PX, width, height].join(" "),
    width: String(width),
    height: String(height),
    role: "img",
    "aria-label": title,
  };
  for (const [name, value] of Object.entries(attributes)) copy.setAttribute(name, value);
  const make = (tag: string, text = "") => {
    const made = document.createElementNS(SVG, tag);
    made.textContent = text;
    return made;
  };
  const paper = make("path");
  paper.setAttribute("d", `M${-MARGIN_PX} ${-MARGIN_PX}h${width}v${height}h${-width}Z`);
  paper.setAttribute("style", `fill:${paperUnder(live)}`);
  const fonts = fontFaces === "" ? [] : [make("style", fontFaces)];
  copy.prepend(make("title", title), ...fonts, paper);
  return { markup: new XMLSerializer().serializeToString(copy), width, height };
}

/** The same picture as PNG, twice as fine. Rejects where the browser can't draw it. */
export async function toPng(document: Document, taken: Taken): Promise<Blob> {
  const image = document.createElement("img");
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(taken.markup)}`;
  await image.decode();
  const side = Math.max(taken.width, taken.height);
  const scale = Math.min(PNG_SCALE, PNG_SIDE_MAX_PX / side);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(taken.width * scale);
  canvas.height = Math.round(taken.height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("The browser gave no PNG."));
      else resolve(blob);
    }, "image/png"),
  );
}

/** Hand a file to the reader; nothing leaves the machine. */
export function download(document: Document, name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A file's name from a title, as "a-shop-on-one-page". */
export function fileName(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, 60) || "diagram";
}

function sizeOf(live: SVGElement): { width: number; height: number } {
  const [, , width = 0, height = 0] = (live.getAttribute("viewBox") ?? "").split(" ").map(Number);
  return { width: width + 2 * MARGIN_PX, height: height + 2 * MARGIN_PX };
}

function writeStyle(from: Element, to: Element): void {
  const style = from.ownerDocument.defaultView?.getComputedStyle(from);
  if (style === undefined) return;
  const text = from.localName === "text" || from.localName === "tspan";
  const rules = COPIED.filter((name) => text || !name.startsWith("font"))
    .map((name) => [name, style.getPropertyValue(name)] as const)
    .filter(([name, value]) => value !== "" && !ASSUMED.has(`${name}:${value}`))
    .map(([name, value]) => `${name}:${plainColours(value)}`);
  to.setAttribute("style", rules.join(";"));
}

/** Drop what only the live picture needs. */
function strip(one: Element): void {
  const live = /^(class|tabindex|role|aria-|data-)/;
  for (const { name } of [...one.attributes]) if (live.test(name)) one.removeAttribute(name);
}

/** `color(srgb .2 .4 .6 / .5)`, the result of mixing, is newer than many viewers. */
export function plainColours(value: string): string {
  return value.replace(/color\(srgb ([^)]+)\)/g, (_, inside: string) => {
    const [channels = "", alpha] = inside.split("/");
    const bytes = channels
      .trim()
      .split(/\s+/)
      .map((share) => Math.round(Number(share) * 255));
    const opacity = alpha === undefined ? [] : [String(Number(alpha))];
    return `rgb${alpha === undefined ? "" : "a"}(${[...bytes, ...opacity].join(", ")})`;
  });
}

function paperUnder(live: SVGElement): string {
  const root = live.closest(".atlas-diagram-view");
  const style = root === null ? undefined : root.ownerDocument.defaultView?.getComputedStyle(root);
  return plainColours(style?.backgroundColor ?? "white");
}
