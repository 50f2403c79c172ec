"""Which kind of diagram a block is, from the first word of its text."""

import re
from difflib import get_close_matches

from atlas_core.diagram.vocabulary import Kind

KEYWORDS: dict[str, Kind] = {
    "graph": Kind.FLOWCHART,
    "flowchart": Kind.FLOWCHART,
    "flowchart-elk": Kind.FLOWCHART,
    "sequenceDiagram": Kind.SEQUENCE,
    "stateDiagram": Kind.STATE,
    "stateDiagram-v2": Kind.STATE,
    "classDiagram": Kind.CLASS,
    "classDiagram-v2": Kind.CLASS,
    "erDiagram": Kind.ER,
    "pie": Kind.PIE,
    "xychart": Kind.XYCHART,
    "xychart-beta": Kind.XYCHART,
    "gantt": Kind.GANTT,
    "timeline": Kind.TIMELINE,
    "quadrantChart": Kind.QUADRANT,
    "mindmap": Kind.MINDMAP,
    "journey": Kind.JOURNEY,
    "gitGraph": Kind.OTHER,
    "requirementDiagram": Kind.OTHER,
    "sankey": Kind.OTHER,
    "sankey-beta": Kind.OTHER,
    "block": Kind.OTHER,
    "block-beta": Kind.OTHER,
    "packet": Kind.OTHER,
    "packet-beta": Kind.OTHER,
    "architecture": Kind.OTHER,
    "architecture-beta": Kind.OTHER,
    "kanban": Kind.OTHER,
    "radar-beta": Kind.OTHER,
    "treemap": Kind.OTHER,
    "treemap-beta": Kind.OTHER,
    "C4Context": Kind.OTHER,
    "C4Container": Kind.OTHER,
    "C4Component": Kind.OTHER,
    "C4Dynamic": Kind.OTHER,
    "C4Deployment": Kind.OTHER,
    "zenuml": Kind.OTHER,
    "info": Kind.OTHER,
}

DRAWN = frozenset(Kind) - {Kind.OTHER}
"""The kinds that have a reader and a layout in the workshop (its kinds.ts)."""

_WORD = re.compile(r"[A-Za-z][\w-]*")
_PREFIX_MIN = 5


def keyword_line(lines: list[str]) -> int | None:
    """Index of the line that names the kind: after front matter, comments and directives."""
    index = 0
    while index < len(lines) and not lines[index].strip():
        index += 1
    if index < len(lines) and lines[index].strip() == "---":
        closing = (at for at in range(index + 1, len(lines)) if lines[at].strip() == "---")
        index = next(closing, index) + 1
    directive = False
    for at in range(index, len(lines)):
        text = lines[at].strip()
        if directive or text.startswith("%%{"):
            directive = "}%%" not in text
        elif text and not text.startswith("%%"):
            return at
    return None


def mended_keyword(word: str) -> str | None:
    """The keyword that a misspelt or truncated one stands for, None when nothing is near."""
    if word in KEYWORDS:
        return word
    folded = {keyword.lower(): keyword for keyword in KEYWORDS}
    if word.lower() in folded:
        return folded[word.lower()]
    starts = [key for key in KEYWORDS if key.lower().startswith(word.lower())]
    if len(word) >= _PREFIX_MIN and starts:
        return starts[0]
    near = get_close_matches(word.lower(), folded, n=1, cutoff=0.8)
    return folded[near[0]] if near else None


def kind_of(text: str) -> Kind:
    """The kind of a block; `Kind.OTHER` where its first word is no keyword, nor near one."""
    lines = text.split("\n")
    at = keyword_line(lines)
    word = _WORD.match(lines[at].strip()) if at is not None else None
    keyword = mended_keyword(word[0]) if word else None
    return KEYWORDS[keyword] if keyword else Kind.OTHER
