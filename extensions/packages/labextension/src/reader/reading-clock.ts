/**
 * Decides when a page counts as read: its end was in view, and the reader was there for a while.
 * Pure; its owner ticks it while the page is on screen. It fires once a page.
 */
export const ACTIVE_S_MIN = 10;

export class ReadingClock {
  private active_ms = 0;
  private share = 0;
  private done = false;

  /** How far the reader came, 0 to 1, and for how long the page was on screen. */
  get scrolled(): number {
    return this.share;
  }

  get seconds(): number {
    return Math.round(this.active_ms / 1000);
  }

  /** Adds time on screen. True when the page has just become read. */
  tick(elapsed_ms: number): boolean {
    this.active_ms += elapsed_ms;
    return this.judge();
  }

  /** Notes how much of the page has been in view. True when the page has just become read. */
  reach(share: number): boolean {
    this.share = Math.max(this.share, Math.min(1, share));
    return this.judge();
  }

  /** The reader says it is read. False if it was before. */
  finish(): boolean {
    const fresh = !this.done;
    this.done = true;
    return fresh;
  }

  private judge(): boolean {
    if (this.done || this.share < 0.98 || this.active_ms < ACTIVE_S_MIN * 1000) return false;
    return this.finish();
  }
}
