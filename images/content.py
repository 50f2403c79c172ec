"""What an image is made from: the commit's files, and a digest of those that a Dockerfile reads.

Two commits that give a Dockerfile the same files give the same digest, so an image that was built
once need not be built again.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tarfile
from pathlib import Path

# A fixed time, so that the same file gives the same layer whichever commit it comes from.
MODIFIED_S = 1_577_836_800
COPIES = re.compile(r"^COPY (?!--from=)(?P<sources>.+) \S+$", re.MULTILINE)
IMAGE_OF = re.compile(r"^FROM \$\{(FRONT|SINGLEUSER)\}", re.MULTILINE)


def unpack(commit: str, folder: Path, *, root: Path) -> Path:
    """Unpack a commit of the repository at `root` into a new folder; nothing private is in it."""
    folder.mkdir()
    packed = folder.with_suffix(".tar")
    archive = ["git", "archive", "--format=tar", f"--output={packed}", commit]
    subprocess.run(archive, cwd=root, check=True)
    with tarfile.open(packed) as tar:
        tar.extractall(folder, filter=timeless)
    packed.unlink()
    return folder


def timeless(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo | None:
    """tarfile's filter for data, with a fixed time."""
    found = tarfile.data_filter(member, path)
    return found.replace(mtime=MODIFIED_S, deep=False)


def needs(context: Path, image: str) -> set[str]:
    """The images of ours that this one is made from."""
    text = (context / "images" / image / "Dockerfile").read_text()
    return {name.lower() for name in IMAGE_OF.findall(text)}


def digest(context: Path, image: str, base: str) -> str:
    """SHA-256, hexadecimal, of the Dockerfile, of all that it copies, and of the images below it.

    base: what stands for the image below all of them.
    """
    file = context / "images" / image / "Dockerfile"
    total = hashlib.sha256(base.encode() + file.read_bytes())
    for other in sorted(needs(context, image)):
        total.update(digest(context, other, base).encode())
    for copied in COPIES.findall(file.read_text()):
        for source in copied.split():
            for path in files(context / source):
                mode = path.stat().st_mode & 0o111
                total.update(f"{path.relative_to(context)} {mode}\n".encode() + path.read_bytes())
    return total.hexdigest()


def files(path: Path) -> list[Path]:
    """The files of a folder in a fixed order, or the file itself."""
    if path.is_file():
        return [path]
    return sorted(found for found in path.rglob("*") if found.is_file())
