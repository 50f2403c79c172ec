"""JSON values from an untrusted process."""

import json

import pytest
from atlas_grading.sandbox.values import NotAValueError, near, parse, same
from hypothesis import given
from hypothesis import strategies as st

scalars = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=5)
floats = st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    scalars | floats,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_a_value_that_was_written_is_read_back_the_same(value: object) -> None:
    assert same(parse(json.dumps(value).encode()), value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["NaN", "-Infinity", "[1e999]", "1" * 5000, "9" * 25, "[" * 5000, "[" * 80 + "]" * 80, "{", ""],
)
def test_what_would_break_a_reader_is_refused(text: str) -> None:
    with pytest.raises(NotAValueError):
        parse(text.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(NotAValueError):
        parse(b'"\xff\xfe"')


@pytest.mark.parametrize(
    ("left", "right"),
    [(True, 1), (0, False), ([True], [1]), ({"a": 1}, {"a": True}), ("1", 1), (None, False)],
)
def test_values_of_different_types_are_never_the_same(left: object, right: object) -> None:
    assert not same(left, right)  # type: ignore[arg-type]


def test_a_whole_number_is_the_same_in_both_notations() -> None:
    assert same([2, 0.5], [2.0, 0.5])


def test_near_takes_numbers_only() -> None:
    assert near(0.1 + 0.2, 0.3)
    assert not near(True, 1.0)
    assert not near("0.3", 0.3)
    assert not near(0.31, 0.3)
