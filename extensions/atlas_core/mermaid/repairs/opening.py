"""Repairs of a block's first line and of characters that nobody sees."""

import re

from atlas_core.diagram.vocabulary import Kind
from atlas_core.mermaid.kinds import KEYWORDS, keyword_line, mended_keyword

_FIRST = re.compile(r"(\s*)([A-Za-z][\w-]*)(.*)")
_DIRECTION = re.compile(r"\s*(TB|TD|BT|LR|RL|BR|<|>|\^|v)?\s*(;.*)?$")
_DIRECTION_WORDS = (
    (re.compile(r"left.*right", re.I), "LR"),
    (re.compile(r"right.*left", re.I), "RL"),
    (re.compile(r"bottom.*top", re.I), "BT"),
)
_INVISIBLE = {0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xFEFF: None, 0x00AD: None}
_SPACES = dict.fromkeys([0x00A0, 0x2007, 0x202F, 0x3000, 0x0009], " ")
_TABLE = str.maketrans({**_INVISIBLE, **_SPACES})
_CURLY_LABEL = re.compile(r"(?<=[\[({|])\s*[“”„]([^“”\"\n]*)[“”]\s*(?=[\])}|])")


def mend_keyword(text: str) -> str:
    """`sequenceD diagram` becomes `sequenceDiagram`, `Graph td` becomes `graph TD`."""
    lines = text.split("\n")
    at = keyword_line(lines)
    first = _FIRST.fullmatch(lines[at]) if at is not None else None
    if at is None or first is None:
        return text
    indent, word, rest = first.groups()
    keyword = mended_keyword(word)
    if keyword is None:
        return text
    if KEYWORDS[keyword] is Kind.FLOWCHART:
        rest = _mended_direction(rest)
    elif KEYWORDS[keyword] in (Kind.SEQUENCE, Kind.STATE):
        rest = ""
    lines[at] = f"{indent}{keyword}{rest}"
    return "\n".join(lines)


def _mended_direction(rest: str) -> str:
    if _DIRECTION.fullmatch(rest):
        return rest
    if _DIRECTION.fullmatch(rest.upper()):
        return rest.upper()
    if re.match(r"\s*(TB|TD|BT|LR|RL)\b", rest):
        return rest
    for pattern, direction in _DIRECTION_WORDS:
        if pattern.search(rest):
            return f" {direction}"
    return " TB"


def plain_characters(text: str) -> str:
    """Special spaces become spaces, zero-width characters go, curly quotes around labels too."""
    return _CURLY_LABEL.sub(r'"\1"', text.translate(_TABLE))
