"""What a build says at its end: figures first, then what could not be read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from atlas_core.diagram.model import Problem
from atlas_core.diagram.vocabulary import Kind

PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many diagrams of one kind there are, and how many of them are typed."""

    kind: Kind
    count: int
    typed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The figures of one build."""

    trees: int
    pages: int
    words: int
    exercises: int
    questions: int
    passages: int
    links: int
    broken_links: int
    kinds: tuple[KindCount, ...]

    @property
    def diagrams(self) -> int:
        """The number of diagrams of all kinds."""
        return sum(kind.count for kind in self.kinds)

    @property
    def typed(self) -> int:
        """The number of diagrams whose meaning was read."""
        return sum(kind.typed for kind in self.kinds)


def as_text(summary: Summary, problems: Sequence[Problem], version: str) -> str:
    """Return the summary for a terminal."""
    lines = [
        f"{'pages':<12}{summary.pages} in {summary.trees} trees, {summary.words} words, "
        f"{summary.passages} passages",
        f"{'exercises':<12}{summary.exercises}, {summary.questions} quiz questions",
        f"{'links':<12}{summary.links}, {summary.broken_links} broken",
        f"{'diagrams':<12}{summary.diagrams}, {summary.typed} typed, "
        f"{summary.diagrams - summary.typed} shown as source",
    ]
    for kind in summary.kinds:
        share = 100 * kind.typed / kind.count
        lines.append(f"  {kind.kind:<12}{kind.count:>5}  typed {kind.typed:>5}  {share:5.1f} %")
    by_code = Counter(problem.code for problem in problems)
    counts = ", ".join(f"{code} {count}" for code, count in by_code.most_common())
    lines.append(f"{'problems':<12}{len(problems)}" + (f" ({counts})" if counts else ""))
    lines += (f"  {as_line(problem)}" for problem in problems[:PROBLEMS_SHOWN])
    if len(problems) > PROBLEMS_SHOWN:
        more = len(problems) - PROBLEMS_SHOWN
        lines.append(f"  and {more} more; `--problems FILE` or `atlas problems` lists all.")
    lines.append(f"{'version':<12}{version[:16]}")
    return "\n".join(lines)


def as_line(problem: Problem) -> str:
    """Return a problem as `file:line code sentence`."""
    return f"{problem.path}:{problem.line} {problem.code}: {problem.sentence}"
