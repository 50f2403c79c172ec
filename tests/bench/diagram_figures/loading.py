"""What a page of 20 diagrams loads, gzipped, and the sizes of geometry."""

import gzip
from collections.abc import Iterator, Sequence

from atlas_authoring.diagrams import Built
from atlas_core.diagram.codec import encode_geometry

from diagram_figures.figure import Figure, percentile
from diagram_figures.stage import PACKAGES, bundle_of, renderer_script

PAGE = 20
LATER = "loaded when the playground opens"
KB = 1024


def _gzipped(text: str) -> int:
    return len(gzip.compress(text.encode()))


def code_bytes() -> dict[str, int]:
    """Our code by where it runs: an exported page; the reader in JupyterLab with all its chunks.

    What only the playground asks for (Mermaid's parser, a file without a chunk's name) is apart.
    """
    parts = sorted((PACKAGES / "labextension" / "dist" / "static").glob("*.js"))
    chunks = [path for path in parts if path.name.count(".") > 1]
    later = [path for path in parts if path not in chunks]
    return {
        "the renderer alone": _gzipped(renderer_script()),
        "the labextension": sum(_gzipped(path.read_text()) for path in chunks),
        LATER: sum(_gzipped(path.read_text()) for path in later),
    }


def figures(built: Sequence[Built]) -> Iterator[Figure]:
    """Geometry by itself; the 20 largest bundles, with the fonts, as one page's data."""
    sizes = [_gzipped(encode_geometry(one.geometry)) for one in built if one.geometry]
    yield Figure(
        name=f"geometry gzipped, median of {len(sizes)}", value=percentile(sizes, 0.5), unit="B"
    )
    p95 = percentile(sizes, 0.95)
    yield Figure(name="geometry gzipped, p95", value=p95 / KB, unit="KB", at_most=3)
    for place, count in code_bytes().items():
        most = None if place == LATER else 150
        yield Figure(name=f"our code: {place}, gzipped", value=count / KB, unit="KB", at_most=most)
    largest = sorted((bundle_of(one) for one in built), key=len)[-PAGE:]
    fonts = sum(path.stat().st_size for path in (PACKAGES / "diagram" / "fonts").glob("*.woff2"))
    data = _gzipped(f"[{','.join(largest)}]") + fonts
    yield Figure(
        name=f"data: the {PAGE} largest diagrams of the tree and the fonts",
        value=data / KB,
        unit="KB",
        at_most=1024,
    )
