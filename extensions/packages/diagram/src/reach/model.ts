/** The shortest way from an entry along its dependencies to a crashed node, both included. */
export interface FaultPath {
  readonly nodes: readonly string[];
  /** The edge from each node to the next. */
  readonly edges: readonly string[];
}

/** What crashes take with them; see `atlas_core/reach/model.py` for what each field promises. */
export interface BlastRadius {
  readonly crashed: readonly string[];
  readonly hit: readonly string[];
  readonly partly: readonly string[];
  readonly unreachable: readonly string[];
  readonly paths: readonly FaultPath[];
  readonly lost: readonly string[];
  readonly sentences: readonly string[];
}

export const NOTHING: BlastRadius = {
  crashed: [],
  hit: [],
  partly: [],
  unreachable: [],
  paths: [],
  lost: [],
  sentences: [],
};
