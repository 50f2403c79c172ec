"""How the tokens of a page become HTML, before it is sanitised."""

import re
from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any

from atlas_core.page import grammar, is_mermaid
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from atlas_authoring.pages.sanitise import escape_unknown_tags

# `<a name>` is how older pages set an anchor; as an id it survives the sanitiser.
_NAMED = re.compile(r"(<a\s(?:[^>]*\s)?)name=", re.IGNORECASE)
Env = MutableMapping[str, Any]


def page_grammar() -> MarkdownIt:
    """Return the grammar with the build's own rendering.

    The caller sets `meta["diagram"]` on Mermaid fences and `meta["first"]` on the first quiz.
    """
    md = grammar()
    for name, rule in _RULES.items():
        md.add_render_rule(name, rule)
    return md


def _fence(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    token = tokens[at]
    if is_mermaid(token):
        return _placeholder("atlas-diagram", "data-diagram", token.meta["diagram"])
    words = token.info.split(maxsplit=1)
    language = words[0].strip("{}.").lower() if words else ""
    kind = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{kind}>{escape(token.content, quote=False)}</code></pre>\n"


def _placeholder(kind: str, attribute: str, value: str) -> str:
    return f'<div class="{kind}" {attribute}="{escape(value)}"></div>\n'


def _exercise(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    return _placeholder("atlas-exercise", "data-exercise", tokens[at].content)


def _quiz(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    return '<div class="atlas-quiz"></div>\n' if tokens[at].meta.get("first") else ""


def _callout_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    meta = tokens[at].meta
    kind = f'class="atlas-callout atlas-callout-{escape(meta["kind"])}"'
    if not meta["fold"]:
        return f"<aside {kind}>\n"
    summary = "" if meta["titled"] else "<summary>More</summary>"
    return f"<details {kind}{' open' if meta['fold'] == 'open' else ''}>\n{summary}"


def _callout_close(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    return "</details>\n" if tokens[at].meta["fold"] else "</aside>\n"


def _title_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    folds = tokens[at].meta["fold"]
    return "<summary>" if folds else '<p class="atlas-callout-title">'


def _title_close(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    return "</summary>\n" if tokens[at].meta["fold"] else "</p>\n"


def _raw(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    """Keep raw HTML for the sanitiser, but for task boxes, which become a sign with a name."""
    content = tokens[at].content
    if content.startswith('<input class="task-list-item-checkbox"'):
        done = "checked" in content
        sign, name = ("☑", "done") if done else ("☐", "to do")
        return f'<span class="atlas-task" role="img" aria-label="{name}">{sign}</span>'
    return _NAMED.sub(r"\1id=", escape_unknown_tags(content))


def _image(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    """Draw a picture of the tree; name one on the web, with a link, and load nothing."""
    token = tokens[at]
    source = str(token.attrGet("src") or "")
    words = self.renderInlineAsText(token.children or [], options, env)
    if not source.startswith(("http:", "https:", "//")):
        return f'<img src="{escape(source)}" alt="{escape(words)}">'
    name = escape(words or source.rsplit("/", 1)[-1] or "picture")
    opened = sum(
        1 if t.type == "link_open" else -1 if t.type == "link_close" else 0 for t in tokens[:at]
    )
    shown = f'<span class="atlas-picture-name">{name}</span>'
    return shown if opened else f'<a href="{escape(source)}">{shown}</a>'


def _table_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    return '<div class="atlas-table"><table>\n'


def _table_close(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Env
) -> str:
    return "</table></div>\n"


_RULES = {
    "fence": _fence,
    "exercise": _exercise,
    "quiz": _quiz,
    "callout_open": _callout_open,
    "callout_close": _callout_close,
    "callout_title_open": _title_open,
    "callout_title_close": _title_close,
    "html_block": _raw,
    "html_inline": _raw,
    "image": _image,
    "table_open": _table_open,
    "table_close": _table_close,
}
