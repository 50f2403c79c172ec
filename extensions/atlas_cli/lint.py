"""Check trees of Markdown pages by the rules of docs/reference/lint.md, and mend their diagrams."""

import argparse
import sys
from pathlib import Path

from atlas_authoring.build import TreeError
from atlas_authoring.diagram_cache import cache_folder
from atlas_authoring.lint import Linted, lint
from atlas_authoring.lint.fix import Fix

from atlas_cli.progress import Progress


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("trees", metavar="TREE", nargs="+", type=Path, help="a folder of pages")
    parser.add_argument(
        "--fix", action="store_true", help="write the repairs of diagrams into the pages"
    )
    parser.add_argument(
        "--select",
        metavar="CODE",
        action="append",
        default=[],
        help="only this rule; may be given several times, or with commas",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print what was found. Exit code 1 when there are errors, 2 for wrong arguments."""
    progress = Progress(shown=sys.stderr.isatty())
    codes = (code.strip() for given in arguments.select for code in given.split(","))
    try:
        linted = lint(
            arguments.trees,
            cache=cache_folder(),
            select=frozenset(code for code in codes if code),
            fix=arguments.fix,
            progress=progress.show,
        )
    except TreeError as error:
        progress.finish()
        print(f"atlas lint: {error.sentence}", file=sys.stderr)
        return 2
    progress.finish()
    for fix in linted.fixes:
        _print_fix(fix)
    for finding in linted.findings:
        print(finding.as_text())
    print(_summary(linted), file=sys.stderr)
    return 1 if linted.errors else 0


def _print_fix(fix: Fix) -> None:
    if fix.refused:
        print(f"{fix.path}:{fix.line}: not fixed. {fix.refused}")
        return
    print(f"{fix.path}:{fix.line}: fixed")
    for sign, text in (("-", fix.before), ("+", fix.after)):
        if text:
            print(f"    {sign} {text}")


def _summary(linted: Linted) -> str:
    warnings = len(linted.findings) - linted.errors
    fixable = sum(finding.edit is not None for finding in linted.findings)
    done = sum(not fix.refused for fix in linted.fixes)
    parts = [f"{linted.errors} errors, {warnings} warnings"]
    parts += [f"{done} lines mended"] if done else []
    parts += [f"{fixable} lines that `--fix` can mend"] if fixable else []
    return "; ".join(parts)
