"""`python -m atlas_api.rebuild [--write]`: compare kept progress with a fold over all facts.

Says how many learners were compared and how many differ; ends with 1 when any does. With
`--write` what differs is replaced by the rebuilt progress, learner by learner, and it ends with 0.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from atlas_api.database import Database
from atlas_api.ledger.store import learners
from atlas_api.progress.store import differs
from atlas_api.settings import SettingsError, read_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The pseudonyms that were compared, and those whose kept progress differed."""

    learners: tuple[str, ...]
    different: tuple[str, ...]


def rebuild_progress(database: Database, *, write: bool) -> Compared:
    """Compare every learner's progress, one transaction each; `write` mends what differs."""
    with database.reading() as session:
        known = tuple(learners(session))
    different = []
    for learner in known:
        with database.writing() as session:
            if differs(session, learner, write=write):
                different.append(learner)
    return Compared(learners=known, different=tuple(different))


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the database of the environment; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m atlas_api.rebuild", description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace what differs")
    write = parser.parse_args(arguments).write
    try:
        database = Database(read_settings().database_url)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    compared = rebuild_progress(database, write=write)
    database.close()
    sys.stdout.write(
        f"{len(compared.learners)} learners compared, {len(compared.different)} different"
        f"{', rebuilt' if write and compared.different else ''}.\n"
    )
    return 1 if compared.different and not write else 0


if __name__ == "__main__":
    sys.exit(main())
