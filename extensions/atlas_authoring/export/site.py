"""Writing the site: one page a page, an index with search, the list of technologies, the assets.

A browser lets a page opened from a file load scripts and styles beside it, and neither modules nor
data. So everything is a classic script, data included, and each page carries its own diagrams. The
folder is written beside its place and renamed into it: a killed export leaves the old one.
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from atlas_core.catalogue import Catalogue

from atlas_authoring.export.assets import (
    ScriptMissingError,
    diagram_script,
    fonts_script,
    player_script,
)
from atlas_authoring.export.index import index_html, index_script, search_script, technologies_html
from atlas_authoring.export.names import page_file
from atlas_authoring.export.page import page_alone, page_html

MARK = "atlas-export.json"
_STATIC = Path(__file__).parent / "static"


class ExportError(Exception):
    """The site can't be written; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    pages: int
    diagrams: int
    bytes: int


def export(catalogue: Catalogue, out: Path) -> Exported:
    """Write the site of `catalogue` to the folder `out`. Raises ExportError.

    `out` may be absent, empty, or an earlier export, which is replaced; nothing else is.
    """
    _check(out)
    fresh = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        exported = _write(catalogue, fresh)
        _replace(out, fresh)
    except ScriptMissingError as error:
        raise ExportError(error.sentence) from error
    except OSError as error:
        sentence = f"{out} can't be written ({error.strerror}); free space or name another."
        raise ExportError(sentence) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return exported


def export_page(catalogue: Catalogue, name: str, out: Path) -> Exported:
    """Write one page as one file, simulators included. Raises ExportError, NotInCatalogueError."""
    page_id = catalogue.find_page(name)
    if out.is_dir():
        raise ExportError(f"{out} is a folder; name a file, such as {out / 'page.html'}.")
    try:
        site_script = (_STATIC / "site.js").read_text(encoding="utf-8")
        scripts = (fonts_script(), diagram_script(), player_script(), site_script)
        style = (_STATIC / "site.css").read_text(encoding="utf-8")
        text = page_alone(catalogue, page_id, scripts=scripts, style=style)
        data = text.encode("utf-8", "replace")
        fresh = out.with_name(f".{out.name}.{os.getpid()}.tmp")
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(out)
    except ScriptMissingError as error:
        raise ExportError(error.sentence) from error
    except OSError as error:
        sentence = f"{out} can't be written ({error.strerror}); free space or name another."
        raise ExportError(sentence) from error
    return Exported(pages=1, diagrams=len(catalogue.page(page_id).diagrams), bytes=len(data))


def _check(out: Path) -> None:
    try:
        if out.exists() and (
            not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())
        ):
            sentence = f"{out} is there and is no earlier export; name another folder."
            raise ExportError(sentence)
    except OSError as error:
        raise ExportError(f"{out} can't be read ({error.strerror}); name another.") from error


def _replace(out: Path, fresh: Path) -> None:
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _write(catalogue: Catalogue, folder: Path) -> Exported:
    total = pages = diagrams = 0

    def put(name: str, text: str) -> None:
        nonlocal total
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8", "replace")
        place.write_bytes(data)
        total += len(data)

    put("assets/atlas-diagram.js", diagram_script())
    put("assets/atlas-player.js", player_script())
    put("assets/fonts.js", fonts_script())
    for name in ("site.css", "site.js", "index.js"):
        put(f"assets/{name}", (_STATIC / name).read_text(encoding="utf-8"))
    for tree in catalogue.trees():
        for entry in tree.pages:
            bundles = catalogue.diagrams(entry.id)
            put(page_file(entry.id), page_html(catalogue, entry.id, bundles))
            pages += 1
            diagrams += len(bundles)
    put("index.html", index_html(catalogue))
    put("technologies.html", technologies_html(catalogue))
    put("assets/index-data.js", index_script(catalogue))
    put("assets/search-data.js", search_script(catalogue))
    put(MARK, json.dumps({"version": catalogue.version, "pages": pages}) + "\n")
    return Exported(pages=pages, diagrams=diagrams, bytes=total)
