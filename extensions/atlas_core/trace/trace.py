"""A Trace: the record of one run, read entry by entry from any moment on."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from atlas_core.trace.block import decode_entries
from atlas_core.trace.model import Block, Entry, Header


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A whole run."""

    header: Header
    blocks: tuple[Block, ...]

    def __len__(self) -> int:
        """The number of entries."""
        return sum(block.count for block in self.blocks)

    def __iter__(self) -> Iterator[Entry]:
        """All entries in order. Raises TraceError where a block is damaged."""
        for block in self.blocks:
            yield from decode_entries(block)

    def from_tick(self, tick: int) -> Iterator[Entry]:
        """The entries at `tick` and later; blocks that end before it are not decoded."""
        first = bisect_left(self.blocks, tick, key=lambda block: block.last_tick)
        for block in self.blocks[first:]:
            yield from (entry for entry in decode_entries(block) if entry.tick >= tick)
