"""What every file of the site opens and ends with."""

from html import escape

# Nothing may be asked of any server: a page that tried would be refused by the browser itself.
_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src data:; form-action 'none'; base-uri 'none'"
)


def framed(*, title: str, root: str, body: str, scripts: tuple[str, ...], data: str = "") -> str:
    """Return a whole file. `root` is its way to the site's root, `scripts` names in assets/."""
    tags = "".join(f'<script src="{root}assets/{name}" defer></script>\n' for name in scripts)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}assets/site.css">
{tags}</head>
<body data-root="{root}">
<a class="skip" href="#main">Skip to the text</a>
<header class="bar">
<nav aria-label="Site"><a href="{root}index.html">All pages</a>
<a href="{root}technologies.html">Technologies</a></nav>
<button type="button" id="theme" hidden>Dark</button>
</header>
{body}
{data}</body>
</html>
"""
