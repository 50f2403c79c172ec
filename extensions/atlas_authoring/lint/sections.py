"""The eight sections of a lesson, in their order."""

from collections.abc import Iterator
from itertools import pairwise

from atlas_authoring.lint.rule import Found, Subject

SECTIONS = (
    *("Overview", "Theory", "Practice", "Examples"),
    *("Exercises", "Quiz", "Projects", "Resources"),
)


def missing_sections(subject: Subject) -> Iterator[Found]:
    """Name the sections that a lesson does not have."""
    if not subject.is_lesson:
        return
    missing = [name for name in SECTIONS if name not in _sections(subject)]
    if missing:
        names = ", ".join(missing)
        yield Found(line=1, sentence=f"The lesson has no section {names}; write a `##` for each.")


def section_order(subject: Subject) -> Iterator[Found]:
    """Find the first section that stands before one that should come earlier."""
    if not subject.is_lesson:
        return
    found = _sections(subject)
    for earlier, later in pairwise(found):
        if SECTIONS.index(later) < SECTIONS.index(earlier):
            line = _line_of(subject, later)
            yield Found(line=line, sentence=f"{later} stands after {earlier}; move it before it.")
            return


def _sections(subject: Subject) -> list[str]:
    """Return the lesson's sections, each once, as they are named in `SECTIONS`."""
    names = {name.casefold(): name for name in SECTIONS}
    headings = (h.text.strip().casefold() for h in subject.draft.headings if h.level == 2)
    return list(dict.fromkeys(names[text] for text in headings if text in names))


def _line_of(subject: Subject, section: str) -> int:
    for number, line in enumerate(subject.draft.source.split("\n"), start=1):
        if line.startswith("## ") and line[3:].strip().casefold() == section.casefold():
            return number
    return 1
