"""Writes into a course's home, which belongs to a confined server that the worker does not trust.

Every step down is opened relative to the folder above it and never follows a symbolic link, so a
link that is planted there, even in the middle of a write, can't lead it elsewhere. A file is
complete or as it was. The gradebook is SQLite's to open by name: a link in its place is refused
just before, which leaves a moment; a course's server holds instructors, not learners.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

NAME = re.compile(r"[A-Za-z0-9_@.+-]{1,128}")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class CourseRootError(OSError):
    """The course's home can't be written safely; the sentence says where."""


class CourseRoot:
    """The folder of one course: source/, release/, submitted/, autograded/, gradebook.db."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    @property
    def gradebook(self) -> Path:
        """The file of the gradebook, there or not; raises CourseRootError for a link."""
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in (self._root, *map(self._root.joinpath, _DATABASE)):
            if path.is_symlink():
                raise CourseRootError(
                    f"{path} is a symbolic link, so nothing was written. Remove it."
                )
        return self._root / _DATABASE[0]

    def write(self, parts: tuple[str, ...], content: bytes) -> None:
        """Replace one file below the root, making its folders; raises CourseRootError."""
        with self._folder(parts[:-1]) as folder:
            name = _checked(parts[-1])
            if _content(folder, name, len(content)) == content:
                return
            new = f".new-{token_hex(8)}"
            try:
                with os.fdopen(os.open(new, _NEW_FILE, 0o644, dir_fd=folder), "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(new, name, src_dir_fd=folder, dst_dir_fd=folder)
            except OSError as error:
                with suppress(FileNotFoundError):
                    os.unlink(new, dir_fd=folder)
                raise CourseRootError(f"{self._root.joinpath(*parts)}: {error}") from error

    @contextmanager
    def _folder(self, parts: tuple[str, ...]) -> Iterator[int]:
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        opened: list[int] = []
        try:
            opened.append(os.open(self._root, _FOLDER))
            for part in parts:
                with suppress(FileExistsError):
                    os.mkdir(_checked(part), 0o755, dir_fd=opened[-1])
                opened.append(os.open(part, _FOLDER, dir_fd=opened[-1]))
        except CourseRootError:
            raise
        except OSError as error:
            raise CourseRootError(
                f"{self._root.joinpath(*parts)} is not a plain folder, so nothing was written. "
                "Remove what is in its place."
            ) from error
        else:
            yield opened[-1]
        finally:
            for descriptor in opened:
                os.close(descriptor)


_DATABASE = ("gradebook.db", "gradebook.db-journal", "gradebook.db-wal", "gradebook.db-shm")


def _checked(name: str) -> str:
    if not NAME.fullmatch(name) or name in (".", ".."):
        raise CourseRootError(f"{name!r} is no name for a file of a course.")
    return name


def _content(folder: int, name: str, size: int) -> bytes | None:
    """What is in a file now, as far as `size` bytes tell; None where it is no plain file."""
    try:
        with os.fdopen(os.open(name, _READ, dir_fd=folder), "rb") as file:
            return file.read(size + 1)
    except OSError:
        return None
