"""Where a page lies in the site, and how others point to it. Names are the pages' own ids."""

import json
import re
from urllib.parse import quote

_UNUSABLE = re.compile(r'[\x00-\x1f<>:"|?*\\]')


def page_file(page_id: str) -> str:
    """Return the file of a page, relative to the site, with forward slashes."""
    parts = (_UNUSABLE.sub("_", part).rstrip(". ") or "_" for part in page_id.split("/"))
    return f"pages/{'/'.join(parts)}.html"


def to_root(page_id: str) -> str:
    """Return the way from a page's file to the site's root: `../../`."""
    return "../" * page_file(page_id).count("/")


def href(page_id: str, *, root: str, anchor: str = "") -> str:
    """Return the address of a page as seen from a file whose way to the root is `root`."""
    return root + quote(page_file(page_id)) + (f"#{quote(anchor)}" if anchor else "")


def diagram_anchor(diagram_id: str) -> str:
    """Return the element id of a diagram on its page: `diagram-2`."""
    return f"diagram-{diagram_id.rpartition('#')[2]}"


def script_json(value: object) -> str:
    """Return JSON that can stand inside a `script` element and in a classic script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
