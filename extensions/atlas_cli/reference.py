"""docs/reference/cli.md from the table of commands: `python -m atlas_cli.reference`."""

import argparse
import sys
from importlib import import_module

from atlas_cli.main import COMMANDS

_WIDTH = 96
_OPENING = """# The `atlas` command

Generated from the commands themselves. Each ends with 0 when it is done, 1 when it could not be
done (one sentence says why), 2 for wrong arguments.
"""


def reference() -> str:
    """Return the page."""
    parts = [_OPENING]
    for command in COMMANDS:
        module = import_module(command.module)
        parser = argparse.ArgumentParser(
            prog=f"atlas {command.name}", description=module.__doc__, formatter_class=_Wide
        )
        module.configure(parser)
        parts.append(f"\n## `atlas {command.name}`\n\n```text\n{parser.format_help()}```\n")
    return "".join(parts)


class _Wide(argparse.HelpFormatter):
    """Help of one width, whatever terminal it is made in."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_WIDTH)


if __name__ == "__main__":
    sys.stdout.write(reference())
