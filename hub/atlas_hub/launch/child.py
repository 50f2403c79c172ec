"""Becomes one supervised program: `python -m atlas_hub.launch.child NAME`.

Runs in the process that the supervisor started: records its id and start time, so that a later
start of Atlas can end it if the supervisor was killed; then replaces itself with the program, in an
environment that holds what the program needs and nothing else.
"""

from __future__ import annotations

import os
import sys

from atlas_hub.launch.programs import environ_of, programs
from atlas_hub.processes import Recorded
from atlas_hub.settings import Settings
from atlas_hub.state import StateFolder


def main() -> None:
    """Record, then exec; a name that is not in the table ends with a sentence."""
    settings = Settings.from_environ(os.environ)
    state = StateFolder(settings.state)
    table = {program.name: program for program in programs(settings)}
    if len(sys.argv) != 2 or sys.argv[1] not in table:
        sys.exit(f"Name one of these programs: {', '.join(table)}.")
    program = table[sys.argv[1]]
    Recorded.of(os.getpid()).save(state.run / f"{program.name}.json")
    os.umask(0o077)
    os.chdir(settings.state)
    line = program.command(settings)
    os.execve(line[0], line, environ_of(program, settings, state, os.environ))


if __name__ == "__main__":
    main()
