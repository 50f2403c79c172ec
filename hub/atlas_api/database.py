"""The one door to the database: SQLite for one machine, PostgreSQL for a university.

SQLite runs in WAL mode with `synchronous=FULL`: a commit that was acknowledged is on the disk,
so neither a killed process nor a power cut loses it (sqlite.org/wal.html). A transaction that
writes begins IMMEDIATE, because one that starts reading and then writes fails at once when
another wrote in between, whatever the busy timeout.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_MS = 10_000
# As many connections as Starlette has threads, so that no request waits for a connection.
POOL_SIZE = 10
POOL_OVERFLOW = 30

Json = JSON().with_variant(postgresql.JSONB(), "postgresql")
JsonObject = dict[str, Any]


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, with its zone on both databases (SQLite itself forgets it)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database; a time without a zone is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone can't be stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables inherit."""


class Database:
    """Sessions over one engine. Safe to use from many threads."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        if self._url.get_backend_name() == "sqlite" and self._url.database:
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(atlas_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; what it changes is thrown away."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def insert_new(session: Session, table: Table, rows: Sequence[JsonObject]) -> set[str]:
    """Insert the rows whose primary key is new; the keys that were inserted."""
    if not rows:
        return set()
    (key,) = table.primary_key.columns
    if session.get_bind().dialect.name == "postgresql":
        statement = postgresql.insert(table).on_conflict_do_nothing().returning(key)
        return {row[0] for row in session.execute(statement, rows)}
    lite = sqlite.insert(table).on_conflict_do_nothing().returning(key)
    return {row[0] for row in session.execute(lite, rows)}


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late for consistent reads: switch it off, send ours.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("atlas_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
