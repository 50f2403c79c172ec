"""Built diagrams, kept between builds: laying out a diagram costs more than all else.

The key is the hash of everything that the workshop sees (the block with its place) and of the
workshop's own code, so a stale entry can't be found. Entries are whole files, renamed into place: a
killed build keeps what it has finished. A cache that can't be read or written is only slower.
"""

import hashlib
import json
import logging
import os
import time
from pathlib import Path

from atlas_core.diagram.codec import (
    decode_diagram,
    decode_geometry,
    encode_diagram,
    encode_geometry,
)

from atlas_authoring.diagrams import Block, Built

_log = logging.getLogger(__name__)
_UNUSED_S = 30 * 24 * 3600
_TOUCH_S = 24 * 3600


def cache_folder() -> Path:
    """Return `$XDG_CACHE_HOME/atlas/diagrams`, by default in ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "atlas" / "diagrams"


class DiagramCache:
    """Built diagrams by what they were built from."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint

    def get(self, block: Block) -> Built | None:
        """Return what was built from this block, or None."""
        path = self._path(block)
        try:
            text = path.read_text(encoding="utf-8")
            if time.time() - path.stat().st_mtime > _TOUCH_S:
                path.touch()
        except OSError:
            return None
        try:
            entry = json.loads(text)
            geometry = entry["geometry"]
            return Built(
                diagram=decode_diagram(entry["diagram"]),
                geometry=None if geometry is None else decode_geometry(geometry),
                svg=entry["svg"],
            )
        except (ValueError, KeyError, TypeError):
            _log.info("The cached diagram %s can't be read and is built again.", path.name)
            return None

    def put(self, block: Block, built: Built) -> None:
        """Keep what was built from a block."""
        path = self._path(block)
        geometry = built.geometry
        entry = {
            "diagram": encode_diagram(built.diagram),
            "geometry": None if geometry is None else encode_geometry(geometry),
            "svg": built.svg,
        }
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(entry), encoding="utf-8")
            temporary.replace(path)
        except OSError as error:
            _log.info("The diagram cache %s can't be written: %s.", self._folder, error)

    def prune(self) -> None:
        """Remove entries that no build has used for 30 days."""
        for path in self._folder.glob("*/*"):
            try:
                if time.time() - path.stat().st_mtime > _UNUSED_S:
                    path.unlink(missing_ok=True)
            except OSError as error:
                _log.info("%s can't be removed from the diagram cache: %s.", path, error)

    def _path(self, block: Block) -> Path:
        parts = (self._fingerprint, block.id, block.path, str(block.line), block.title, block.text)
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
        return self._folder / digest[:2] / f"{digest}.json"
