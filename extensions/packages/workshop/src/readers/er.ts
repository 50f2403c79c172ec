/** An entity relationship diagram: entities with a line for each attribute, relations as edges. */
import type { Arrow, DrawnEdge, DrawnNode, Drawing } from "../drawing";
import { linesOf } from "../labels";
import { directionOf } from "./flowchart";
import { fillOf } from "./styles";

interface Attribute {
  type: string;
  name: string;
  keys?: string[];
  comment?: string;
}

interface Entity {
  id: string;
  label: string;
  alias?: string;
  attributes?: Attribute[];
  cssClasses?: string;
  cssStyles?: string[];
}

interface Relationship {
  start: string;
  end: string;
  label?: string;
  arrowTypeStart?: string;
  arrowTypeEnd?: string;
  pattern?: string;
}

export interface EntityDatabase {
  getData(): { nodes: Entity[]; edges: Relationship[]; direction?: string };
  getClasses?(): Map<string, { styles: string[] }>;
}

const HEADS: Record<string, Arrow> = {
  only_one: "one",
  zero_or_one: "zero_one",
  one_or_more: "one_many",
  zero_or_more: "zero_many",
};

function attributeLine({ type, name, keys = [], comment = "" }: Attribute): string {
  const key = keys.length > 0 ? ` [${keys.join(", ")}]` : "";
  const said = linesOf(comment).join(" ");
  return `${name}: ${type}${key}${said === "" ? "" : ` (${said})`}`;
}

export function readEntities(database: unknown): Drawing {
  const db = database as EntityDatabase;
  const { nodes, edges, direction } = db.getData();
  const known = db.getClasses?.() ?? new Map<string, { styles: string[] }>();
  // Mermaid numbers its ids; the author's own name of an entity is what others may link to.
  const names = new Map(nodes.map(({ id, label }) => [id, label]));
  return {
    direction: directionOf(direction) ?? "TB",
    title: "",
    nodes: nodes.map((entity): DrawnNode => {
      const named = linesOf(entity.alias || entity.label);
      const head = named.length > 0 ? named : [entity.label || " "];
      const attributes = (entity.attributes ?? []).map(attributeLine);
      const classes = (entity.cssClasses ?? "").split(/\s+/).filter((name) => name !== "default");
      return {
        id: entity.label,
        lines: [...head, ...attributes],
        shape: "rect",
        group: null,
        classes,
        fill: fillOf(classes, entity.cssStyles ?? [], known),
        link: null,
        compartments: attributes.length > 0 ? [head.length] : [],
      };
    }),
    edges: edges.map((edge, index): DrawnEdge => ({
      id: `e${index}`,
      source: names.get(edge.start) ?? edge.start,
      target: names.get(edge.end) ?? edge.end,
      lines: linesOf(edge.label),
      stroke: edge.pattern === "solid" ? "normal" : "dotted",
      head: HEADS[edge.arrowTypeEnd ?? ""] ?? "none",
      tail: HEADS[edge.arrowTypeStart ?? ""] ?? "none",
    })),
    groups: [],
    blocks: [],
  };
}
