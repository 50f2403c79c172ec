"""Write a catalogue as a site of files: every page, live diagrams, search; no server needed."""

import argparse
import sys
from pathlib import Path

from atlas_authoring.export import ExportError, export
from atlas_core.catalogue import Catalogue, CatalogueError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("catalogue", metavar="FILE", type=Path, help="a built catalogue")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the site's folder")


def run(arguments: argparse.Namespace) -> int:
    """Write the site, and say where to begin."""
    try:
        with Catalogue.open(arguments.catalogue) as catalogue:
            exported = export(catalogue, arguments.out)
    except (CatalogueError, ExportError) as error:
        print(f"atlas export: {error.sentence}", file=sys.stderr)
        return 1
    size = exported.bytes / 1e6
    print(f"{exported.pages} pages, {exported.diagrams} diagrams, {size:.1f} MB")
    print(f"Open {arguments.out / 'index.html'}")
    return 0
