"""What a Trace is made of: a header, and blocks of entries.

A block holds up to 4,096 entries as six columns, each coded on its own (see `block`), so that a
trace of a million requests stays small and any moment is found without reading what lies before.
Whoever simulates writes one; whoever shows, checks or grades reads it.
"""

from dataclasses import dataclass
from typing import NamedTuple

TRACE_VERSION = 1
BLOCK_ENTRIES = 4096


class TraceError(ValueError):
    """Bytes that are no trace, or a damaged one; the text says which and what to do."""


class Entry(NamedTuple):
    """One thing that happened. What the numbers mean is said by the header's names.

    `tick` never falls from one entry to the next. `peer` is -1 where there is none.
    """

    tick: int
    kind: int
    node: int
    peer: int
    operation: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Names of what the columns number.

    `scenario` is a hash of model and faults: two traces with the same engine, scenario and seed
    have the same bytes. `ended` is "time" when the run came to its planned end, else why it
    stopped early.
    """

    engine: str
    seed: int
    scenario: str
    ticks_per_s: int
    ended: str
    kinds: tuple[str, ...]
    nodes: tuple[str, ...]
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Coded entries: `count` of them, the first at `first_tick`, the last at `last_tick`."""

    first_tick: int
    last_tick: int
    count: int
    columns: bytes
