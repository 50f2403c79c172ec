"""Trees written out from one text: `=== path ===` begins a file, and without it all is page.md."""

import re
from pathlib import Path

BROKEN = Path(__file__).parent / "broken"
_FILE = re.compile(r"^=== (?P<tree>[\w-]+)/(?P<path>\S+) ===\n", re.MULTILINE)


def write_out(text: str, folder: Path) -> Path:
    """Write the files of `text` below `folder` and return the tree that they are in."""
    parts = _FILE.split(text)
    files = list(zip(parts[1::3], parts[2::3], parts[3::3], strict=True))
    for tree, path, content in files or [("docs", "page.md", text)]:
        place = folder / tree / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")
    return folder / (files[0][0] if files else "docs")
