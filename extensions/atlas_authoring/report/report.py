"""The report on a catalogue: every page with what it holds and lacks, concepts, and the graph."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from atlas_core.catalogue import Catalogue, Concept, Page, Technology

from atlas_authoring.lint.sections import SECTIONS
from atlas_authoring.report.prerequisites import Gaps, Need, gaps_in, needs_of

UNSAID = "not said"
FRONT_MATTER = (
    *("title", "description", "difficulty", "estimated_time", "learning_outcomes", "tags"),
    *("prerequisites", "related", "last_reviewed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReport:
    """One page. `complete` is the mean of what applies to it of the four shares, 0 to 1.

    `front_matter` are the keys it gives of `FRONT_MATTER`, `sections` those of the eight that a
    lesson has (None for other pages), `typed` how many of its `diagrams` were understood.
    """

    id: str
    title: str
    difficulty: str
    minutes: int
    words: int
    front_matter: tuple[str, ...]
    sections: tuple[str, ...] | None
    sources: int
    diagrams: int
    typed: int
    complete: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The pages of one difficulty, and how long they take to read."""

    difficulty: str
    pages: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a catalogue covers and lacks."""

    pages: tuple[PageReport, ...]
    levels: tuple[Level, ...]
    concepts: tuple[Concept, ...]
    technologies: tuple[Technology, ...]
    needs: tuple[Need, ...]
    gaps: Gaps

    @property
    def minutes(self) -> int:
        """The time to read everything."""
        return sum(page.minutes for page in self.pages)


def report_on(catalogue: Catalogue) -> Report:
    """Return the report. Raises CatalogueUnreadableError."""
    pages = [catalogue.page(entry.id) for tree in catalogue.trees() for entry in tree.pages]
    links = catalogue.links()
    targets = {(link.source, link.url): link.target for link in links if link.target}
    needs = [need for page in pages for need in needs_of(page, targets)]
    pairs = [(link.source, link.target) for link in links if link.target]
    lessons = {exercise.page for exercise in catalogue.exercises()}
    reports = tuple(_page(catalogue, page, page.id in lessons) for page in pages)
    return Report(
        pages=reports,
        levels=tuple(_levels(reports)),
        concepts=catalogue.concepts(),
        technologies=catalogue.technologies(),
        needs=tuple(needs),
        gaps=gaps_in(pages, needs, pairs),
    )


def _page(catalogue: Catalogue, page: Page, is_lesson: bool) -> PageReport:
    matter = page.front_matter
    given = tuple(
        name
        for name in FRONT_MATTER
        if getattr(matter, "minutes" if name == "estimated_time" else name)
    )
    headings = {heading.text.strip().casefold() for heading in page.headings}
    sections = tuple(name for name in SECTIONS if name.casefold() in headings)
    typed = sum(bundle.diagram.typed for bundle in catalogue.diagrams(page.id))
    shares = [len(given) / len(FRONT_MATTER), float(bool(matter.sources))]
    shares += [len(sections) / len(SECTIONS)] if is_lesson else []
    shares += [typed / len(page.diagrams)] if page.diagrams else []
    return PageReport(
        id=page.id,
        title=page.title,
        difficulty=page.difficulty or UNSAID,
        minutes=page.minutes,
        words=page.words,
        front_matter=given,
        sections=sections if is_lesson else None,
        sources=len(matter.sources),
        diagrams=len(page.diagrams),
        typed=typed,
        complete=round(sum(shares) / len(shares), 3),
    )


def _levels(pages: tuple[PageReport, ...]) -> Iterator[Level]:
    counts = Counter(page.difficulty for page in pages)
    order = ("beginner", "intermediate", "advanced", "expert", UNSAID)
    for difficulty in (name for name in order if counts[name]):
        minutes = sum(page.minutes for page in pages if page.difficulty == difficulty)
        yield Level(difficulty=difficulty, pages=counts[difficulty], minutes=minutes)
