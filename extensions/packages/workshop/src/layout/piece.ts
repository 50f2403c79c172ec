/** A piece that is laid out already: ELK and the packer see only its size. */
import type { Direction } from "../drawing";
import type { Measures } from "./measures";
import type { Item } from "./pack";
import type { Plan } from "./plan";
import type { Component } from "./tree";

export interface Piece {
  id: string;
  plan: Plan;
  stretch: Item["stretch"];
}

/** Who can finish a part of the drawing while a larger part is being laid out. */
export interface PieceMaker {
  readonly measures: Measures;
  /** A node, or a group that no edge enters or leaves but at its border. */
  layPiece(id: string, direction: Direction): Promise<Piece>;
  /** The loose parts of a group that edges enter, as one piece. */
  layLoose(id: string, components: Component[], direction: Direction): Promise<Piece>;
}
