"""The guard: a reference solution never leaves, whole, in pieces or in disguise of formatting."""

import json
from pathlib import Path

import pytest
from atlas_api.tutor.guard import Guard, GuardedText, load_guard
from atlas_core.fingerprint import Fingerprint, fingerprint, read_fingerprints, write_fingerprints

SOLUTION = '''
def delays(attempts, base_ms, cap_ms, draw):
    """Full jitter: each delay is drawn between nothing and the doubled, capped base."""
    out = []
    for attempt in range(attempts):
        ceiling = min(cap_ms, base_ms * 2 ** attempt)
        out.append(draw() * ceiling)
    return out
'''
STARTER = "def delays(attempts, base_ms, cap_ms, draw):\n    return []\n"
HINT = """Think about the *ceiling* first [1]. It doubles with each attempt:

```python
ceiling = base * 2 ** n
```

What keeps it from growing for ever?
"""


@pytest.fixture
def guard() -> Guard:
    return Guard(solutions={"retry": fingerprint(SOLUTION).without(fingerprint(STARTER))})


def streamed(guard: Guard, text: str, size: int) -> tuple[str, str | None]:
    guarded = GuardedText(guard)
    shown = "".join(
        guarded.write(text[start : start + size]) for start in range(0, len(text), size)
    )
    return shown + guarded.finish(), guarded.stopped


@pytest.mark.parametrize("size", [1, 3, 7, 50, 10_000])
def test_help_that_is_no_solution_passes_unchanged(guard: Guard, size: int) -> None:
    assert streamed(guard, HINT, size) == (HINT, None)
    assert streamed(guard, STARTER, size) == (STARTER, None)


@pytest.mark.parametrize("size", [1, 3, 7, 50, 10_000])
def test_a_solution_in_a_block_is_not_shown_at_all(guard: Guard, size: int) -> None:
    shown, stopped = streamed(guard, f"Sure:\n\n```python{SOLUTION}```\n\nEnjoy.", size)
    assert stopped == "retry"
    assert shown == "Sure:\n\n"


@pytest.mark.parametrize(
    "disguised",
    [
        f"```{SOLUTION}",
        f"~~~python{SOLUTION}~~~\n",
        "> ```python\n" + "".join(f"> {line}\n" for line in SOLUTION.splitlines()) + "> ```\n",
        SOLUTION,
        SOLUTION.replace("    ", "\t").replace("\n\t", "\n\n\t"),
        SOLUTION.replace('"""Full jitter', '"""Other words').replace("out = []", "out = []  # x"),
        "Don't worry, it's easy.\n" + SOLUTION,
        "".join(f"Then:\n```python\n{line}\n```\n" for line in SOLUTION.splitlines() if line),
    ],
)
@pytest.mark.parametrize("size", [1, 40])
def test_a_disguised_solution_stops_the_answer(guard: Guard, disguised: str, size: int) -> None:
    shown, stopped = streamed(guard, disguised + "\nmore\n", size)
    assert stopped == "retry"
    assert "more" not in shown
    assert "out.append(draw() * ceiling)" not in shown


def test_without_fingerprints_everything_passes_at_once() -> None:
    guarded = GuardedText(load_guard(None))
    assert guarded.write("```py") == "```py"
    assert (guarded.finish(), guarded.stopped) == ("", None)


def test_fingerprints_survive_their_file_and_hold_no_word_of_the_solution(tmp_path: Path) -> None:
    path = tmp_path / "fingerprints.json"
    path.write_text(write_fingerprints({"retry": fingerprint(SOLUTION)}))
    assert load_guard(path).solutions == {"retry": fingerprint(SOLUTION)}
    assert "ceiling" not in path.read_text()
    assert json.loads(path.read_text())["version"] == 1


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"version": 2, "exercises": {}}', '{"version": 1}']
)
def test_a_file_that_is_none_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="make it again"):
        read_fingerprints(text)


def test_an_empty_solution_guards_nothing() -> None:
    assert Fingerprint(hashes=frozenset()).share_in(fingerprint(SOLUTION)) == 0
    assert Guard(solutions={"x": fingerprint("x = 1")}).recognise("x = 1") is None
