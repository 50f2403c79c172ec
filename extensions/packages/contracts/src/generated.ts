/* Made by generate.py from the dataclasses of atlas_core. Edit those, then run it again. */

/**
 * Whether an annotated value is exact, an upper or lower limit, or about right.
 */
export type Bound = "exact" | "at_most" | "at_least" | "about";
/**
 * The head at one end of an edge.
 */
export type Arrow = "none" | "point" | "open" | "circle" | "cross";
/**
 * Who vouches for a fact. Only grader and instructor facts count towards points.
 */
export type Asserter = "learner" | "grader" | "instructor";
/**
 * How one check ended. Only PASSED earns points.
 */
export type Outcome = "passed" | "failed" | "errored" | "timed_out" | "refused";
/**
 * What a Mermaid block draws.
 *
 * The first three are typed; the others keep their source (and data, later).
 */
export type Kind =
  | "flowchart"
  | "sequence"
  | "state"
  | "class"
  | "er"
  | "pie"
  | "xychart"
  | "gantt"
  | "timeline"
  | "quadrant"
  | "mindmap"
  | "journey"
  | "other";
/**
 * The outline that the author chose.
 *
 * Names follow Mermaid's documentation, one per drawn outline.
 */
export type Shape =
  | "rect"
  | "rounded"
  | "stadium"
  | "subroutine"
  | "cylinder"
  | "circle"
  | "double_circle"
  | "diamond"
  | "hexagon"
  | "parallelogram"
  | "parallelogram_alt"
  | "trapezoid"
  | "trapezoid_alt"
  | "asymmetric"
  | "note"
  | "actor"
  | "state_start"
  | "state_end"
  | "state_fork";
/**
 * Where in an architecture a node lives; each plane has one fixed colour.
 */
export type Plane = "edge" | "service" | "state" | "control";
/**
 * What a node does for those that call it.
 */
export type Role =
  | "client"
  | "cdn"
  | "dns"
  | "load_balancer"
  | "gateway"
  | "service"
  | "worker"
  | "cache"
  | "database"
  | "object_store"
  | "search"
  | "queue"
  | "stream"
  | "coordinator"
  | "monitor"
  | "external";
/**
 * How an edge is drawn. Dotted edges are asynchronous or occasional by convention.
 */
export type Stroke = "normal" | "dotted" | "thick" | "invisible";
/**
 * The closed list. `subject` is a page, diagram or exercise id, as the name says.
 */
export type FactKind =
  | "page.opened"
  | "page.read"
  | "diagram.explored"
  | "diagram.crashed"
  | "exercise.fetched"
  | "exercise.submitted"
  | "exercise.graded"
  | "quiz.answered"
  | "tutor.asked";
/**
 * Who may see a fact beside the learner.
 *
 * PRIVATE is never shown to an instructor with a name.
 */
export type Privacy = "course" | "private";
/**
 * The life of a submission.
 *
 * Queued -> judging -> graded. A lost worker puts it back to queued.
 */
export type SubmissionState = "queued" | "judging" | "graded";

/**
 * A metric read from a label, with the span of text that it came from.
 *
 * `value` is in `unit`, which is normalised: "s" for durations, "1/s" for rates, "B" for sizes,
 * "B/s" for bandwidths, "USD", "USD/month", "ratio" for shares and availabilities, "1" for
 * counts; `text` is what the author wrote. `line` is the index in the label's lines, `start` and
 * `end` are character offsets in it. `upper` is the other end where the author gave a range
 * ("5-30s"), else None.
 */
export interface Annotation {
  name: string;
  value: number;
  unit: string;
  text: string;
  line: number;
  start: number;
  end: number;
  bound: Bound;
  percentile: number | null;
  upper: number | null;
}
/**
 * A frame in a sequence diagram (loop, alt, opt, par, critical, break, rect) or a note.
 *
 * It covers the messages with index `first` to `last`, inclusive; `last` < `first` means that it
 * covers none. `sections` are the later branches (else, and, option): the index of their first
 * message and their label.
 */
export interface Block {
  kind: string;
  label: string;
  first: number;
  last: number;
  depth: number;
  sections: [number, string][];
  participants: string[];
}
/**
 * A rectangle that holds the node's or group's outline.
 *
 * For a group, `title_y` is its title's (first) baseline; the title is centred on `title_x`, on
 * the group's middle where that is None. A block's `sections` are the y of the lines above its
 * later branches, parallel to `Block.sections`. `lines` is the label as drawn, where it differs
 * from the diagram's.
 */
export interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  title_y: number | null;
  title_x: number | null;
  lines: string[] | null;
  sections: number[];
}
/**
 * One graded claim about the answer.
 *
 * `sentence` is what the learner reads; it never quotes a hidden input.
 */
export interface CheckResult {
  check: string;
  title: string;
  points: number;
  max_points: number;
  outcome: Outcome;
  sentence: string;
}
/**
 * One Mermaid block, typed where `typed` is true; else its source text stands for it, with
 * `problems`.
 *
 * `id` is "<page id>#<n>", n counting the page's Mermaid blocks from 1.
 */
export interface Diagram {
  id: string;
  kind: Kind;
  title: string;
  source: Source;
  typed: boolean;
  direction: string;
  nodes: Node[];
  edges: Edge[];
  groups: Group[];
  blocks: Block[];
  repairs: Repair[];
  problems: Problem[];
  version: number;
}
/**
 * Where a diagram was written.
 *
 * Path in its tree, line of the opening fence (from 1), and the text as found.
 */
export interface Source {
  path: string;
  line: number;
  text: string;
}
/**
 * A box, participant or state.
 *
 * `lines` is its label, split at line breaks; the first line names it.
 */
export interface Node {
  id: string;
  lines: string[];
  shape: Shape;
  plane: Plane | null;
  role: Role | null;
  technology: string | null;
  group: string | null;
  annotations: Annotation[];
  link: string | null;
  source_line: number | null;
}
/**
 * A call, message or transition from `source` to `target`, in the order of the source text.
 */
export interface Edge {
  id: string;
  source: string;
  target: string;
  lines: string[];
  stroke: Stroke;
  head: Arrow;
  tail: Arrow;
  annotations: Annotation[];
  source_line: number | null;
}
/**
 * A subgraph, a box of participants, or a composite state.
 *
 * `parent` is the group that holds it.
 */
export interface Group {
  id: string;
  lines: string[];
  parent: string | null;
  plane: Plane | null;
}
/**
 * One edit that the build made so that the block parses.
 *
 * Shown to the author, never written by itself.
 */
export interface Repair {
  line: number;
  rule: string;
  before: string;
  after: string;
}
/**
 * What could not be read, as one sentence with its remedy.
 *
 * `line` counts in the page, from 1.
 */
export interface Problem {
  path: string;
  line: number;
  code: string;
  sentence: string;
}
/**
 * The polyline of an edge, clipped at both outlines, and the centre of its label, if it has
 * one.
 *
 * `points` has at least two entries. `label` is (centre x, centre y, width, height).
 * `lines` is the label as drawn, where it differs from the diagram's.
 */
export interface EdgeRoute {
  id: string;
  points: [number, number][];
  label: [number, number, number, number] | null;
  lines: string[] | null;
}
/**
 * A task for a learner.
 *
 * `path` is the folder of exercise.md in its tree; `function` names what the answer defines.
 */
export interface Exercise {
  id: string;
  title: string;
  page: string;
  difficulty: string;
  minutes: number;
  points: number;
  concepts: string[];
  path: string;
  version: number;
}
/**
 * One observation. `observed_at` carries a time zone. `payload` is flat; its keys depend on
 * `kind`.
 *
 * `learner` is a pseudonym and is filled in by the API from the caller's identity, never taken
 * from a client.
 */
export interface Fact {
  id: string;
  kind: FactKind;
  asserted_by: Asserter;
  learner: string;
  subject: string;
  observed_at: string;
  payload: {
    [k: string]: string | number | boolean | null | undefined;
  };
  privacy: Privacy;
  version: number;
}
/**
 * The layout of one diagram. `nodes`, `groups`, `edges` follow the order of the Diagram's own.
 *
 * A sequence diagram's `nodes` are the participants' heads; lifelines fall from the middle of a
 * head to `height - margin`. `blocks` are boxes with ids "block:<index>", parallel to
 * `Diagram.blocks`.
 */
export interface Geometry {
  width: number;
  height: number;
  nodes: Box[];
  edges: EdgeRoute[];
  groups: Box[];
  blocks: Box[];
  font_size_px: number;
  line_height_px: number;
  margin: number;
  version: number;
}
/**
 * Points with evidence.
 *
 * Idempotent over (submission, check_set): judging twice gives the same grade once.
 */
export interface Grade {
  submission: string;
  exercise: string;
  check_set: string;
  points: number;
  max_points: number;
  checks: CheckResult[];
  sentence: string;
  graded_by: string;
  version: number;
}
