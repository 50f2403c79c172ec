"""Writing into the learner's home: all or nothing, and never over what is there.

A file is written beside its place, flushed to the disk and then linked to its name, which fails
where the name is taken. So a kill, a full disk or a second click leaves either no file or a whole
one, and never touches the learner's own work.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from atlas_server.refusal import Code, Refusal

FULL = {errno.ENOSPC, errno.EDQUOT}
NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


@contextmanager
def explained(path: object) -> Iterator[None]:
    """Turn an OSError while writing `path` into a Refusal with a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Refusal(Code.HOME_FULL, path=path) from error
        why = (error.strerror or str(error)).lower()
        raise Refusal(Code.HOME_UNWRITABLE, path=path, why=why) from error


def create_file(root: Path, path: PurePosixPath, content: bytes) -> bool:
    """Write `content` to `root / path` unless that exists; say whether it was created.

    Raises Refusal (home-full, home-unwritable).
    """
    with explained(path):
        target = root / path
        if os.path.lexists(target):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = write_draft(target, content)
        try:
            return _name(draft, target)
        finally:
            draft.unlink(missing_ok=True)


def replace_file(target: Path, content: bytes) -> None:
    """Write `content` to `target`, over what is there. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = write_draft(target, content)
    try:
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def write_draft(target: Path, content: bytes) -> Path:
    """Write a hidden file beside `target` and flush it to the disk."""
    draft = target.parent / f".atlas-{secrets.token_hex(8)}.part"
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _name(draft: Path, target: Path) -> bool:
    """Give the finished draft its name; False where somebody else took it meanwhile."""
    try:
        os.link(draft, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        return _claim(draft, target)
    return True


def _claim(draft: Path, target: Path) -> bool:
    """Do the same on a file system without hard links: claim the name empty, then fill it."""
    try:
        target.open("xb").close()
    except FileExistsError:
        return False
    draft.replace(target)
    return True


def lesson_path(page: str) -> PurePosixPath:
    """Where the copy of a page lies: `lessons/` and the page's id, one folder a segment.

    A segment that Jupyter would hide (a leading dot) gets an underscore in its place.
    """
    segments = [_visible(segment) for segment in page.split("/") if segment]
    *folders, name = segments or ["page"]
    return PurePosixPath("lessons", *folders, f"{name}.ipynb")


def exercise_path(exercise: str) -> PurePosixPath:
    """Where the learner's notebook of an exercise lies."""
    name = _visible(exercise.replace("/", "-"))
    return PurePosixPath("exercises", name, f"{name}.ipynb")


def _visible(segment: str) -> str:
    clean = "".join("-" if c in '<>:"\\|?*' or not c.isprintable() else c for c in segment)
    return f"_{clean[1:]}" if clean.startswith(".") else clean
