"""List what a catalogue's build could not read: file, line, reason."""

import argparse
import sys
from pathlib import Path

from atlas_core.catalogue import Catalogue, CatalogueError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("catalogue", metavar="FILE", type=Path, help="a built catalogue")


def run(arguments: argparse.Namespace) -> int:
    """Print one problem a line, in the order of files and lines."""
    try:
        with Catalogue.open(arguments.catalogue) as catalogue:
            for problem in catalogue.problems():
                print(f"{problem.path}:{problem.line} {problem.code}: {problem.sentence}")
    except CatalogueError as error:
        print(f"atlas problems: {error.sentence}", file=sys.stderr)
        return 1
    return 0
