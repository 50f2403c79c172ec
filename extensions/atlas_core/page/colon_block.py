"""Blocks between colons: `:::exercise <id>`, `:::quiz`, and the call-outs of other generators.

`:::exercise <id>` stands alone on its line (a closing `:::` right below it is accepted).
`:::quiz` holds YAML up to the closing `:::`, see `quiz`; `:::mermaid` is a Mermaid fence, as Azure
DevOps writes it. `:::note Title`, `:::tip[Title]` and
`:::{warning}` are call-outs, as Docusaurus, VitePress and MyST write them. A name that nobody
knows is read as a call-out too and marked `unknown`, so that the author hears of a typing error.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from atlas_core.page.admonition import push_callout

CALLOUTS = frozenset(
    {
        *("abstract", "attention", "bug", "caution", "danger", "details", "error", "example"),
        *("failure", "hint", "important", "info", "note", "question", "quote", "seealso"),
        *("success", "summary", "tip", "todo", "warning"),
    }
)
_OPENING = re.compile(r"(:{3,})[ \t]*\{?([a-zA-Z][\w-]*)\}?[ \t]*(.*)$")
_CLOSING = re.compile(r"(:{3,})[ \t]*$")


def colon_block_plugin(md: MarkdownIt) -> None:
    """Let `md` read blocks between colons into `exercise`, `quiz` and call-out tokens."""
    md.block.ruler.before(
        "fence",
        "colon_block",
        _colon_block,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _colon_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = _line(state, start)
    if not text.startswith(":::") or state.is_code_block(start):
        return False
    found = _OPENING.match(text)
    if not found:
        return False
    if silent:
        return True
    name, rest = found[2].lower(), found[3].strip()
    if name == "exercise":
        state.line = _exercise(state, start, end, rest)
        return True
    last, closed = _find_closing(state, start, end, len(found[1]))
    if name in {"quiz", "mermaid"}:
        token = state.push("quiz" if name == "quiz" else "fence", "div", 0)
        token.block = True
        token.info, token.markup = name, found[1]
        token.content = state.getLines(start + 1, last - closed, state.sCount[start], True)
        token.map = [start, last]
        token.meta = {"closed": closed}
    else:
        title = rest.strip("[]") or name.replace("-", " ").capitalize()
        at = len(state.tokens)
        push_callout(
            state,
            (start, last),
            kind=name,
            title=title,
            fold="closed" if name == "details" else "",
            indent=state.sCount[start],
            closing_lines=int(closed),
        )
        state.tokens[at].meta |= {"closed": closed, "unknown": name not in CALLOUTS}
    state.line = last
    return True


def _exercise(state: StateBlock, start: int, end: int, rest: str) -> int:
    token = state.push("exercise", "div", 0)
    token.block = True
    token.content = rest
    token.map = [start, start + 1]
    following = start + 1
    while following < end and state.isEmpty(following):
        following += 1
    closes = following < end and _CLOSING.match(_line(state, following))
    return following + 1 if closes else start + 1


def _find_closing(state: StateBlock, start: int, end: int, colons: int) -> tuple[int, bool]:
    """Return the line after the block, and whether its closing colons were found."""
    depth = 1
    for line in range(start + 1, end):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return line, False
        text = _line(state, line)
        closing = _CLOSING.match(text)
        if closing and len(closing[1]) >= colons:
            depth -= 1
            if depth == 0:
                return line + 1, True
        elif (opening := _OPENING.match(text)) and opening[2].lower() != "exercise":
            depth += len(opening[1]) == colons
    return end, False
