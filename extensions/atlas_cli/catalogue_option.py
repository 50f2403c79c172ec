"""The option of the commands that look a page up in a catalogue."""

import argparse
import os
from pathlib import Path


def add_catalogue(parser: argparse.ArgumentParser) -> None:
    """Declare `--catalogue`: a Path, ATLAS_CATALOGUE's where it is left out, None without that."""
    parser.add_argument(
        "--catalogue",
        metavar="FILE",
        type=Path,
        default=os.environ.get("ATLAS_CATALOGUE"),
        help="the catalogue that the page is in; by default ATLAS_CATALOGUE",
    )
