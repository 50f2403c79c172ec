/**
 * What was typed, in the browser's storage: one text a tab, kept until somebody clears it, so that
 * a closed tab or a reload loses nothing. Where the storage is full or forbidden it lives as long
 * as the page.
 */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export class Drafts {
  private readonly here = new Map<string, string>();

  /** `place` keeps two learners on one origin apart. */
  constructor(
    private readonly storage: DraftStorage,
    private readonly place: string,
  ) {}

  get(slot: string): string | null {
    return this.here.get(slot) ?? this.storage.getItem(this.key(slot));
  }

  set(slot: string, text: string): void {
    this.here.set(slot, text);
    try {
      this.storage.setItem(this.key(slot), text);
    } catch {
      // The storage is full or forbidden: the text still waits in memory.
    }
  }

  private key(slot: string): string {
    return `atlas:draft:${this.place}:${slot}`;
  }
}
