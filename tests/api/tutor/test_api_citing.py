"""References in a streamed answer: honest, whole, and never taken for code."""

import pytest
from atlas_api.tutor.citing import References
from hypothesis import given
from hypothesis import strategies as st


def streamed(pieces: list[str], *, count: int = 3) -> tuple[str, list[int]]:
    references, text, first = References(count=count), "", []
    for piece in pieces:
        out = references.text(piece)
        text += out.text
        first += out.first
    out = references.end()
    return text + out.text, first + list(out.first)


@pytest.mark.parametrize(
    ("said", "shown", "first"),
    [
        ("Retries amplify [1].", "Retries amplify [1].", [1]),
        ("So [2] and [1] and [2].", "So [2] and [1] and [2].", [2, 1]),
        ("Invented [7] source.", "Invented  source.", []),
        ("Zero [0] and [4].", "Zero  and .", []),
        ("An array `xs[0]` and `ys[2]`.", "An array `xs[0]` and `ys[2]`.", []),
        ("Prose xs[9] too.", "Prose xs[9] too.", []),
        ("```python\nx = [9]\n```\nDone [9] [1].", "```python\nx = [9]\n```\nDone  [1].", [1]),
        ("A link [1](https://example.org).", "A link [1](https://example.org).", [1]),
        ("Open [12", "Open [12", []),
        ("[a] [ 1 ] [123]", "[a] [ 1 ] [123]", []),
        ("A stray ` tick.\n\nThen [9] and [3].", "A stray ` tick.\n\nThen  and [3].", [3]),
    ],
)
def test_only_given_passages_are_cited(said: str, shown: str, first: list[int]) -> None:
    assert streamed([said]) == (shown, first)
    assert streamed(list(said)) == (shown, first)


@given(st.text(alphabet="ab [](`)\n0123456789", max_size=60), st.randoms())
def test_how_the_text_is_cut_changes_nothing(said: str, chance: object) -> None:
    cuts = sorted(chance.randint(0, len(said)) for _ in range(5))
    pieces = [said[a:b] for a, b in zip([0, *cuts], [*cuts, len(said)], strict=True)]
    assert streamed(pieces) == streamed([said])


def test_a_citation_by_the_model_itself_is_written_once_a_paragraph() -> None:
    references = References(count=2)
    text = ""
    for out in (
        references.text("Jitter spreads"),
        references.cited(1),
        references.cited(1),
        references.text(" load [2]."),
        references.cited(2),
        references.text("\n\nAnd again"),
        references.cited(1),
        references.cited(3),
        references.end(),
    ):
        text += out.text
    assert text == "Jitter spreads [1] load [2].\n\nAnd again [1]"


def test_what_was_held_back_comes_before_a_citation() -> None:
    references = References(count=2)
    assert references.text("see [").text == "see "
    out = references.cited(1)
    assert (out.text, out.first) == ("[ [1]", (1,))
