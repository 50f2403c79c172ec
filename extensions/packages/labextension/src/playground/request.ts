/**
 * How a diagram asks for the playground: a DOM event that bubbles to the page, so that reader,
 * notebooks and tabs need not know who opens it.
 */
import type { Bundle } from "@atlas/contracts";

export const REQUEST = "atlas:playground";

export interface PlaygroundRequest {
  /** The diagram to begin with, or to draw from memory. */
  diagram: Pick<Bundle["diagram"], "id" | "title" | "kind" | "source">;
  fromMemory: boolean;
}

export function requestPlayground(from: Element, request: PlaygroundRequest): void {
  from.dispatchEvent(new CustomEvent(REQUEST, { bubbles: true, detail: request }));
}
