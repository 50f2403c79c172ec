"""Immutable files named by what is in them: `<aa>/<sha256>`.

A blob is complete or absent: written to a temporary file, synced, renamed, and the folder synced,
before anybody learns its name. What is read is checked against the name.
"""

import hashlib
import os
import time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

TEMPORARY = ".new-"
ABANDONED_S = 3600.0


class BlobLostError(Exception):
    """A blob that the database names is missing or damaged; the disk needs an operator."""


class BlobStore(Protocol):
    """Where blobs are kept: a folder (`Blobs`) or a bucket (`BucketBlobs`)."""

    def put(self, content: bytes) -> str:
        """Keep `content`; its SHA-256 in hexadecimal."""

    def get(self, name: str) -> bytes:
        """The content of a blob; BlobLostError when it is not what it was."""

    def sweep(self) -> int:
        """Remove what killed processes left half-written; how many that were."""


class Blobs:
    """A folder of blobs."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes) -> str:
        """Keep `content`; its SHA-256 in hexadecimal. Keeping the same twice is free."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, prefix=TEMPORARY, delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                temporary.rename(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        for folder in (path.parent, self._root):
            _sync_folder(folder)
        return name

    def get(self, name: str) -> bytes:
        """The content of a blob; BlobLostError when it is not what it was."""
        try:
            content = self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise BlobLostError(f"The blob {name} is missing.") from error
        if hashlib.sha256(content).hexdigest() != name:
            raise BlobLostError(f"The blob {name} is damaged.")
        return content

    def sweep(self) -> int:
        """Remove what killed processes left half-written; how many files that were.

        Only files of more than an hour ago: younger ones may be another replica's, being written.
        """
        swept = 0
        for path in self._root.glob(f"*/{TEMPORARY}*"):
            if time.time() - path.stat().st_mtime > ABANDONED_S:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _path(self, name: str) -> Path:
        return self._root / name[:2] / name


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
