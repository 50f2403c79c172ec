/**
 * What the server adds to a picture: it runs the same Python as the build (repairs before the
 * parser, planes, roles and annotations after it). No kernel takes part.
 */
import type { Diagram, Repair } from "@atlas/contracts";
import type { Drawing } from "@atlas/workshop/drawing";

/** A text and what was changed in it. */
export interface Attempt {
  text: string;
  repairs: Repair[];
}

export interface Attempts {
  kind: Diagram["kind"];
  /** Whether the workshop types this kind; else Mermaid draws it itself. */
  typed: boolean;
  /** As written but for what the parser would drop, then with one more repair each time. */
  attempts: Attempt[];
}

export interface MeaningRequest {
  text: string;
  attempt: Attempt;
  drawing: Drawing;
  layout: string | null;
}

/** How the playground reaches the server; each call throws where there is no answer. */
export interface Meaning {
  attempts(text: string): Promise<Attempts>;
  diagram(request: MeaningRequest): Promise<Diagram>;
}
