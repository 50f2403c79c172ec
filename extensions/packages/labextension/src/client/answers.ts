/** What `atlas_server` answers: the JSON of ARCHITECTURE.md, "Seams". Shapes only. */
import type { Bundle, Exercise, FactKind, Grade, SubmissionState } from "@atlas/contracts";

export interface Me {
  name: string;
  roles: string[];
  courses: { id: string; role: string }[];
  api: "up" | "down";
  /** Why the API can't be asked, where it can't. */
  api_sentence?: string | null;
  formgrader_url?: string | null;
}

export interface CataloguePage {
  id: string;
  path: string;
  title: string;
  difficulty: string | null;
  minutes: number | null;
  tags: string[];
  exercises: string[];
}

export interface CatalogueTree {
  id: string;
  title: string;
  pages: CataloguePage[];
}

export interface Catalogue {
  version: string;
  trees: CatalogueTree[];
  problems: number;
}

export interface PageLink {
  id: string;
  title: string;
}

export interface Heading {
  level: number;
  anchor: string;
  text: string;
}

export interface QuizQuestion {
  question: string;
  options: string[];
  /** The index of the right option. */
  answer: number;
  why: string;
}

export interface SourceNote {
  title: string;
  /** Empty where the author gave no address. */
  url: string;
  note: string;
}

/** What the reader shows of a page's front matter. */
export interface FrontMatter {
  prerequisites: string[];
  learning_outcomes: string[];
  tags: string[];
  sources: SourceNote[];
}

export interface Page {
  id: string;
  title: string;
  description: string;
  difficulty: string | null;
  minutes: number | null;
  html: string;
  front_matter: FrontMatter;
  headings: Heading[];
  diagrams: Bundle[];
  /** Ids of those that a scenario of the page runs. */
  simulated: string[];
  exercises: Exercise[];
  quiz: QuizQuestion[];
  backlinks: PageLink[];
  next?: PageLink | null;
  prev?: PageLink | null;
  tree: string;
  path: string;
}

export interface Hit {
  page: string;
  title: string;
  heading: string;
  anchor: string;
  excerpt: string;
  /** Where the words of the query stand in the excerpt: [start, end) in code points. */
  marks: [number, number][];
}

export interface Progress {
  pages: Record<string, { opened_at?: string | null; read_at?: string | null }>;
  exercises: Record<
    string,
    { points: number; max_points: number; attempts: number; graded_at?: string | null }
  >;
  points: number;
  max_points: number;
}

export type Payload = Record<string, string | number | boolean | null>;

export interface SentFact {
  id: string;
  kind: FactKind;
  subject: string;
  observed_at: string;
  payload: Payload;
}

export interface FactsAnswer {
  refused: { id: string; sentence: string }[];
  /** How many wait in the server's own outbox, because the ledger does not answer. */
  queued?: number;
}

export interface Copied {
  path: string;
  created: boolean;
}

export interface Validation {
  ok: boolean;
  findings: { sentence: string; cell?: number | string | null }[];
}

export interface Submission {
  id: string;
  attempt: number;
  state: SubmissionState;
  submitted_at: string;
  grade?: Grade | null;
}

export interface Submitted {
  submission: string;
  attempt: number;
  state: SubmissionState;
}

export interface Citation {
  n: number;
  page: string;
  anchor: string;
  title: string;
  heading: string;
  excerpt: string;
}

export interface Turn {
  role: "user" | "assistant";
  text: string;
}

/** One server-sent event of an answer. */
export type TutorEvent =
  | { kind: "meta"; mode: "model" | "offline"; note: string }
  | { kind: "citation"; citation: Citation }
  | { kind: "delta"; text: string }
  | { kind: "done" }
  | { kind: "error"; sentence: string };
