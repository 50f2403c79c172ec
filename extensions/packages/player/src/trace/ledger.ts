/**
 * What is under way while entries are read: for each operation since when it is at its station and
 * how far it has come. Operations are numbered from 1 in the order of their making.
 */
export const PHASE = { away: 0, waiting: 1, serving: 2, served: 3 } as const;

export class Ledger {
  #born = new Float64Array(1 << 14);
  #phase = new Uint8Array(1 << 14);

  phase(operation: number): number {
    return this.#phase[operation] ?? PHASE.away;
  }

  born(operation: number): number {
    return this.#born[operation] ?? 0;
  }

  come(operation: number, tick: number): void {
    if (operation >= this.#phase.length) this.#grow(operation);
    this.#born[operation] = tick;
    this.#phase[operation] = PHASE.waiting;
  }

  turn(operation: number, phase: number): void {
    this.#phase[operation] = phase;
  }

  #grow(operation: number): void {
    const length = Math.max(2 * this.#phase.length, operation + 1);
    const born = new Float64Array(length);
    const phase = new Uint8Array(length);
    born.set(this.#born);
    phase.set(this.#phase);
    this.#born = born;
    this.#phase = phase;
  }
}
