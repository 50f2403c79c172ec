"""What front matter should say so that a page can be found, planned and trusted."""

import re
from collections.abc import Iterator

from atlas_core.diagram.annotations import annotate

from atlas_authoring.lint.rule import Found, Subject

FACTS_MIN = 3
_SOURCES_HEADING = re.compile(
    r"(?i)\b(sources?|references?|resources?|further reading|bibliography|citations?)\b"
)
_WEB = ("http://", "https://", "//")


def missing_keys(subject: Subject) -> Iterator[Found]:
    """Name the keys that readers filter and plan by, and that the page does not give."""
    matter = subject.draft.front_matter
    missing = [
        name
        for name, is_given in (
            ("title", bool(matter.title)),
            ("description", bool(matter.description)),
            ("difficulty", subject.is_index or matter.difficulty is not None),
            ("estimated_time", subject.is_index or matter.minutes is not None),
            ("tags", subject.is_index or bool(matter.tags)),
        )
        if not is_given
    ]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        yield Found(line=1, sentence=f"The front matter does not give {names}; add them.")


def missing_sources(subject: Subject) -> Iterator[Found]:
    """Find a page, no index, that states figures and names nobody who says so."""
    draft = subject.draft
    if (
        subject.is_index
        or draft.front_matter.sources
        or any(_SOURCES_HEADING.search(heading.text) for heading in draft.headings)
    ):
        return
    if any(link.url.startswith(_WEB) for link in draft.links):
        return
    facts: list[str] = []
    for diagram in subject.diagrams:
        facts += (note.text for node in diagram.nodes for note in node.annotations)
        facts += (note.text for edge in diagram.edges for note in edge.annotations)
    for unit in draft.units:
        facts += (note.text for note in annotate(unit.text.split("\n")))
    if len(facts) >= FACTS_MIN:
        sentence = (
            f"The page states {len(facts)} figures (such as `{facts[0][:40]}`) and no source; "
            "add `sources` to its front matter."
        )
        yield Found(line=1, sentence=sentence)
