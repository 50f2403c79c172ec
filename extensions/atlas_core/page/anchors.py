"""Stable anchors for headings.

The anchor of "Retries & back-off" is `retries-back-off`; a second heading of that name gets
`retries-back-off-2`. Site generators disagree on runs of dashes and on the suffix of duplicates, so
`same_anchor` compares what they agree on.
"""

import re
import unicodedata
from collections.abc import Iterable

_DROPPED = re.compile(r"[^\w\s-]")
_GAPS = re.compile(r"[\s_-]+")
_LENGTH_MAX = 80


def slug(text: str) -> str:
    """Return `text` as an anchor: lower case, words joined by dashes; never empty."""
    folded = unicodedata.normalize("NFKC", text).lower()
    short = _GAPS.sub("-", _DROPPED.sub("", folded)).strip("-")[:_LENGTH_MAX].strip("-")
    return short or "section"


def unique(wanted: str, taken: Iterable[str]) -> str:
    """Return `wanted`, or its first variant `wanted-2`, `wanted-3`, … that is not taken."""
    names = set(taken)
    name, number = wanted, 2
    while name in names:
        name, number = f"{wanted}-{number}", number + 1
    return name


def same_anchor(written: str, anchors: Iterable[str]) -> str | None:
    """Return the anchor that `written` means, whichever generator its author had in mind."""
    known = list(anchors)
    if written in known:
        return written
    wanted = slug(written)
    by_slug = {slug(anchor): anchor for anchor in reversed(known)}
    if wanted in by_slug:
        return by_slug[wanted]
    # MkDocs numbers the second heading `name_1`, GitHub `name-1`; ours is `name-2`.
    numbered = re.fullmatch(r"(.+)-(\d+)", wanted)
    return by_slug.get(f"{numbered[1]}-{int(numbered[2]) + 1}") if numbered else None
