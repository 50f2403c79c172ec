/** One failure that a reader puts on the picture. */
export interface Fault {
  kind: "crash";
  /** The id of the node that fails. */
  node: string;
}
