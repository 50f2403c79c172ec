"""The report as tables for a terminal."""

from collections.abc import Iterator, Sequence

from atlas_authoring.lint.sections import SECTIONS
from atlas_authoring.report.prerequisites import Gaps, Need
from atlas_authoring.report.report import FRONT_MATTER, Report

_SHOWN = 20
_NAME_MAX = 60


def as_text(report: Report) -> str:
    """Return all tables."""
    return "\n".join(
        [
            f"{len(report.pages)} pages, {_time(report.minutes)} of reading",
            *("", "Pages", *_pages(report)),
            *("", "Difficulty", *_levels(report)),
            *("", "Concepts", *_counted([(c.name, c.pages, "pages") for c in report.concepts])),
            *("", "Technologies"),
            *_counted([(t.name, t.diagrams, "diagrams") for t in report.technologies]),
            *("", "Prerequisites", *_needs(report.needs)),
            *("", "Gaps", *_gaps(report.gaps)),
        ]
    )


def _time(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _pages(report: Report) -> Iterator[str]:
    names = [page.id[-_NAME_MAX:] for page in report.pages]
    width = max(map(len, names), default=4)
    heads = f"{'difficulty':<12} {'min':>4} {'keys':>5} {'sections':>8} {'sources':>7}"
    yield f"  {'page':<{width}}  {heads} {'typed':>7} {'complete':>8}"
    for name, page in zip(names, report.pages, strict=True):
        sections = "-" if page.sections is None else f"{len(page.sections)}/{len(SECTIONS)}"
        keys = f"{len(page.front_matter)}/{len(FRONT_MATTER)}"
        typed = f"{page.typed}/{page.diagrams}" if page.diagrams else "-"
        yield (
            f"  {name:<{width}}  {page.difficulty:<12} {page.minutes:>4} {keys:>5} {sections:>8} "
            f"{page.sources:>7} {typed:>7} {page.complete:>8.0%}"
        )


def _levels(report: Report) -> Iterator[str]:
    for level in report.levels:
        yield f"  {level.difficulty:<12} {level.pages:>4} pages  {_time(level.minutes)}"


def _counted(rows: Sequence[tuple[str, int, str]]) -> Iterator[str]:
    if not rows:
        yield "  none"
    for name, count, noun in rows[:_SHOWN]:
        yield f"  {name:<32} {count:>4} {noun}"
    if len(rows) > _SHOWN:
        yield f"  and {len(rows) - _SHOWN} more; `--json` has all."


def _needs(needs: Sequence[Need]) -> Iterator[str]:
    if not needs:
        yield "  no page names any"
    for need in needs:
        yield f"  {need.page} needs {need.target or need.name}"


def _gaps(gaps: Gaps) -> Iterator[str]:
    lines = [
        f"  {need.page} asks for `{need.name}`: no page is about it" for need in gaps.unwritten
    ]
    lines += [f"  {need.page} asks for {need.target}, which is harder" for need in gaps.harder]
    if gaps.cycle:
        lines.append(f"  pages ask for each other: {' -> '.join(gaps.cycle)}")
    for pages, words in ((gaps.unlinked, "no page leads to"), (gaps.dead_ends, "no way on from")):
        if pages:
            shown = ", ".join(pages[: _SHOWN // 4])
            more = f" and {len(pages) - _SHOWN // 4} more" if len(pages) > _SHOWN // 4 else ""
            lines.append(f"  {words} {shown}{more}")
    yield from lines or ["  none"]
