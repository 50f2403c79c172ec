"""Pictures of a tree, carried inside the page: a catalogue is one file and serves no others."""

import base64
from pathlib import Path, PurePosixPath

PICTURE_BYTES_MAX = 512 * 1024
_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}


def data_uri(root: Path, path: str) -> str | None:
    """Return the picture at `path` in the tree as a data URI, None where it is none or too large.

    An SVG shown by an `img` element runs no script and loads nothing.
    """
    kind = _TYPES.get(PurePosixPath(path).suffix.lower())
    if kind is None:
        return None
    try:
        if (root / path).stat().st_size > PICTURE_BYTES_MAX:
            return None
        data = (root / path).read_bytes()
    except OSError:
        return None
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
