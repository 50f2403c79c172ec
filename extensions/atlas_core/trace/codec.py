"""A Trace as bytes and back.

    "ATLASTRC"  version u16  length u32  header (JSON, sorted keys, UTF-8)
    block, block, …           each: length u32, entries u32, first and last tick i64, columns
    index                     for each block: offset u64 from the start of the file, last tick i64
    blocks u32  "ENDTRACE"

All numbers are little-endian. A reader who wants one moment reads the end of the file, finds the
block in the index by bisection, and decodes that block only.
"""

import hashlib
import json
import struct
from bisect import bisect_left
from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError

from atlas_core.trace.block import BLOCK_HEAD, block_bytes, read_blocks
from atlas_core.trace.model import TRACE_VERSION, Block, Header, TraceError
from atlas_core.trace.trace import Trace

_HEADER = TypeAdapter(Header)
_MAGIC = b"ATLASTRC"
_END = b"ENDTRACE"
_START = struct.Struct("<8sHI")
_INDEX = struct.Struct("<Qq")
_FOOTER = struct.Struct("<I8s")


def encode_trace(trace: Trace) -> bytes:
    """The bytes of a trace; equal traces have equal bytes."""
    header = json.dumps(asdict(trace.header), sort_keys=True, ensure_ascii=False).encode()
    parts = [_START.pack(_MAGIC, TRACE_VERSION, len(header)), header]
    offset = _START.size + len(header)
    index = []
    for block in trace.blocks:
        index.append(_INDEX.pack(offset, block.last_tick))
        parts.append(block_bytes(block))
        offset += BLOCK_HEAD.size + len(block.columns)
    return b"".join([*parts, *index, _FOOTER.pack(len(trace.blocks), _END)])


def decode_trace(data: bytes) -> Trace:
    """Raises TraceError where the bytes are no trace, of a newer version, or damaged."""
    header, start = _header(data)
    index = _index(data)
    blocks = tuple(read_blocks(data[start : len(data) - _FOOTER.size - len(index) * _INDEX.size]))
    if [block.last_tick for block in blocks] != [tick for _, tick in index]:
        raise _damaged()
    return Trace(header=header, blocks=blocks)


def block_at(data: bytes, tick: int) -> Block | None:
    """The first block with an entry at `tick` or later; reads the index and that block only."""
    index = _index(data)
    at = bisect_left(index, tick, key=lambda item: item[1])
    if at == len(index):
        return None
    offset = index[at][0]
    if offset + BLOCK_HEAD.size > len(data):
        raise _damaged()
    length = BLOCK_HEAD.unpack_from(data, offset)[0]
    return next(read_blocks(data[offset : offset + BLOCK_HEAD.size + length]))


def digest(data: bytes) -> str:
    """What stands in a header for the hash of a scenario."""
    return hashlib.sha256(data).hexdigest()[:32]


def _header(data: bytes) -> tuple[Header, int]:
    if len(data) < _START.size or data[:8] != _MAGIC:
        raise TraceError("This is no Atlas trace: it does not begin with ATLASTRC.")
    _, version, length = _START.unpack_from(data)
    if version != TRACE_VERSION:
        raise TraceError(
            f"This trace has version {version}; this Atlas reads version {TRACE_VERSION}. "
            "Run the simulation again."
        )
    end = _START.size + length
    try:
        return _HEADER.validate_json(data[_START.size : end]), end
    except ValidationError as error:
        raise _damaged() from error


def _index(data: bytes) -> list[tuple[int, int]]:
    if len(data) < _FOOTER.size:
        raise _damaged()
    count, end = _FOOTER.unpack_from(data, len(data) - _FOOTER.size)
    start = len(data) - _FOOTER.size - count * _INDEX.size
    if end != _END or start < 0:
        raise _damaged()
    return [_INDEX.unpack_from(data, start + i * _INDEX.size) for i in range(count)]


def _damaged() -> TraceError:
    return TraceError("The trace is damaged or cut off. Run the simulation again.")
