"""Indented call-outs as MkDocs and its Material theme write them.

`!!! note "Title"`, `??? tip` (folded), `???+ tip` (unfolded) and content tabs (`=== "Tab"`), each
followed by lines indented by four columns. Blank lines inside belong to the body; the first
less indented line ends it. A `note` without a title is headed "Note"; `""` means no heading.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_INDENT = 4
_OPENING = re.compile(r"(!!!|\?\?\?\+?|===[!+]?)[ \t]+(\S.*)$")
_TITLE = re.compile(r'^(?P<words>[^"]*)"(?P<title>.*)"\s*$')
_KIND = re.compile(r"[a-z][a-z0-9_-]*$")


def admonition_plugin(md: MarkdownIt) -> None:
    """Let `md` read indented call-outs into `callout_open` and `callout_close` tokens."""
    md.block.ruler.before(
        "fence",
        "callout",
        _callout,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )


def _callout(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(("!!!", "???", "===")):
        return False
    found = _OPENING.match(line)
    parts = found and _parts(found[1], found[2])
    if not parts:
        return False
    if silent:
        return True
    kind, title, fold = parts
    indent = state.sCount[start] + _INDENT
    last = _body_end(state, start + 1, end, indent)
    push_callout(state, (start, last), kind=kind, title=title, fold=fold, indent=indent)
    state.line = last
    return True


def _parts(marker: str, rest: str) -> tuple[str, str, str] | None:
    """Return kind, title and fold ("", "open", "closed"), or None where `rest` is prose."""
    titled = _TITLE.match(rest)
    words = (titled["words"] if titled else rest).split()
    if marker.startswith("==="):
        return ("tab", titled["title"], "") if titled and not words else None
    if not words or not _KIND.match(words[0].lower()) or (not titled and len(words) > 3):
        return None
    kind = words[0].lower()
    title = titled["title"] if titled else kind.replace("-", " ").capitalize()
    fold = "" if marker == "!!!" else "open" if marker.endswith("+") else "closed"
    return kind, title, fold


def _body_end(state: StateBlock, line: int, end: int, indent: int) -> int:
    last = line
    while line < end:
        if not state.isEmpty(line):
            if state.sCount[line] < indent:
                break
            last = line + 1
        line += 1
    return last


def push_callout(
    state: StateBlock,
    lines: tuple[int, int],
    *,
    kind: str,
    title: str,
    fold: str,
    indent: int,
    closing_lines: int = 0,
) -> None:
    """Push the tokens of one call-out whose opening is at `lines[0]` and whose body follows."""
    start, last = lines
    opening = state.push("callout_open", "div", 1)
    opening.block = True
    opening.map = [start, last]
    opening.meta = {"kind": kind, "fold": fold, "titled": bool(title)}
    if title:
        heading = state.push("callout_title_open", "p", 1)
        heading.meta = {"fold": fold}
        inline = state.push("inline", "", 0)
        inline.content = title
        inline.map = [start, start + 1]
        inline.children = []
        state.push("callout_title_close", "p", -1).meta = {"fold": fold}
    kept = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax, state.blkIndent = "callout", last - closing_lines, indent
    state.md.block.tokenize(state, start + 1, last - closing_lines)
    state.parentType, state.lineMax, state.blkIndent = kept
    closing = state.push("callout_close", "div", -1)
    closing.block = True
    closing.meta = opening.meta
