"""The `atlas` command: one table of names, each imported only when it is called.

Exit codes: 0 done, 1 it could not be done (one sentence on stderr), 2 wrong arguments.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. Its module has `configure(parser)` and `run(arguments) -> int`."""

    name: str
    sentence: str
    module: str


COMMANDS = (
    Command(
        name="build",
        sentence="build a catalogue from trees of Markdown pages",
        module="atlas_cli.build",
    ),
    Command(
        name="export",
        sentence="write a catalogue as a site that opens from a file",
        module="atlas_cli.export",
    ),
    Command(
        name="lint",
        sentence="check pages by the rules, and mend their diagrams",
        module="atlas_cli.lint",
    ),
    Command(
        name="problems",
        sentence="list what a catalogue's build could not read",
        module="atlas_cli.problems",
    ),
    Command(
        name="report",
        sentence="say what a catalogue covers and lacks",
        module="atlas_cli.report",
    ),
    Command(
        name="voila",
        sentence="serve a page's simulators to people without JupyterLab",
        module="atlas_cli.voila",
    ),
    Command(name="version", sentence="print the version of Atlas", module="atlas_cli.version"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` name (by default the process's own)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    known = {command.name: command for command in COMMANDS}
    if not given or given[0] in {"-h", "--help"}:
        print(_help())
        return 0 if given else 2
    command = known.get(given[0])
    if command is None:
        print(f"atlas: no command `{given[0]}`; `atlas --help` lists them.", file=sys.stderr)
        return 2
    module = import_module(command.module)
    parser = _Parser(prog=f"atlas {command.name}", description=module.__doc__)
    module.configure(parser)
    try:
        return int(module.run(parser.parse_args(given[1:])))
    except KeyboardInterrupt:
        print("atlas: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `atlas ... | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _help() -> str:
    width = max(len(command.name) for command in COMMANDS)
    lines = ["usage: atlas COMMAND ...", ""]
    lines += (f"  {command.name:<{width}}  {command.sentence}" for command in COMMANDS)
    return "\n".join([*lines, "", "`atlas COMMAND --help` tells more."])


class _Parser(argparse.ArgumentParser):
    """Answers wrong arguments with one sentence instead of the usage."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`.\n")


if __name__ == "__main__":
    sys.exit(main())
