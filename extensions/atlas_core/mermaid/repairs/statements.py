"""Repairs of whole statements in flowcharts: misspelt words, ids, `end`, comments, styling."""

import re
from difflib import get_close_matches

from atlas_core.mermaid.repairs.scan import is_plain, masked

_STYLED = re.compile(r"(\s*)([A-Za-z]+)(\s+[\w,\s-]+?\s+(?:fill|stroke|color|font)[\w-]*\s*:.*)")
_CLASSED = re.compile(r"(\s*)([A-Za-z]+)(\s+[\w,]+(?:\s*,\s*\w+)*\s+\w+(?:Style|Class)\s*;?\s*)$")
_GROUPED = re.compile(r"(\s*)([A-Za-z]+)(\s+[\w\"][^\n]*)")
_COMMENT = re.compile(r"\s+%%(?!\{).*$|\s+//\s.*$")
_COMMENT_LINE = re.compile(r"\s*(?://|#(?!\w+;)).*")
_TARGETS = re.compile(r"((?:-->|---|==>|-\.->)\s*(?:\|[^|]*\|\s*)?\w+)((?:\s*,\s*\w+)+)\s*;?\s*$")
_CLASS_LIST = re.compile(r"(\s*class\s+)(\w+(?:\s*,\s*\w+)*)\s*,?(\s+)(\w+)\s*(;?)\s*$")
_RESERVED = r"(?:end|graph|flowchart|subgraph|style|class|click|linkStyle|classDef|default|call)"
_RESERVED_ID = re.compile(
    rf"(?:(?<=-->)|(?<=---)|(?<==>)|(?<=\.->)|(?<=&)|(?<=\|)|^)(\s*)({_RESERVED})"
    r"(?=\s*(?:$|[\[({]|-->|---|==>|-\.|&))"
)
_ARROW = re.compile(r"\s*(?:<?[ox]?(?:--+|==+|-\.+-|~~~+)[->ox=]?)\s*(?:\x00+)?\s*|\s+&\s+")
_SPACED = re.compile(r"[A-Za-z]\w*(?: +\w+)+$")
_FOREIGN = re.compile(r"\s*(?:note\b|participant\b|title\b|legend\b|caption\b|state\b).*", re.I)
_STYLING = re.compile(r"\s*(?:style|linkStyle)\b.*")


def mend_statements(text: str) -> str:
    """`classDev red fill:#f00` becomes `classDef red fill:#f00`; the same for other statements."""
    return "\n".join(_mend_line(line) for line in text.split("\n"))


def _mend_line(line: str) -> str:
    shapes = (
        (_STYLED, ("classDef", "style", "linkStyle"), 0.7),
        (_CLASSED, ("class",), 0.7),
        (_GROUPED, ("subgraph",), 0.8),
    )
    for pattern, words, cutoff in shapes:
        if (found := pattern.fullmatch(line)) and found[2] not in words:
            near = get_close_matches(found[2], words, n=1, cutoff=cutoff)
            if near:
                return f"{found[1]}{near[0]}{found[3]}"
    return line


def drop_comments(text: str) -> str:
    """Comments after a statement, and those of other languages, are left out."""
    lines = []
    for line in text.split("\n"):
        if _COMMENT_LINE.fullmatch(line):
            lines.append("")
            continue
        found = _COMMENT.search(masked(line))
        lines.append(line[: found.start()] if found and line[: found.start()].strip() else line)
    return "\n".join(lines)


def mend_lists(text: str) -> str:
    """`A --> B, C` becomes `A --> B & C`; `class A, B, red` becomes `class A,B red`."""
    lines = []
    for line in text.split("\n"):
        if classed := _CLASS_LIST.fullmatch(line):
            names = re.sub(r"\s+", "", classed[2])
            lines.append(f"{classed[1]}{names}{classed[3]}{classed[4]}{classed[5]}")
        elif not is_plain(line) and (targets := _TARGETS.search(line)):
            lines.append(line[: targets.start(2)] + re.sub(r"\s*,\s*", " & ", targets[2]))
        else:
            lines.append(line)
    return "\n".join(lines)


def rename_reserved(text: str) -> str:
    """A node named `end` becomes `end_` with the label "end"; the same for other keywords."""
    lines = []
    for line in text.split("\n"):
        has_arrow = re.search(r"-->|---|==>|-\.->", line)
        alone = re.fullmatch(rf"\s*{_RESERVED}\b[^\[({{]*", line)
        if (is_plain(line) and not has_arrow) or (alone and not has_arrow):
            lines.append(line)
            continue
        if re.match(r"\s*(?:graph|flowchart|subgraph)\s+\w", line):
            lines.append(line)
            continue
        lines.append(_RESERVED_ID.sub(_renamed, line))
    return "\n".join(lines)


def _renamed(match: re.Match[str]) -> str:
    label = "" if match.string[match.end() :].lstrip()[:1] in ("[", "(", "{") else f'["{match[2]}"]'
    return f"{match[1]}{match[2]}_{label}"


def join_ids(text: str) -> str:
    """`Load Balancer --> API` becomes `Load_Balancer["Load Balancer"] --> API`."""
    lines = []
    for line in text.split("\n"):
        lines.append(line if is_plain(line) else _join_line(line))
    return "\n".join(lines)


def _join_line(line: str) -> str:
    mask = masked(line)
    if not _ARROW.search(mask):
        found = re.match(r"(\s*)(?!subgraph\b|direction\b)([A-Za-z]\w*(?: +\w+)+)(?=[\[({])", mask)
        return (
            line[: found.start(2)] + found[2].replace(" ", "_") + line[found.end(2) :]
            if found
            else line
        )
    pieces: list[str] = []
    at = 0
    for arrow in [*_ARROW.finditer(mask), None]:
        end = arrow.start() if arrow else len(line)
        pieces.append(_joined_id(line[at:end]))
        if arrow:
            pieces.append(line[arrow.start() : arrow.end()])
            at = arrow.end()
    return "".join(pieces)


def _joined_id(piece: str) -> str:
    name = piece.strip()
    if _SPACED.fullmatch(name):
        indent = piece[: len(piece) - len(piece.lstrip())]
        return f'{indent}{name.replace(" ", "_")}["{name}"]'
    return re.sub(
        r"^(\s*)([A-Za-z]\w*(?: +\w+)+)(?=[\[({])", lambda m: m[1] + m[2].replace(" ", "_"), piece
    )


def balance_ends(text: str) -> str:
    """An `end` too many is left out; those that are missing are added at the end."""
    depth = 0
    lines = []
    for line in text.split("\n"):
        if re.match(r"\s*subgraph\b", line):
            depth += 1
        elif re.fullmatch(r"\s*end\s*;?\s*", line):
            if depth == 0:
                lines.append("")
                continue
            depth -= 1
        lines.append(line)
    return "\n".join([*lines, *["end"] * depth])


def drop_foreign(text: str) -> str:
    """Statements of other kinds of diagram, such as notes, are left out."""
    return "\n".join("" if _FOREIGN.fullmatch(line) else line for line in text.split("\n"))


def drop_styling(text: str) -> str:
    """The last resort: `style` and `linkStyle`, which carry looks only, are left out."""
    return "\n".join("" if _STYLING.fullmatch(line) else line for line in text.split("\n"))
