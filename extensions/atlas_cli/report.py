"""Report what a catalogue covers: pages, difficulty, time, concepts, prerequisites, gaps."""

import argparse
import sys
from pathlib import Path

from atlas_authoring.report import Report, report_on
from atlas_authoring.report.text import as_text
from atlas_core.catalogue import Catalogue, CatalogueError
from pydantic import TypeAdapter

_report = TypeAdapter(Report)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("catalogue", metavar="FILE", type=Path, help="a built catalogue")
    parser.add_argument("--json", action="store_true", help="all of it, as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the report. Exit code 1 where the catalogue can't be read."""
    try:
        with Catalogue.open(arguments.catalogue) as catalogue:
            report = report_on(catalogue)
    except CatalogueError as error:
        print(f"atlas report: {error.sentence}", file=sys.stderr)
        return 1
    print(_report.dump_json(report, indent=2).decode() if arguments.json else as_text(report))
    return 0
