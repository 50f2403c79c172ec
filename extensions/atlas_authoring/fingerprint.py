"""Whether anything has changed since the last build: the trees, the code, the libraries."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import atlas_core

import atlas_authoring
from atlas_authoring.trees import Tree

_LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "nh3", "pydantic")
_CODE = {".py", ".js", ".mjs", ".cjs", ".json"}
_CORE = ("catalogue", "diagram", "exercise", "mermaid", "page")
_OWN_APART = ("export", "lint", "report")  # they read what a build made


def of_code() -> str:
    """Return the hash of all code that decides what a build makes."""
    own = Path(atlas_authoring.__file__).parent
    core = Path(atlas_core.__file__).parent
    kept = [own / name for name in _OWN_APART]
    files = [path for path in _files(own) if not any(path.is_relative_to(k) for k in kept)]
    return _digest([*files, *(path for name in _CORE for path in _files(core / name))])


def of_workshop() -> str:
    """Return the hash of the code that decides what becomes of one Mermaid block."""
    own = Path(atlas_authoring.__file__).parent
    core = Path(atlas_core.__file__).parent
    folders = (own / "diagrams", own / "node", core / "diagram", core / "mermaid")
    return _digest([path for folder in folders for path in _files(folder)])


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix in _CODE and path.is_file()]


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()


def of_trees(trees: Iterable[Tree], code: str) -> str:
    """Return the hash of the code and of every file that a build of `trees` may look at.

    Pages count by content, other files by size and time: a build reads them only as pictures.
    """
    digest = hashlib.sha256(code.encode())
    for tree in trees:
        digest.update(f"\0{tree.id}\0{tree.name}\0{tree.problems!r}".encode())
        markdown = {*tree.pages, *tree.exercises}
        for name in sorted(tree.files):
            path = tree.root / name
            digest.update(f"\0{name}\0".encode())
            try:
                if name in markdown:
                    digest.update(hashlib.sha256(path.read_bytes()).digest())
                else:
                    status = path.stat()
                    digest.update(f"{status.st_size} {status.st_mtime_ns}".encode())
            except OSError as error:
                digest.update(f"unreadable {error.errno}".encode())
    return digest.hexdigest()
