"""Repairs of state diagrams."""

import re

from atlas_core.mermaid.repairs.scan import each_line

_TEXT = re.compile(r"([^:\n]*:)([^\n]*;[^\n]*)")
_ARROWS = (
    (re.compile(r"\s*(?:→|⟶|➔|➜)\s*"), " --> "),
    (re.compile(r"\s*[—\u2013]+>\s*"), " --> "),
    (re.compile(r"(?<![-<])->>?"), "-->"),
    (re.compile(r"--+>>"), "-->"),
    (re.compile(r"={1,2}>"), "-->"),
)
_TRANSITION = re.compile(r"(\s*)([^:]+?)\s*-->\s*([^:]+?)\s*(:.*)?")
_KNOWN = re.compile(
    r"\s*(?:(?:state|note|end note|direction|classDef|class|style|click|hide empty|scale|"
    r"accTitle|accDescr|stateDiagram(?:-v2)?|title)\b.*|%%.*|\}|--|[\w.-]+\s*(?::.*)?)?",
    re.I,
)
_COMMENT_IN_NOTE = re.compile(r"(?i)\s*note\b(?!.*:)")


def mend_arrows(text: str) -> str:
    """Arrows of other notations, before the colon: `A -> B`, `A => B`."""
    lines = []
    for line in text.split("\n"):
        head, colon, tail = line.partition(":")
        for pattern, arrow in _ARROWS:
            head = pattern.sub(arrow, head)
        lines.append(head + colon + tail)
    return "\n".join(lines)


def escape_text(text: str) -> str:
    """`;` in the text of a transition, at which Mermaid would cut it, becomes an entity."""
    return each_line(text, _escape_line)


def _escape_line(line: str) -> str:
    found = _TEXT.fullmatch(line)
    if found is None or line.lstrip().startswith(("classDef", "style", "%%")):
        return line
    return found[1] + re.sub(r"(#\w+;)|;(?!\s*$)", lambda m: m[1] or "#59;", found[2])


def join_ids(text: str) -> str:
    """`Half Open --> Closed` becomes `Half_Open --> Closed`."""
    return each_line(text, _join_line)


def _join_line(line: str) -> str:
    found = _TRANSITION.fullmatch(line)
    if found is None:
        return line
    source, target = (_joined(name) for name in (found[2], found[3]))
    return f"{found[1]}{source} --> {target}{' ' + found[4] if found[4] else ''}"


def _joined(name: str) -> str:
    return name if name.startswith(("[", "<")) else re.sub(r"[\s/()]+", "_", name).strip("_")


def balance_braces(text: str) -> str:
    """A composite state that is not closed is closed at the end."""
    depth = 0
    lines = []
    for line in text.split("\n"):
        if re.search(r"\{\s*$", line):
            depth += 1
        elif line.strip() == "}":
            if depth == 0:
                lines.append("")
                continue
            depth -= 1
        lines.append(line)
    return "\n".join([*lines, *["}"] * depth])


def drop_foreign(text: str) -> str:
    """Lines that are no statement of a state diagram, outside notes, are left out."""
    lines = []
    in_note = False
    for line in text.split("\n"):
        known = in_note or _KNOWN.fullmatch(line) or _TRANSITION.fullmatch(line)
        lines.append(line if known else "")
        if _COMMENT_IN_NOTE.match(line):
            in_note = True
        elif re.match(r"(?i)\s*end note\b", line):
            in_note = False
    return "\n".join(lines)
