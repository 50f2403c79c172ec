"""A page's Markdown as JupyterLab can show it.

JupyterLab knows no call-outs, colon blocks or links between pages. So call-outs become quotations
with a bold title (folded ones stay folded), icon names go, and links that lead into the tree keep
only their words.
"""

import re
from html import escape

from atlas_core.page.grammar import ICON

_FENCE = re.compile(r"^[ >\t]*(`{3,}|~{3,})")
# A link or picture whose address has no scheme: it leads into the tree.
_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.)*)\]"
    r"\((?![a-zA-Z][\w+.-]*:|//)[^()\s]*(?:\s+\"[^\"]*\")?\)"
)
_WIKI_ATTRIBUTES = re.compile(r"(?<=\))\{[:.#][^}\n]*\}")
_HEADING_ID = re.compile(r"^(#{1,6} .*?)\s*\{:?\s*[#.][^}]*\}\s*$")


def for_jupyter(text: str) -> str:
    """Return Markdown outside code with links and icons as JupyterLab can show them."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and line.strip(" >\t") == found[1] and found[1].startswith(fence):
            fence = ""
        elif not fence:
            lines.append(_plain_line(line))
            continue
        lines.append(line)
    return "\n".join(lines)


def _plain_line(line: str) -> str:
    parts = re.split(r"(`+[^`]*`+)", line)
    for at in range(0, len(parts), 2):
        plain = _WIKI_ATTRIBUTES.sub("", ICON.sub("", parts[at]))
        parts[at] = _LINK.sub(lambda found: found[1], plain)
    return _HEADING_ID.sub(r"\1", "".join(parts))


def callout(*, title: str, body: str, folded: bool) -> str:
    """Return a call-out as a quotation, or, folded, as a block that opens at a click."""
    text = body.strip("\n")
    if folded:
        return f"<details><summary>{escape(title)}</summary>\n\n{text}\n\n</details>"
    return "\n".join(f"> {line}".rstrip() for line in [f"**{title}**", "", *text.split("\n")])
