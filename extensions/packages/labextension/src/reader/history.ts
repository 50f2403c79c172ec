/** Back and forward through the pages of one reader, as a browser does it. Pure. */
export interface Place {
  page: string;
  anchor: string;
  /** Where the reader had scrolled to when it left, in px; null before. */
  top: number | null;
}

export class History {
  private readonly places: Place[] = [];
  private at = -1;

  get current(): Place | null {
    return this.places[this.at] ?? null;
  }

  get canGoBack(): boolean {
    return this.at > 0;
  }

  get canGoForward(): boolean {
    return this.at < this.places.length - 1;
  }

  /** Goes to a new place; what lay ahead is forgotten. The same place again changes nothing. */
  visit(place: Omit<Place, "top">): void {
    const { current } = this;
    if (current?.page === place.page && current.anchor === place.anchor) return;
    this.places.length = this.at + 1;
    this.places.push({ ...place, top: null });
    this.at += 1;
  }

  /** Remembers how far the current place was scrolled. */
  leave(top: number): void {
    if (this.current) this.current.top = top;
  }

  back(): Place | null {
    if (this.canGoBack) this.at -= 1;
    return this.current;
  }

  forward(): Place | null {
    if (this.canGoForward) this.at += 1;
    return this.current;
  }
}
