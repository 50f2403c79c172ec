"""From rendered Markdown to HTML that a reader's browser may hold: sanitised, links resolved.

Everything that an author wrote passes through nh3 (ammonia) with an allow-list; scripts, styles,
forms, frames and event handlers do not survive. Addresses are decided here and nowhere else:
internal ones become `data-page` and `data-anchor`, pictures of the tree become data URIs, pictures
on the web are not loaded (nothing leaves the reader's machine).
"""

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

import nh3

from atlas_authoring.pages.resolve import Leads, Target

TAGS = frozenset(
    {
        *("a", "abbr", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite"),
        *("code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em"),
        *("figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins"),
        *("kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span"),
        *("strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "tt", "u", "ul", "var", "wbr"),
    }
)
_DROPPED_WHOLE = {"script", "style", "svg", "math", "iframe", "object", "template", "noscript"}
_KNOWN_ELSEWHERE = frozenset(
    {
        *("address", "applet", "area", "article", "audio", "base", "body", "button", "canvas"),
        *("embed", "fieldset", "font", "footer", "form", "frame", "g", "head", "header", "html"),
        *("input", "label", "legend", "link", "main", "map", "meta", "nav", "option", "param"),
        *("path", "picture", "progress", "rect", "select", "source", "textarea", "title", "track"),
        *("video", *_DROPPED_WHOLE),
    }
)
REPORTED = frozenset(
    {"script", "style", "iframe", "object", "embed", "form", "applet", "video", "audio", "svg"}
)
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir", "role", "aria-label", "aria-hidden"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "div": {"data-diagram", "data-exercise"},
    "details": {"open"},
    "ol": {"start"},
    "li": {"value"},
    "th": {"colspan", "rowspan", "align", "style", "scope"},
    "td": {"colspan", "rowspan", "align", "style"},
}
_CLASS = re.compile(r"(atlas-|language-|footnote|task-list|contains-task-list$)")
# Elements that authors write as placeholders ("cd <path>") as soon as they have no attribute.
_PLACEHOLDERS = frozenset(
    {"address", "area", "base", "body", "header", "input", "label", "link", "map", "meta", "object"}
    | {"option", "param", "path", "source", "title", "track"}
)
_TAG = re.compile(r"<(?=/?([a-zA-Z][a-zA-Z0-9:_.-]*)(>?))")
_LINK = re.compile(r'<a((?: [a-z-]+="[^"]*")*)>')
_HREF = re.compile(r' href="([^"]*)"')
_ANCHORED = re.compile(r'\b(?:id|name)\s*=\s*["\']?([\w.:-]+)')
_OURS = "atlas:"


def escape_unknown_tags(html: str) -> str:
    """Return raw HTML in which what is no HTML element, such as `<namespace>`, reads as text."""

    def shown(found: re.Match[str]) -> str:
        name = found[1].lower()
        is_placeholder = bool(found[2]) and name in _PLACEHOLDERS
        known = name in TAGS or name in _KNOWN_ELSEWHERE
        return "<" if known and not is_placeholder else "&lt;"

    return _TAG.sub(shown, html)


def tags_of(html: str) -> set[str]:
    """Return the names of the elements that raw HTML opens."""
    return {found[1].lower() for found in _TAG.finditer(html)}


def anchors_of(html: str) -> list[str]:
    """Return the ids and names that raw HTML gives to its elements."""
    return _ANCHORED.findall(html)


def sanitise(
    html: str,
    *,
    resolve: Callable[[str], Target],
    picture: Callable[[str], str | None],
    placeholders: frozenset[str],
) -> str:
    """Return safe HTML.

    `resolve` says where an address leads, `picture` gives a data URI for an address or None,
    `placeholders` are the diagram and exercise ids that this page may hold.
    """

    def keep(element: str, attribute: str, value: str) -> str | None:
        if attribute == "class":
            return " ".join(name for name in value.split() if _CLASS.match(name)) or None
        if attribute.startswith("data-"):
            return value if value in placeholders else None
        if attribute == "href":
            return _address(resolve(value), value)
        if attribute == "src":
            return picture(value)
        return value

    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "data", "atlas"},
        filter_style_properties={"text-align"},
        link_rel="noopener noreferrer",
    )
    return _LINK.sub(_finished_link, clean)


def _address(target: Target, written: str) -> str | None:
    if target.leads is Leads.WEB:
        return f"https:{written}" if written.startswith("//") else written
    if target.page is not None:
        return f"{_OURS}{quote(target.page, safe='')}#{quote(target.anchor, safe='')}"
    return _OURS if target.leads is Leads.NOWHERE else None


def _finished_link(found: re.Match[str]) -> str:
    """Turn our own addresses into data attributes, and let web links open beside the reader."""
    href = _HREF.search(found[1])
    if not href:
        return f"<a{found[1]}>"
    if not href[1].startswith(_OURS):
        return f'<a{found[1]} target="_blank">'
    rest = found[1].replace(href[0], "").replace(' rel="noopener noreferrer"', "")
    page, _, anchor = href[1].removeprefix(_OURS).partition("#")
    if not page:
        return f'<a data-broken="true"{rest}>'
    at = f' data-anchor="{_escaped(anchor)}"' if anchor else ""
    return f'<a href="#" data-page="{_escaped(page)}"{at}{rest}>'


def _escaped(quoted: str) -> str:
    text = unquote(quoted)
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
