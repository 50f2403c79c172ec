"""What a lesson says that its programs print is what they print."""

import contextlib
import io
import re
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PROGRAM = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
SHOWN = re.compile(r"^    ```text\n(.*?)^    ```", re.M | re.S)
LESSONS = [page for page in sorted(NOTEBOOKS.glob("*/index.md")) if SHOWN.search(page.read_text())]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda page: page.parent.name)
def test_a_lessons_programs_print_what_the_page_shows(lesson: Path) -> None:
    text = lesson.read_text()
    shown = [re.sub(r"^    ", "", block, flags=re.M) for block in SHOWN.findall(text)]
    names: dict[str, object] = {}
    printed = []
    for program in PROGRAM.findall(text):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(program, str(lesson), "exec"), names)
        if out.getvalue():
            printed.append("".join(line.rstrip() + "\n" for line in out.getvalue().splitlines()))
    assert printed == shown


def test_there_is_a_lesson_whose_programs_are_checked() -> None:
    assert LESSONS
