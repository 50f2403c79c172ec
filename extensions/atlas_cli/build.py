"""Build a catalogue from trees of Markdown pages, ours or anybody's."""

import argparse
import sys
import time
from pathlib import Path

from atlas_authoring.build import OutputError, TreeError, WriteError, build
from atlas_authoring.diagram_cache import cache_folder
from atlas_authoring.summary import as_line, as_text

_EVERY_S = 0.2


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("trees", metavar="TREE", nargs="+", type=Path, help="a folder of pages")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="the catalogue")
    parser.add_argument("--problems", metavar="FILE", type=Path, help="write all problems here")
    parser.add_argument("--quiet", action="store_true", help="no progress and no summary")


def run(arguments: argparse.Namespace) -> int:
    """Build, and print the summary. Exit code 0 whenever the catalogue is there."""
    progress = _Progress(shown=not arguments.quiet)
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


class _Progress:
    """One line on a terminal, rewritten; on anything else a line for each stage."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._rewrites = sys.stderr.isatty()
        self._next_s = 0.0
        self._open = False

    def show(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        last = done >= total
        if not self._shown or (not last and time.monotonic() < self._next_s):
            return
        self._next_s = time.monotonic() + _EVERY_S
        if self._rewrites:
            end = "\n" if last else ""
            print(f"\r{stage} {done}/{total}", end=end, file=sys.stderr, flush=True)
            self._open = not last
        elif last:
            print(f"{stage} {done}/{total}", file=sys.stderr, flush=True)

    def finish(self) -> None:
        """End a line that is still open."""
        if self._open:
            print(file=sys.stderr)
            self._open = False
