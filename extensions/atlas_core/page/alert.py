"""GitHub's alerts: a quotation that opens with `[!NOTE]` is read as a call-out of that kind."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?=\n|$)", re.IGNORECASE)


def alert_plugin(md: MarkdownIt) -> None:
    """Turn alerts into `callout_open` and `callout_close` tokens, marked `quoted`."""
    md.core.ruler.before("inline", "alert", _alerts)


def _alerts(state: StateCore) -> None:
    tokens: list[Token] = []
    opened: list[Token] = []
    for at, token in enumerate(state.tokens):
        tokens.append(token)
        if token.type == "blockquote_open":
            opened.append(token)
            tokens += _title(token, state.tokens[at + 1 : at + 3])
        elif token.type == "blockquote_close" and opened.pop().type == "callout_open":
            token.type, token.meta = "callout_close", {"fold": ""}
    state.tokens = tokens


def _title(quotation: Token, inside: list[Token]) -> list[Token]:
    """Make a call-out of an alert and return the tokens of its title; none for a quotation."""
    found = _ALERT.match(inside[1].content) if len(inside) == 2 else None
    if not found:
        return []
    kind = found[1].lower()
    inside[1].content = inside[1].content[found.end() :].lstrip("\n")
    quotation.type = "callout_open"
    quotation.meta = {"kind": kind, "fold": "", "titled": True, "quoted": True}
    title = Token("inline", "", 0, content=kind.capitalize(), map=quotation.map, children=[])
    return [
        Token("callout_title_open", "p", 1, meta={"fold": ""}),
        title,
        Token("callout_title_close", "p", -1, meta={"fold": ""}),
    ]
