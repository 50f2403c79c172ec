"""Traces as bytes: nothing is lost, any moment is found, damage is said."""

from dataclasses import replace

import pytest
from atlas_core.trace import Entry, Header, Trace, TraceError, decode_trace, encode_trace
from atlas_core.trace.block import decode_entries, encode_block, read_blocks
from atlas_core.trace.codec import block_at
from atlas_core.trace.varint import decode_varints, encode_varints, unzigzag, zigzag
from hypothesis import given, settings
from hypothesis import strategies as st

WORD = st.integers(-(2**62), 2**62)
NUMBER = st.integers(0, 2**31 - 1)
ENTRIES = st.lists(
    st.tuples(st.integers(0, 2**40), NUMBER, NUMBER, st.integers(-1, 2**31 - 2), WORD, WORD),
    min_size=1,
    max_size=60,
).map(lambda rows: [Entry(*row) for row in sorted(rows)])
HEADER = Header(
    engine="test 1",
    seed=7,
    scenario="é",
    ticks_per_s=1000,
    ended="time",
    kinds=("a", "b"),
    nodes=("n",),
    peers=(),
)


def trace_of(entries: list[Entry], size: int = 7) -> Trace:
    starts = range(0, len(entries), size)
    blocks = tuple(encode_block(entries[start : start + size]) for start in starts)
    return Trace(header=HEADER, blocks=blocks)


@given(st.lists(st.integers(0, 2**64), max_size=50))
def test_varints_come_back_as_they_went(values: list[int]) -> None:
    assert decode_varints(encode_varints(values)) == values


@given(WORD)
def test_zigzag_keeps_small_numbers_short_and_comes_back(value: int) -> None:
    assert unzigzag(zigzag(value)) == value
    assert zigzag(value) <= 2 * abs(value)


@given(ENTRIES)
def test_a_trace_comes_back_from_its_bytes_entry_for_entry(entries: list[Entry]) -> None:
    trace = trace_of(entries)
    back = decode_trace(encode_trace(trace))
    assert back == trace
    assert list(back) == entries
    assert len(back) == len(entries)


@given(ENTRIES, st.integers(0, 2**41))
def test_any_moment_is_found_without_reading_what_lies_before(
    entries: list[Entry], tick: int
) -> None:
    trace = trace_of(entries)
    assert list(trace.from_tick(tick)) == [entry for entry in entries if entry.tick >= tick]
    block = block_at(encode_trace(trace), tick)
    if block is None:
        assert all(entry.tick < tick for entry in entries)
    else:
        assert block == next(block for block in trace.blocks if block.last_tick >= tick)


def test_an_empty_trace_has_bytes_too() -> None:
    empty = trace_of([])
    assert decode_trace(encode_trace(empty)) == empty
    assert block_at(encode_trace(empty), 0) is None


@settings(max_examples=60)
@given(st.data())
def test_a_cut_trace_is_refused_in_a_sentence(data: st.DataObject) -> None:
    whole = encode_trace(trace_of([Entry(i, 0, 0, -1, i, 0) for i in range(20)]))
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(TraceError, match=r"damaged|no Atlas trace"):
        list(decode_trace(whole[:cut]))


def test_other_files_and_newer_versions_are_told_apart() -> None:
    with pytest.raises(TraceError, match="no Atlas trace"):
        decode_trace(b"PK\x03\x04 a zip file, which is long enough")
    newer = bytearray(encode_trace(trace_of([])))
    newer[8] = 9
    with pytest.raises(TraceError, match="version 9"):
        decode_trace(bytes(newer))


def test_a_block_with_wrong_lengths_is_refused() -> None:
    block = encode_block([Entry(5, 1, 2, 3, 4, 5)])
    for damaged in (replace(block, columns=b"\x01"), replace(block, count=2)):
        with pytest.raises(TraceError):
            list(decode_entries(damaged))
    with pytest.raises(TraceError):
        list(read_blocks(b"\xff" * 30))


def test_a_regular_trace_takes_few_bytes_an_entry() -> None:
    entries = [Entry(i * 50_000, i % 8, i % 10, -1, i // 8, 0) for i in range(4096)]
    assert len(encode_trace(trace_of(entries, 4096))) / len(entries) < 12
