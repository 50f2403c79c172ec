"""The checks behind `/health`. Each ends within a second, whatever hangs."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from atlas_api.clock import Clock
from atlas_api.database import Database
from atlas_api.health.schema import Check
from atlas_api.identity.hub import Hub
from atlas_api.shelf import Shelf
from atlas_api.work.store import last_seen

CHECK_S_MAX = 1.0
# A worker asks at least every 25 s while idle, and sends heartbeats while it judges.
WORKER_SILENT_MAX = timedelta(seconds=60)


async def within_a_second(check: Callable[[], Check], *, late: str) -> Check:
    """Run a blocking check in a thread of its own; `late` is said when it takes too long."""
    try:
        async with asyncio.timeout(CHECK_S_MAX):
            return await asyncio.to_thread(check)
    except TimeoutError:
        return Check(ok=False, sentence=late)


async def check_hub(hub: Hub) -> Check:
    """Whether the hub answers."""
    try:
        async with asyncio.timeout(CHECK_S_MAX):
            up = await hub.ping()
    except TimeoutError:
        up = False
    if up:
        return Check(ok=True, sentence="The hub answers.")
    return Check(
        ok=False,
        sentence="The hub does not answer; who was known within 15 minutes can go on.",
    )


def check_database(database: Database) -> Check:
    """Whether the database answers and has our tables."""
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1 FROM person LIMIT 1"))
    except SQLAlchemyError:
        return Check(
            ok=False,
            sentence="The database does not answer or has no tables: "
            "run `python -m atlas_api.migrate`.",
        )
    return Check(ok=True, sentence="The database answers.")


def check_worker(database: Database, clock: Clock) -> Check:
    """Whether a worker was heard of lately."""
    try:
        with database.reading() as session:
            seen_at = last_seen(session)
    except SQLAlchemyError:
        return Check(ok=False, sentence="Unknown, because the database does not answer.")
    if seen_at is None:
        return Check(ok=False, sentence="No worker has asked for work yet; submissions wait.")
    silent = clock() - seen_at
    seconds = max(0, round(silent.total_seconds()))
    if silent > WORKER_SILENT_MAX:
        return Check(ok=False, sentence=f"No worker for {seconds} s; submissions wait for one.")
    return Check(ok=True, sentence=f"A worker was heard of {seconds} s ago.")


def check_catalogue(shelf: Shelf) -> Check:
    """Whether there is a catalogue to answer from."""
    if shelf.problem() is not None:
        # The problem itself names a path: for the log, not for whoever asks.
        return Check(
            ok=False, sentence="There is no readable catalogue; make one with `atlas build`."
        )
    return Check(ok=True, sentence="The catalogue is there.")
