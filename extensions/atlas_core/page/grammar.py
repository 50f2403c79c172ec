"""How a page's Markdown is read: one grammar for our lessons and for anybody's documentation.

CommonMark with tables, strikethrough, task lists, footnotes, definition lists, attributes on links
and images, call-outs of MkDocs and GitHub, and colon blocks. The build renders these tokens, the
notebook conversion splits the source along them; both so number the same Mermaid blocks alike.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from atlas_core.page.admonition import admonition_plugin
from atlas_core.page.alert import alert_plugin
from atlas_core.page.colon_block import colon_block_plugin

ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[a-z0-9-]+:(?:\{[^}\n]*\})?[ \t]?")
_NESTING_MAX = 40
_MERMAID = frozenset({"mermaid", "{mermaid}", "{.mermaid}"})


def grammar() -> MarkdownIt:
    """Return a new parser; its tokens' `map` counts lines of the given text from 0."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING_MAX})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    md.use(attrs_plugin, after=("image", "link_close"))
    md.use(admonition_plugin).use(colon_block_plugin).use(alert_plugin)
    md.core.ruler.push("icons", _drop_icons)
    return md


def _drop_icons(state: StateCore) -> None:
    """Drop `:material-x:` and its like: they name pictures of a site's theme, not words."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text" and ":" in child.content:
                child.content = ICON.sub("", child.content)


def is_mermaid(token: Token) -> bool:
    """Tell whether `token` is a fence whose language is Mermaid."""
    if token.type != "fence":
        return False
    words = token.info.split(maxsplit=1)
    return bool(words) and words[0].lower() in _MERMAID


def mermaid_fences(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Yield each Mermaid fence with its ordinal in the page, from 1."""
    return enumerate((token for token in tokens if is_mermaid(token)), start=1)


def is_closed(token: Token, lines: Sequence[str]) -> bool:
    """Tell whether a fence has its closing line; `lines` are those of the parsed text."""
    if token.map is None or token.map[1] - token.map[0] < 2:
        return False
    last = lines[token.map[1] - 1].strip(" \t>")
    return len(last) >= len(token.markup) and set(last) == {token.markup[0]}


def plain_text(inline: Token) -> str:
    """Return what an inline token says, without markup."""
    parts: list[str] = []
    for child in inline.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "image":
            parts.append(plain_text(child))
    return " ".join("".join(parts).split())
