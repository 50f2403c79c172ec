"""Bake the gallery's bundles: tests/fixtures/gallery/gallery.md into one JSON file a diagram.

Run after the layout or a contract has changed. Needs the workshop; the gallery itself needs only
what this leaves behind.
"""

import json
import re
import sys
from pathlib import Path

from atlas_authoring.diagrams import Block, build_diagrams
from atlas_core.diagram.codec import encode_diagram, encode_geometry

FOLDER = Path(__file__).resolve().parents[4] / "tests" / "fixtures" / "gallery"
BLOCK = re.compile(
    r"^## (?P<title>[^\n]+)\n\n```mermaid\n(?P<text>.*?)\n```$", re.MULTILINE | re.DOTALL
)


def main() -> None:
    """Write a bundle for each block, and remove those that have none any more."""
    page = (FOLDER / "gallery.md").read_text()
    blocks = [
        Block(
            id=f"gallery#{number}",
            path="gallery.md",
            line=page[: found.start("text")].count("\n"),
            text=found["text"],
            title=found["title"],
        )
        for number, found in enumerate(BLOCK.finditer(page), start=1)
    ]
    written = set()
    for number, built in enumerate(build_diagrams(blocks), start=1):
        geometry = None if built.geometry is None else json.loads(encode_geometry(built.geometry))
        diagram = json.loads(encode_diagram(built.diagram))
        bundle = {"diagram": diagram, "geometry": geometry, "svg": None}
        path = FOLDER / f"{number:02}.json"
        path.write_text(json.dumps(bundle, ensure_ascii=False, separators=(",", ":")) + "\n")
        written.add(path)
    for path in set(FOLDER.glob("*.json")) - written:
        path.unlink()
    sys.stdout.write(f"{FOLDER}: {len(written)} bundles\n")


if __name__ == "__main__":
    main()
