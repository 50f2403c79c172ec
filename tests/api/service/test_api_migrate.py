"""The schema: from nothing to head, on both databases, and the models are what head is."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from atlas_api.database import Database
from atlas_api.exchange.tables import Submission
from atlas_api.migrate import migrate
from atlas_api.tables import METADATA, TABLES
from sqlalchemy import inspect, text


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))


def test_an_empty_database_becomes_what_the_models_say(empty_url: str) -> None:
    database = Database(empty_url)
    migrate(database)
    assert differences(database) == []
    assert {table.__tablename__ for table in TABLES} | {"alembic_version"} == set(
        inspect(database.engine).get_table_names()
    )
    database.close()


def test_a_missing_column_would_be_seen(empty_url: str) -> None:
    database = Database(empty_url)
    migrate(database)
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE fact DROP COLUMN privacy"))
    assert differences(database) != []
    database.close()


def test_migrating_twice_and_at_once_changes_nothing(empty_url: str) -> None:
    database = Database(empty_url)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(database), range(4)))
    assert differences(database) == []
    database.close()


def test_data_of_an_older_schema_stays_and_the_older_version_can_still_write(
    empty_url: str,
) -> None:
    database = Database(empty_url)
    migrate(database, revision="0001")
    hand_in = text(
        "INSERT INTO submission (id, course, exercise, learner, attempt, idempotency_key, sha256, "
        "submitted_at, state, lost_leases) VALUES (:id, 'c', 'e', 'l', :attempt, :id, 's', "
        "'2026-03-02 09:00:00', 'queued', 0)"
    )
    with database.engine.begin() as connection:
        connection.execute(hand_in, {"id": "before", "attempt": 1})
    migrate(database)
    with database.engine.begin() as connection:
        connection.execute(hand_in, {"id": "after a rollback", "attempt": 2})
    with database.reading() as session:
        kept = {row.id: row.request_id for row in session.query(Submission)}
    assert kept == {"before": None, "after a rollback": None}
    database.close()


def test_the_database_of_one_machine_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/api/atlas.sqlite")
    with database.reading() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
    assert (tmp_path / "api").stat().st_mode & 0o777 == 0o700
    database.close()


def test_a_state_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")
    ended = subprocess.run(
        [sys.executable, "-m", "atlas_api.migrate"],
        env={"ATLAS_STATE": str(tmp_path / "state")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "ATLAS_STATE" in ended.stderr
    assert "Traceback" not in ended.stderr
