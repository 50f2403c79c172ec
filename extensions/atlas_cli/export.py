"""Write a catalogue as a site of files, or one page as one file: diagrams and simulators live."""

import argparse
import sys
from pathlib import Path

from atlas_authoring.export import Exported, ExportError, export, export_page
from atlas_core.catalogue import Catalogue, CatalogueError

from atlas_cli.catalogue_option import add_catalogue

_NO_CATALOGUE = (
    "there is no file `{name}`, and ATLAS_CATALOGUE names no catalogue with such a page; give a "
    "built catalogue, or a page and --catalogue FILE."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "what", metavar="FILE|PAGE", help="a built catalogue, or the name of one page"
    )
    add_catalogue(parser)
    parser.add_argument(
        "--out", metavar="PATH", type=Path, required=True, help="the site's folder, the page's file"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the site or the page, and say where to begin."""
    try:
        exported, begin = _written(arguments)
    except (CatalogueError, ExportError) as error:
        print(f"atlas export: {error.sentence}", file=sys.stderr)
        return 1
    size = exported.bytes / 1e6
    pages = "1 page" if exported.pages == 1 else f"{exported.pages} pages"
    diagrams = "1 diagram" if exported.diagrams == 1 else f"{exported.diagrams} diagrams"
    print(f"{pages}, {diagrams}, {size:.1f} MB")
    print(f"Open {begin}")
    return 0


def _written(arguments: argparse.Namespace) -> tuple[Exported, Path]:
    what, out = str(arguments.what), Path(arguments.out)
    if Path(what).is_file() or (what.endswith(".sqlite") and arguments.catalogue is None):
        with Catalogue.open(what) as catalogue:
            return export(catalogue, out), out / "index.html"
    if arguments.catalogue is None:
        raise ExportError(_NO_CATALOGUE.format(name=what[:200]))
    with Catalogue.open(arguments.catalogue) as catalogue:
        return export_page(catalogue, what, out), out
