/** Facts leave a view as DOM events; its host relays them, or says "not recorded". */

export type FactKind = "diagram.explored" | "diagram.crashed";

export interface RaisedFact {
  readonly kind: FactKind;
  /** The diagram's id. */
  readonly subject: string;
  readonly payload: { readonly node: string };
}

export function raiseFact(from: HTMLElement, detail: RaisedFact): void {
  const view = from.ownerDocument.defaultView;
  if (view === null) return;
  from.dispatchEvent(new view.CustomEvent("atlas:fact", { bubbles: true, composed: true, detail }));
}
