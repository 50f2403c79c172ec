"""The bytes of one block: six columns, each behind its length.

Ticks and operations are written as differences to the entry before, the other columns as they are;
all as varints (see `varint`). The C engine writes the same bytes (engine/base/journal.h).
"""

import struct
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from atlas_core.trace.model import BLOCK_ENTRIES, Block, Entry, TraceError
from atlas_core.trace.varint import decode_varints, encode_varints, unzigzag, zigzag

_LENGTHS = struct.Struct("<6I")
BLOCK_HEAD = struct.Struct("<IIqq")
"""Bytes of the columns with their lengths, number of entries, first and last tick."""


def encode_block(entries: Sequence[Entry]) -> Block:
    """1 to 4,096 entries, in order of their ticks."""
    if not 1 <= len(entries) <= BLOCK_ENTRIES:
        raise ValueError(f"A block holds 1 to {BLOCK_ENTRIES} entries, not {len(entries)}.")
    ticks, kinds, nodes, peers, operations, values = zip(*entries, strict=True)
    columns = (
        encode_varints([0, *(after - before for before, after in pairwise(ticks))]),
        encode_varints(kinds),
        encode_varints(nodes),
        encode_varints([peer + 1 for peer in peers]),
        encode_varints([zigzag(after - before) for before, after in pairwise((0, *operations))]),
        encode_varints([zigzag(value) for value in values]),
    )
    return Block(
        first_tick=ticks[0],
        last_tick=ticks[-1],
        count=len(entries),
        columns=_LENGTHS.pack(*map(len, columns)) + b"".join(columns),
    )


def decode_entries(block: Block) -> Iterator[Entry]:
    """The entries of a block. Raises TraceError where it is damaged."""
    if len(block.columns) < _LENGTHS.size:
        raise _damaged()
    lengths = _LENGTHS.unpack_from(block.columns)
    ends = list(accumulate(lengths, initial=_LENGTHS.size))
    if ends[-1] != len(block.columns):
        raise _damaged()
    columns = [decode_varints(block.columns[start:end]) for start, end in pairwise(ends)]
    if any(len(column) != block.count for column in columns):
        raise _damaged()
    ticks, kinds, nodes, peers, operations, values = columns
    return map(
        Entry,
        accumulate(ticks[1:], initial=block.first_tick),
        kinds,
        nodes,
        (peer - 1 for peer in peers),
        accumulate(unzigzag(step) for step in operations),
        (unzigzag(value) for value in values),
    )


def read_blocks(data: bytes) -> Iterator[Block]:
    """Blocks that follow each other in `data`. Raises TraceError where one is cut off."""
    at = 0
    while at < len(data):
        if at + BLOCK_HEAD.size > len(data):
            raise _damaged()
        length, count, first, last = BLOCK_HEAD.unpack_from(data, at)
        at += BLOCK_HEAD.size
        columns = data[at : at + length]
        at += length
        if len(columns) != length or not 1 <= count <= BLOCK_ENTRIES or first > last:
            raise _damaged()
        yield Block(first_tick=first, last_tick=last, count=count, columns=bytes(columns))


def block_bytes(block: Block) -> bytes:
    """The block behind its head."""
    head = BLOCK_HEAD.pack(len(block.columns), block.count, block.first_tick, block.last_tick)
    return head + block.columns


def _damaged() -> TraceError:
    return TraceError("The trace is damaged: a block is cut off. Run the simulation again.")
