/**
 * A picture in fewer elements, to be looked at: what has a look in common is one path. Whoever
 * touches it gets the whole picture, in which each edge, label and glyph is a part of its own.
 */
import { mark, toSvgNode, type Mark } from "./mark.js";

/** The same picture to the eye, without a part for each edge. */
export function sketchOf(picture: Mark): Mark {
  const glyphs: Mark[] = [];
  const layers = parts(picture).map((layer) => ({
    ...layer,
    children: sketched(layer, glyphs) ?? layer.children,
  }));
  return { ...picture, children: [...layers, mark("g", { class: "glyphs" }, glyphsOf(glyphs))] };
}

function sketched(layer: Mark, glyphs: Mark[]): Mark[] | null {
  const name = layer.attributes["class"];
  if (name === "edges") return sketchEdges(parts(layer));
  if (name === "labels") return sketchLabels(parts(layer));
  return name === "nodes" ? parts(layer).map((node) => withoutGlyph(node, glyphs)) : null;
}

/** Give a drawn sketch the parts of the whole picture. Its nodes stay: one may have the focus. */
export function detail(svg: SVGElement, picture: Mark): void {
  const document = svg.ownerDocument;
  for (const layer of parts(picture)) {
    const name = layer.attributes["class"] ?? "";
    const drawn = svg.querySelector(`:scope > .${name}`);
    if (name === "edges" || name === "labels")
      drawn?.replaceChildren(...parts(layer).map((each) => toSvgNode(document, each)));
    if (name === "nodes")
      parts(layer).forEach((node, index) => {
        const glyph = parts(node).find(isGlyph);
        if (glyph !== undefined) drawn?.children[index]?.append(toSvgNode(document, glyph));
      });
  }
  svg.querySelector(":scope > .glyphs")?.remove();
}

/**
 * Lines and heads of one stroke are two paths. Dotted lines stay apart: each tile of the screen
 * that a path touches makes all of its dots anew.
 */
function sketchEdges(edges: readonly Mark[]): Mark[] {
  return [...grouped(edges, "data-stroke")].map(([stroke, alike]) => {
    const all = alike.flatMap(parts);
    const [lines, rest] =
      stroke === "dotted"
        ? apart(all, ({ attributes }) => attributes["class"] === "line")
        : [[], all];
    return mark("g", { class: "edge", "data-stroke": stroke }, [...lines, ...merged(rest)]);
  });
}

/** All halos under all texts: no label lies on another. */
function sketchLabels(labels: readonly Mark[]): Mark[] {
  if (labels.length === 0) return [];
  const [halos, texts] = apart(labels.flatMap(parts), isPath);
  return [mark("g", { class: "edge-label" }, [...merged(halos), ...texts])];
}

function withoutGlyph(node: Mark, glyphs: Mark[]): Mark {
  const [own, rest] = apart(parts(node), isGlyph);
  if (own.length === 0) return node;
  glyphs.push(...own);
  return {
    ...node,
    children: node.children.filter((child) => typeof child === "string" || rest.includes(child)),
  };
}

function glyphsOf(glyphs: readonly Mark[]): Mark[] {
  return [...grouped(glyphs, "data-plane").values()].flatMap((alike) => merged(alike));
}

/** Paths of one class as one path; what is no path stays as it is. */
function merged(marks: readonly Mark[]): Mark[] {
  const [paths, rest] = apart(marks, isPath);
  const joined = [...grouped(paths, "class").values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const d = alike.map((path) => path.attributes["d"]).join("");
    return [{ ...first, attributes: { ...first.attributes, d } }];
  });
  return [...joined, ...rest];
}

function isGlyph({ attributes }: Mark): boolean {
  return attributes["class"] === "plane-glyph";
}

function isPath({ tag, attributes }: Mark): boolean {
  return tag === "path" && attributes["transform"] === undefined;
}

function parts({ children }: Mark): Mark[] {
  return children.filter((child) => typeof child !== "string");
}

function apart(marks: readonly Mark[], chosen: (each: Mark) => boolean): [Mark[], Mark[]] {
  return [marks.filter(chosen), marks.filter((each) => !chosen(each))];
}

function grouped(marks: readonly Mark[], attribute: string): Map<string, Mark[]> {
  const groups = new Map<string, Mark[]>();
  for (const each of marks) {
    const key = each.attributes[attribute] ?? "";
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [each]);
    else alike.push(each);
  }
  return groups;
}
