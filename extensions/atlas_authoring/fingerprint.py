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
_CORE = ("catalogue", "diagram", "exercise", "page")


def of_code() -> str:
    """Return the hash of all code that decides what a build makes."""
    own = Path(atlas_authoring.__file__).parent
    core = Path(atlas_core.__file__).parent
    digest = hashlib.sha256()
    for folder in (own, *(core / name for name in _CORE)):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _CODE and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
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
