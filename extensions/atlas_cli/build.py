"""Build a catalogue from trees of Markdown pages, ours or anybody's."""

import argparse
import sys
import time
from pathlib import Path

from atlas_authoring.build import OutputError, TreeError, WriteError, build
from atlas_authoring.diagram_cache import cache_folder
from atlas_authoring.summary import as_line, as_text

from atlas_cli.progress import Progress


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("trees", metavar="TREE", nargs="+", type=Path, help="a folder of pages")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="the catalogue")
    parser.add_argument("--problems", metavar="FILE", type=Path, help="write all problems here")
    parser.add_argument("--quiet", action="store_true", help="no progress and no summary")


def run(arguments: argparse.Namespace) -> int:
    """Build, and print the summary. Exit code 0 whenever the catalogue is there."""
    progress = Progress(shown=not arguments.quiet)
    started = time.monotonic()
    try:
        report = build(arguments.trees, arguments.out, cache=cache_folder(), progress=progress.show)
        progress.finish()
        if arguments.problems:
            _write_problems(arguments.problems, [as_line(problem) for problem in report.problems])
    except (TreeError, OutputError) as error:
        progress.finish()
        print(f"atlas build: {error.sentence}", file=sys.stderr)
        return 1 if isinstance(error, WriteError) else 2
    if not arguments.quiet:
        print(as_text(report.summary, report.problems, report.version))
        state = "is up to date" if report.unchanged else "written"
        took = time.monotonic() - started
        print(f"{arguments.out} {state} in {took:.1f} s", file=sys.stderr)
    return 0


def _write_problems(path: Path, lines: list[str]) -> None:
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} can't be written ({error.strerror}); name another.") from error
