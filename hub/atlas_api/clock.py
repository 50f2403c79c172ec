"""The server's clock, and the ids that are made from it. Data is stamped by no other clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_bytes

from atlas_core.facts import make_uuid7

Clock = Callable[[], datetime]


def server_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def new_id(now: datetime) -> str:
    """A fresh UUIDv7: sorts by time, can't be guessed."""
    return make_uuid7(time_ms=int(now.timestamp() * 1000), entropy=token_bytes(10))
