/** The fill colour that an author gave to a node, by `style` or through its last class. */

type Classes = Map<string, { styles: string[] }>;

function fillIn(styles: string[]): string | null {
  for (const style of [...styles].reverse())
    for (const part of style.split(","))
      if (/^\s*fill\s*:/.test(part)) return part.slice(part.indexOf(":") + 1).trim();
  return null;
}

export function fillOf(classes: string[], styles: string[], known: Classes): string | null {
  const own = fillIn(styles);
  if (own !== null) return own;
  for (const name of [...classes].reverse()) {
    const fill = fillIn(known.get(name)?.styles ?? []);
    if (fill !== null) return fill;
  }
  return null;
}
