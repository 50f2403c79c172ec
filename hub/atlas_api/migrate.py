"""`python -m atlas_api.migrate`: bring the database's schema to head. Safe to run at each start.

Two that start at once wait for each other: PostgreSQL by an advisory lock, SQLite by its own.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from atlas_api.database import Database
from atlas_api.settings import SettingsError, read_settings

LOCK = 4_711_2026


def migrate(database: Database, *, revision: str = "head") -> None:
    """Upgrade to `revision`, in one transaction: an upgrade that fails changes nothing."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.writing() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def main() -> int:
    """Migrate the database of the environment; the exit code."""
    try:
        settings = read_settings()
        database = Database(settings.database_url)
        migrate(database)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (OperationalError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        sys.stderr.write(
            f"The database can't be opened ({reason}); "
            f"check ATLAS_STATE, ATLAS_DATABASE_URL and the free space.\n"
        )
        return 1
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
