"""The annotation grammar: its table of examples, and what holds for any text."""

import math

import pytest
from atlas_core.diagram.annotation_examples import EXAMPLES, Reading
from atlas_core.diagram.annotations import annotate
from hypothesis import example, given
from hypothesis import strategies as st


@pytest.mark.parametrize(("line", "readings"), EXAMPLES, ids=[line for line, _ in EXAMPLES])
def test_a_line_of_the_table_is_read_as_it_says(line: str, readings: tuple[Reading, ...]) -> None:
    found = annotate([line])
    assert [(a.name, a.unit, a.text, a.bound, a.percentile) for a in found] == [
        (r.name, r.unit, r.text, r.bound, r.percentile) for r in readings
    ]
    for annotation, reading in zip(found, readings, strict=True):
        assert math.isclose(annotation.value, reading.value, rel_tol=1e-9, abs_tol=1e-12)
        if reading.upper is None:
            assert annotation.upper is None
        else:
            assert annotation.upper is not None
            assert math.isclose(annotation.upper, reading.upper, rel_tol=1e-9)


def test_a_metric_names_its_line_and_its_span() -> None:
    lines = ["Session store", "Redis 7", "p99: 2ms, 1M ops/sec"]
    for annotation in annotate(lines):
        assert annotation.line == 2
        assert lines[2][annotation.start : annotation.end] == annotation.text


def test_a_bare_time_takes_its_name_from_the_line_above() -> None:
    (annotation,) = annotate(["Read latency", "5ms"])
    assert annotation.name == "read latency"


WORDS = st.sampled_from(
    [
        "p99",
        ":",
        "10",
        "ms",
        "$",
        "5M",
        "/",
        "month",
        "%",
        "→",
        "-",
        "<",
        "1,000",
        "users",
        "🔴",
        "T+",
    ]
)


@example("0 P1 AAS 0K A0S")
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(WORDS, max_size=12).map(" ".join),
        st.lists(WORDS, max_size=12).map("".join),
    )
)
def test_any_text_is_read_without_an_error_and_spans_lie_in_it(line: str) -> None:
    end = 0
    for annotation in sorted(annotate([line]), key=lambda a: a.start):
        assert line[annotation.start : annotation.end] == annotation.text
        assert annotation.start >= end
        assert math.isfinite(annotation.value)
        end = annotation.end
