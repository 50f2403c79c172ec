/* Made by generate.py from the dataclasses of atlas_core. Edit those, then run it again. */

/**
 * Whether an annotated value is exact, an upper or lower limit, or about right.
 */
export type Bound = "exact" | "at_most" | "at_least" | "about";
/**
 * The head at one end of an edge.
 *
 * Of a class diagram: inheritance, composition, aggregation; of entities: how many take part.
 */
export type Arrow =
  | "none"
  | "point"
  | "open"
  | "circle"
  | "cross"
  | "triangle"
  | "diamond"
  | "diamond_open"
  | "one"
  | "zero_one"
  | "one_many"
  | "zero_many";
/**
 * Who vouches for a fact. Only grader and instructor facts count towards points.
 */
export type Asserter = "learner" | "grader" | "instructor";
/**
 * What is the matter with a part. Each has a sign beside its colour: - + ~ and !
 */
export type Matter = "missing" | "extra" | "misplaced" | "mislabelled";
/**
 * What a finding is about.
 */
export type Part = "node" | "edge" | "group" | "metric";
/**
 * The eight items of the mastery checklist, in its order.
 */
export type Item =
  "structure" | "labels" | "trade_offs" | "metrics" | "failures" | "alternatives" | "costs" | "data_flow";
/**
 * How a call with several targets picks one.
 */
export type Balance = "round_robin" | "random" | "least_connections" | "two_choices" | "hash" | "failover";
/**
 * What a reader can watch while it runs.
 */
export type Chart = "latency" | "throughput" | "errors" | "queue" | "busy" | "retries";
/**
 * How one check ended. Only PASSED earns points.
 */
export type Outcome = "passed" | "failed" | "errored" | "timed_out" | "refused";
/**
 * What a Mermaid block draws.
 *
 * The first five are graphs, and a mind map is one; a chart keeps its data, `OTHER` its source.
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
 * Who of those that wait is served next.
 */
export type Discipline = "fifo" | "lifo" | "priority" | "fair";
/**
 * The closed list. `subject` is a page, diagram or exercise id, as the name says.
 */
export type FactKind =
  | "page.opened"
  | "page.read"
  | "diagram.explored"
  | "diagram.crashed"
  | "diagram.drawn"
  | "exercise.fetched"
  | "exercise.submitted"
  | "exercise.graded"
  | "quiz.answered"
  | "tutor.asked"
  | "simulation.run"
  | "simulation.predicted";
/**
 * Who may see a fact beside the learner.
 *
 * PRIVATE is never shown to an instructor with a name.
 */
export type Privacy = "course" | "private";
/**
 * What breaks; `Fault.amount` says how much.
 */
export type FaultKind = "crash" | "pause" | "slow" | "error" | "loss" | "capacity" | "flush" | "spike" | "partition";
/**
 * Stated: an annotation of the diagram. Derived: computed from such. Assumed: our default.
 */
export type Provenance = "stated" | "derived" | "assumed";
/**
 * A number that a run answers a prediction with: of all requests, or of one node.
 *
 * RECOVERY_S counts from the end of the last fault until a tenth of the run's windows in a row are
 * back at twice the latency and twice the failures, or better, that were usual before the first.
 */
export type Metric =
  | "latency_mean_s"
  | "latency_p50_s"
  | "latency_p95_s"
  | "latency_p99_s"
  | "error_ratio"
  | "throughput_per_s"
  | "utilisation"
  | "queue_max"
  | "hit_ratio"
  | "retries"
  | "calls_per_request"
  | "recovery_s";
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
 * A comparison with its checklist. `score` is the mean of the items that have a ratio.
 */
export interface Assessment {
  comparison: Comparison;
  questions: Question[];
  checklist: ItemScore[];
  score: number;
  version: number;
}
/**
 * All differences, and which node and edge of the page is which of the drawing.
 */
export interface Comparison {
  findings: Finding[];
  nodes: [string, string][];
  edges: [string, string][];
  structure: Tally;
  labels: Tally;
  metrics: Tally;
  data_flow: Tally;
}
/**
 * One difference, in one sentence. `page` and `drawn` are ids, null where one side has none.
 */
export interface Finding {
  matter: Matter;
  part: Part;
  sentence: string;
  page: string | null;
  drawn: string | null;
}
/**
 * How many parts of one sort the page has, how many of them are drawn right, how many extra.
 */
export interface Tally {
  total: number;
  right: number;
  extra: number;
}
/**
 * A short question about what a drawing can't show. `right` counts options from 0.
 */
export interface Question {
  item: Item;
  text: string;
  options: string[];
  right: number;
  why: string;
}
/**
 * One item of the checklist; `ratio` is None where it does not apply or waits for an answer.
 */
export interface ItemScore {
  item: Item;
  ratio: number | null;
  sentence: string;
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
 * After `failures` failures in a row the call fails at once for `open_s`; then one call probes.
 *
 * Nygard, Release It!, 2nd edition, 2018, chapter 5.
 */
export interface Breaker {
  failures: number;
  open_s: number;
}
/**
 * At most `in_flight_max` attempts of a call at once; up to `line_max` more wait in line.
 *
 * `line_max` None: no limit; what finds the line full fails at once. Nygard, Release It!, 2nd
 * edition, 2018, chapter 5. For a queue it is how much its consumers take on at once.
 */
export interface Bulkhead {
  in_flight_max: number;
  line_max: number | null;
}
/**
 * Poisson arrivals; every `every_s` the rate is `burst_per_s` for `lasts_s`.
 */
export interface Bursts {
  rate_per_s: number;
  burst_per_s: number;
  every_s: number;
  lasts_s: number;
  shape: "bursts";
}
/**
 * Remembers `capacity` keys, the least recently used goes first, each for `ttl_s`.
 *
 * Up to `jitter_ratio` of each time to live is left out at random. A miss is filled when whoever
 * missed is answered well: the cache's caller, or the cache itself where it has calls of its own.
 * `single_flight`: meanwhile others who miss the same key wait for that.
 */
export interface Cache {
  capacity: number;
  ttl_s: number | null;
  jitter_ratio: number;
  single_flight: boolean;
}
/**
 * What a station asks of another. `id` is unique in the model; the diagram's edge, if any.
 *
 * An asynchronous call is not waited for; with a `retry` it is delivered again until it succeeds,
 * and what fails for the last time goes to the station `dead_letter`. `delay` is the network's
 * part, there and back, spent on the way there. A call with `only_on_miss` is left out when an
 * earlier call of the same request was answered from a cache. The caller is served without an
 * `optional` call. A balancer leaves out crashed and cut off targets `detection_s` after they
 * went. After `hedge_s` without an answer a second copy goes to another target, and the first
 * good answer counts (Dean and Barroso, The Tail at Scale, 2013).
 */
export interface Call {
  id: string;
  targets: string[];
  asynchronous: boolean;
  probability: number;
  only_on_miss: boolean;
  optional: boolean;
  delay: Constant | Exponential | Erlang | Hyperexponential | Lognormal | Empirical;
  loss_ratio: number;
  timeout_s: number | null;
  retry: Retry | null;
  breaker: Breaker | null;
  balance: Balance;
  detection_s: number;
  bulkhead: Bulkhead | null;
  hedge_s: number | null;
  dead_letter: string | null;
}
/**
 * Always the same.
 */
export interface Constant {
  mean_s: number;
  shape: "constant";
}
/**
 * Memoryless; the p99 is 4.6 times the mean.
 */
export interface Exponential {
  mean_s: number;
  shape: "exponential";
}
/**
 * The sum of `stages` equal exponential parts: steadier than one.
 */
export interface Erlang {
  stages: number;
  mean_s: number;
  shape: "erlang";
}
/**
 * A mixture: with `first_ratio` exponential of the first mean, else of the second.
 */
export interface Hyperexponential {
  first_ratio: number;
  first_mean_s: number;
  second_mean_s: number;
  shape: "hyperexponential";
}
/**
 * The usual shape of measured latencies: `median_s` and the deviation of the logarithm.
 */
export interface Lognormal {
  median_s: number;
  sigma: number;
  shape: "lognormal";
}
/**
 * Measured values, each as likely as the others.
 */
export interface Empirical {
  values_s: number[];
  shape: "empirical";
}
/**
 * A failed call is tried again, `attempts_max` times in all.
 *
 * Before attempt n + 1 the caller waits `backoff_s` * `factor`^(n-1), at most `backoff_max_s`, of
 * which a random part up to `jitter_ratio` is left out. With a `budget_ratio` every first
 * attempt earns that part of a retry; a budget starts with 10 retries and holds at most 100.
 */
export interface Retry {
  attempts_max: number;
  backoff_s: number;
  factor: number;
  backoff_max_s: number;
  jitter_ratio: number;
  budget_ratio: number | null;
}
/**
 * One piece of a chart's picture, drawn in the order of the list.
 *
 * `shape` is "path" (`d` is SVG path data) or "text" (anchored at x, y). `role` says how it looks:
 * area, bar, line, dot, axis, grid, band, label, value, title, caption; `tone` (from 0, modulo
 * eight) which of the chart's colours it has. `datum` is the id of what it shows.
 */
export interface ChartMark {
  shape: string;
  role: string;
  d: string;
  text: string;
  x: number;
  y: number;
  anchor: string;
  turned: boolean;
  tone: number | null;
  datum: string | null;
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
 * `users` who send a request, wait for its answer, think, and begin anew.
 */
export interface Closed {
  users: number;
  think: Constant | Exponential | Erlang | Hyperexponential | Lognormal | Empirical;
  shape: "closed";
}
/**
 * One thing that a chart shows, in the order of the source.
 *
 * `values`: a slice's amount; a bar's or point's (x, y), x being a category's number where the
 * axis has categories; a task's start and end in seconds since 1970 (UTC); a point's place in a
 * quadrant chart, each from 0 to 1; a journey's score, 1 to 5. An event of a timeline has none.
 * `section` is its series, section or period; `tags` are a task's states, a journey's actors, a
 * timeline's section.
 */
export interface Datum {
  id: string;
  label: string;
  section: string | null;
  values: number[];
  tags: string[];
}
/**
 * One Mermaid block, typed where `typed` is true; else its source text stands for it, with
 * `problems`.
 *
 * `id` is "<page id>#<n>", n counting the page's Mermaid blocks from 1. A chart has `data` and no
 * nodes; `captions` are the words on its axes: x and y of an xychart; left, right, bottom, top and
 * the four quadrants of a quadrant chart.
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
  data: Datum[];
  captions: string[];
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
 * `lines` is its label, split at line breaks; the first line names it. A class or an entity has
 * `compartments` below its name: the index in `lines` where each begins.
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
  compartments: number[];
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
 * A fault of a station, call (loss only) or source (spike only), from second to second.
 *
 * A partition has a name of its own as `target`, and the stations of one `side`.
 */
export interface Fault {
  kind: FaultKind;
  target: string;
  start_s: number;
  end_s: number | null;
  amount: number;
  side: string[];
}
/**
 * An architecture as queues. `parameters` tells of each number where it comes from.
 */
export interface FlowModel {
  stations: Station[];
  sources: LoadSource[];
  parameters: Parameter[];
}
/**
 * Serves requests. `servers` None: as many as needed. `queue_max` None: no limit.
 *
 * `holds_server`: the server is kept until the calls are answered (a thread for each request);
 * else it is given back when the own service ends. With `hit_ratio` this part of the requests is
 * answered at once, without the calls: a cache whose keys are not followed. `queue_max` counts
 * those that wait for a server, and those in line at the bulkheads of its calls.
 */
export interface Station {
  id: string;
  service: Constant | Exponential | Erlang | Hyperexponential | Lognormal | Empirical;
  servers: number | null;
  discipline: Discipline;
  queue_max: number | null;
  holds_server: boolean;
  hit_ratio: number;
  error_ratio: number;
  rate_limit: RateLimit | null;
  shedding: Shedding | null;
  cache: Cache | null;
  scaling: Scaling | null;
  stages: Call[][];
}
/**
 * A token bucket: `rate_per_s` in the long run, `burst` at once; the rest is refused.
 *
 * `each_source`: one bucket for each source of load, else one for all.
 */
export interface RateLimit {
  rate_per_s: number;
  burst: number;
  each_source: boolean;
}
/**
 * Where `waiting` or more wait, requests of this priority or a less important one are refused.
 *
 * `waited_max_s`: who has waited longer when his turn comes is refused too; None: nobody.
 */
export interface Shedding {
  waiting: number | null;
  priority: number;
  waited_max_s: number | null;
}
/**
 * Every `every_s` as many servers as would be `target` busy; new ones come after `lag_s`.
 */
export interface Scaling {
  servers_min: number;
  servers_max: number;
  target: number;
  every_s: number;
  lag_s: number;
}
/**
 * Where requests come from. `priority` 0 (first) to 3 counts where the discipline asks.
 *
 * `hot_ratio` of the requests have one and the same key, the others one of `keys`; None: one of
 * their own each. The k-th key is asked for in proportion to k to the power of -`skew`: 0 all
 * alike, 1 as Zipf found it. Every service of a request takes `work` times as long.
 */
export interface LoadSource {
  id: string;
  target: string;
  arrivals: Poisson | Regular | Steps | Bursts | Closed;
  priority: number;
  hot_ratio: number;
  keys: number | null;
  skew: number;
  work: number;
}
/**
 * Independent arrivals at one mean rate.
 */
export interface Poisson {
  rate_per_s: number;
  shape: "poisson";
}
/**
 * Arrivals at equal distances.
 */
export interface Regular {
  rate_per_s: number;
  shape: "regular";
}
/**
 * Poisson arrivals whose rate changes: (from second, rate), the first at second 0.
 */
export interface Steps {
  steps: [number, number][];
  shape: "steps";
}
/**
 * One number of the model.
 *
 * `owner` is the id of a station, call or source, `name` says which of its numbers, with the
 * unit of the model ("s", "1/s", "1", "ratio"). `because` names its source in one phrase: the
 * text of the annotation, the rule of the computation, or the reason of the default.
 */
export interface Parameter {
  owner: string;
  name: string;
  value: number;
  unit: string;
  provenance: Provenance;
  because: string;
}
/**
 * The layout of one diagram. `nodes`, `groups`, `edges` follow the order of the Diagram's own.
 *
 * A sequence diagram's `nodes` are the participants' heads; lifelines fall from the middle of a
 * head to `height - margin`. `blocks` are boxes with ids "block:<index>", parallel to
 * `Diagram.blocks`. `marks` are the picture of a chart, which has nothing else.
 */
export interface Geometry {
  width: number;
  height: number;
  nodes: Box[];
  edges: EdgeRoute[];
  groups: Box[];
  blocks: Box[];
  marks: ChartMark[];
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
/**
 * Guess, then see. Either a `metric` (of a node, or of everything) or `choices` with `right`.
 *
 * `right` is the index of the right choice; `unit` is that of the number which is asked for.
 */
export interface Prediction {
  question: string;
  metric: Metric | null;
  of: string;
  unit: string;
  choices: string[];
  right: number | null;
}
/**
 * One run. `load_per_s` is the mean load over it; `parameters` are those of `model`.
 */
export interface PreparedRun {
  title: string;
  model: FlowModel;
  scenario: Scenario;
  load_per_s: number;
  assumed_share: number;
  structure_only: boolean;
}
/**
 * One run: it ends after `duration_s`; after `requests_max` requests no more arrive.
 *
 * It also ends where the trace would get more than `entries_max` entries; the result says so.
 */
export interface Scenario {
  duration_s: number;
  seed: number;
  requests_max: number | null;
  entries_max: number;
  faults: Fault[];
}
/**
 * A scenario of the page. `explanation` is Markdown, `explanation_html` the same as HTML.
 */
export interface PreparedScenario {
  id: string;
  title: string;
  run: PreparedRun;
  compare: PreparedRun | null;
  watch: Chart[];
  predict: Prediction | null;
  explanation: string;
  explanation_html: string;
}
/**
 * Whether a diagram can be run, `why` not, and all that a run needs.
 *
 * `plain` is the diagram without a scenario; None where it can't be run. `calls` maps edge ids to
 * call ids. `scale` is what load and servers of `plain` were multiplied with. `left_out` says what
 * of the diagram is not simulated, `problems` which scenarios could not be used, a sentence each.
 */
export interface SimulationAnswer {
  runnable: boolean;
  why: string;
  plain: PreparedRun | null;
  calls: {
    [k: string]: string | undefined;
  };
  scale: number;
  left_out: string[];
  parameters: Parameter[];
  scenarios: PreparedScenario[];
  problems: string[];
  version: number;
}
