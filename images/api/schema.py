"""The database's schema in a cluster: `schema.py migrate`, or `schema.py wait` until that is done.

`migrate` waits for a database that is not there yet.

`wait` is over when the database has this version's newest revision, or one that this version does
not know: then a newer version has migrated it, and this one runs again after a rollback. Migrations
only add what an older version can live with.
"""

import sys
import time
from pathlib import Path

import atlas_api
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from atlas_api.database import Database
from atlas_api.migrate import main as migrate
from atlas_api.settings import read_settings
from sqlalchemy.exc import OperationalError

EVERY_S = 1.0
TELL_EVERY = 15


def migrate_when_there() -> int:
    """Migrate as soon as the database answers; the exit code of the migration."""
    database = Database(read_settings().database_url)
    told = ""
    while True:
        try:
            database.engine.connect().close()
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[-1]
            if reason != told:
                print(f"Waiting for the database: {reason}", flush=True)
            told = reason
            time.sleep(EVERY_S)
        else:
            return migrate()


def wait() -> int:
    """Wait; never given up, because the pod's own deadline decides that."""
    config = Config()
    folder = Path(atlas_api.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    known = {revision.revision for revision in script.walk_revisions()}
    database = Database(read_settings().database_url)
    tries = 0
    while True:
        try:
            with database.engine.connect() as connection:
                at = MigrationContext.configure(connection).get_current_revision()
            if at == head or (at is not None and at not in known):
                print(f"The schema is at {at}.", flush=True)
                return 0
            state = f"is at {at}, {head} is needed"
        except OperationalError:
            state = "can't be read yet: the database does not answer"
        if tries % TELL_EVERY == 0:
            print(f"The schema {state}.", flush=True)
        tries += 1
        time.sleep(EVERY_S)


if __name__ == "__main__":
    sys.exit(wait() if sys.argv[1:] == ["wait"] else migrate_when_there())
