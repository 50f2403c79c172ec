"""A Mermaid text as a Markdown page of its own, for the learner's home."""

import re

from atlas_core.mermaid.kinds import kind_of

TITLE_LENGTH_MAX = 120


def mermaid_page(title: str, text: str) -> str:
    """The page. The fence is longer than any run of backticks in the text."""
    name = " ".join(title.split())[:TITLE_LENGTH_MAX] or "A diagram"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    about = f"A {kind_of(text)} diagram from the playground."
    return (
        f'---\ntitle: "{quoted}"\ndescription: {about}\n---\n\n# {name}\n\n'
        f"{fence}mermaid\n{text.rstrip()}\n{fence}\n"
    )


def page_name(title: str) -> str:
    """A file's name without its suffix, from a title: "A shop" becomes "a-shop"."""
    words = re.findall(r"[^\W_]+", title.casefold())
    return "-".join(words)[:60].rstrip("-") or "diagram"
