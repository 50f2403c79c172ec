"""Build a catalogue from trees of Markdown pages, ours or anybody's."""

import argparse
import sys
import time
from pathlib import Path
from threading import Event

from atlas_authoring.build import OutputError, Report, TreeError, WriteError, build
from atlas_authoring.diagram_cache import cache_folder
from atlas_authoring.pages.memory import DraftMemory
from atlas_authoring.summary import as_line, as_text
from atlas_authoring.watch import Rebuilt, rebuilds, saves

from atlas_cli.progress import Progress

_FILES_SHOWN = 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("trees", metavar="TREE", nargs="+", type=Path, help="a folder of pages")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="the catalogue")
    parser.add_argument("--problems", metavar="FILE", type=Path, help="write all problems here")
    parser.add_argument("--watch", action="store_true", help="go on, and build at each save")
    parser.add_argument("--quiet", action="store_true", help="no progress and no summary")


def run(arguments: argparse.Namespace) -> int:
    """Build, and print the summary. Exit code 0 whenever the catalogue is there."""
    progress = Progress(shown=not arguments.quiet)
    drafts = DraftMemory()
    started = time.monotonic()
    try:
        report = build(
            arguments.trees,
            arguments.out,
            cache=cache_folder(),
            progress=progress.show,
            drafts=drafts,
        )
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
    if arguments.watch:
        _watch(arguments, report, drafts)
    return 0


def _watch(arguments: argparse.Namespace, report: Report, drafts: DraftMemory) -> None:
    """Build at each save until the person stops it."""
    print("Watching. Ctrl+C ends it.", file=sys.stderr, flush=True)
    bursts = saves(arguments.trees, arguments.out, Event())
    builds = rebuilds(
        arguments.trees,
        arguments.out,
        bursts,
        cache=cache_folder(),
        known=report.problems,
        drafts=drafts,
    )
    for rebuilt in builds:
        _print_rebuilt(rebuilt, arguments.trees)


def _print_rebuilt(rebuilt: Rebuilt, trees: list[Path]) -> None:
    names = ", ".join(_shown(path, trees) for path in rebuilt.changed[:_FILES_SHOWN])
    if len(rebuilt.changed) > _FILES_SHOWN:
        names += f" and {len(rebuilt.changed) - _FILES_SHOWN} more"
    if rebuilt.report is None:
        print(f"{names}: not built. {rebuilt.failure}", flush=True)
        return
    done = "nothing changed" if rebuilt.report.unchanged else "built"
    print(
        f"{names}: {done} in {rebuilt.took_s:.1f} s, {len(rebuilt.report.problems)} problems",
        flush=True,
    )
    for sign, problems in (("+", rebuilt.appeared), ("-", rebuilt.gone)):
        for problem in problems:
            print(f"  {sign} {as_line(problem)}", flush=True)


def _shown(path: Path, trees: list[Path]) -> str:
    """Return a saved file as it stands in its tree."""
    for tree in trees:
        if path.is_relative_to(tree.resolve()):
            return path.relative_to(tree.resolve()).as_posix()
    return str(path)


def _write_problems(path: Path, lines: list[str]) -> None:
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} can't be written ({error.strerror}); name another.") from error
