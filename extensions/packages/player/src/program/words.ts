/** A growing row of 8-byte little-endian words, each a whole number or an IEEE double. */
export class Words {
  #view = new DataView(new ArrayBuffer(1024));
  #bytes = 0;

  /** How many words there are. */
  get count(): number {
    return this.#bytes / 8;
  }

  /** Whole numbers; those beyond 2^53 as BigInt. */
  whole(...values: (number | bigint | boolean)[]): this {
    for (const value of values) {
      const at = this.#next();
      this.#view.setBigInt64(at, BigInt(value), true);
    }
    return this;
  }

  real(...values: number[]): this {
    for (const value of values) {
      const at = this.#next(); // First: it may put a larger view in place.
      this.#view.setFloat64(at, value, true);
    }
    return this;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.#view.buffer, 0, this.#bytes);
  }

  #next(): number {
    if (this.#bytes + 8 > this.#view.byteLength) {
      const larger = new ArrayBuffer(2 * this.#view.byteLength);
      new Uint8Array(larger).set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(larger);
    }
    const at = this.#bytes;
    this.#bytes += 8;
    return at;
  }
}

/** All of them, one behind the other. */
export function joined(parts: readonly Words[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((bytes, part) => bytes + part.bytes.length, 0));
  let at = 0;
  for (const { bytes } of parts) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}
