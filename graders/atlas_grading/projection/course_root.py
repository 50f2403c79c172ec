"""Writes into a course's home, which belongs to a confined server that the worker does not trust.

Every path is made of names that were checked, below a root that holds no symbolic link on the way,
so that a link planted there can't lead a write elsewhere. A file is complete or as it was.
"""

import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

NAME = re.compile(r"[A-Za-z0-9_@.+-]{1,128}")


class CourseRootError(OSError):
    """The course's home can't be written safely; the sentence says where."""


class CourseRoot:
    """The folder of one course: source/, release/, submitted/, autograded/, gradebook.db."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    @property
    def gradebook(self) -> Path:
        """The file of the gradebook, there or not; never a link."""
        path = self._root / "gradebook.db"
        for name in ("gradebook.db", "gradebook.db-journal", "gradebook.db-wal"):
            _refuse_link(self._root / name)
        return path

    def write(self, parts: tuple[str, ...], content: bytes) -> None:
        """Replace one file; raises CourseRootError."""
        folder = self.folder(*parts[:-1])
        path = folder / _checked(parts[-1])
        if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
            return
        with NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fchmod(file.fileno(), 0o644)
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

    def folder(self, *parts: str) -> Path:
        """Make a folder below the root, step by step; raises CourseRootError."""
        folder = self._root
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _refuse_link(folder)
        for part in parts:
            folder /= _checked(part)
            _refuse_link(folder)
            folder.mkdir(exist_ok=True)
        return folder


def _checked(name: str) -> str:
    if not NAME.fullmatch(name) or name in (".", ".."):
        raise CourseRootError(f"{name!r} is no name for a file of a course.")
    return name


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise CourseRootError(
            f"{path} is a symbolic link, so nothing was written. Remove it from the course's home."
        )
