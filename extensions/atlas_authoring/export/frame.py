"""What every file of the site opens and ends with."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape

# Nothing may be asked of any server: a page that tried would be refused by the browser itself.
# The simulator is a worker from a blob, and its engine a WebAssembly module inside of that.
_POLICY = (
    "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; worker-src blob:; "
    "style-src 'self' file: 'unsafe-inline'; img-src 'self' data: blob:; font-src data:; "
    "form-action 'none'; base-uri 'none'"
)


def framed(*, title: str, root: str, body: str, scripts: tuple[str, ...], data: str = "") -> str:
    """Return a whole file. `root` is its way to the site's root, `scripts` names in assets/."""
    tags = "".join(f'<script src="{root}assets/{name}" defer></script>\n' for name in scripts)
    style = f'<link rel="stylesheet" href="{root}assets/site.css">'
    links = f"""<a href="{root}index.html">All pages</a>
<a href="{root}technologies.html">Technologies</a>"""
    head = _Head(policy=_POLICY.format(scripts="'self' file:"), links=links, style=style, tags=tags)
    return _file(title, head, root, body + "\n" + data)


def framed_alone(*, title: str, body: str, scripts: tuple[str, ...], style: str, data: str) -> str:
    """Return a file with everything inside; `scripts` and `style` are their texts."""
    safe = [script.replace("</script", "<\\/script") for script in scripts]
    hashes = (b64encode(sha256(script.encode()).digest()).decode() for script in safe)
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    head = _Head(
        policy=_POLICY.format(scripts=allowed),
        links=f"<strong>{escape(title)}</strong>",
        style=f"<style>{style}</style>",
        tags="",
    )
    inside = "".join(f"<script>{script}</script>\n" for script in safe)
    return _file(title, head, "", f"{body}\n{data}{inside}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What differs between a file of the site and one that stands alone."""

    policy: str
    links: str
    style: str
    tags: str


def _file(title: str, head: _Head, root: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{head.policy}">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
{head.style}
{head.tags}</head>
<body data-root="{root}">
<a class="skip" href="#main">Skip to the text</a>
<header class="bar">
<nav aria-label="Site">{head.links}</nav>
<button type="button" id="theme" hidden>Dark</button>
</header>
{body}</body>
</html>
"""
