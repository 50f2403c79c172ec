"""`atlas build --watch`: build again whenever somebody saves, and say what that changed.

Changes that come together are one build. A page that is being written may be broken for a while:
its problems are told, the catalogue is there all the same, and the watch goes on. A tree or an
output that can't be used while watching is told as one sentence and tried again at the next save.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from atlas_core.diagram.model import Problem
from watchfiles import DefaultFilter, watch

from atlas_authoring.build import OutputError, Report, TreeError, Workshop, build, workshop
from atlas_authoring.pages.memory import DraftMemory

_TOGETHER_MS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """One build after a save. `report` is None where it failed; then `failure` says why.

    `took_s` is how long it took; `changed` are the files that were saved, `appeared` and `gone`
    the problems that the save brought and mended.
    """

    changed: tuple[Path, ...]
    report: Report | None
    took_s: float
    appeared: tuple[Problem, ...] = ()
    gone: tuple[Problem, ...] = ()
    failure: str = ""


class _Pages(DefaultFilter):
    """Passes over hidden files, editors' leftovers, and the catalogue itself."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out.resolve()

    def __call__(self, change: object, path: str) -> bool:
        """Tell whether a change at `path` may change the catalogue."""
        name = Path(path).name
        if name.startswith(".") or name.endswith(("~", ".tmp")) or Path(path) == self._out:
            return False
        return super().__call__(change, path)  # type: ignore[arg-type]


def saves(roots: Sequence[Path], out: Path, stop: Event) -> Iterator[tuple[Path, ...]]:
    """Yield the files of each burst of saves below `roots`, until `stop` is set."""
    folders = [root.resolve() for root in roots]
    changes = watch(
        *folders,
        watch_filter=_Pages(out),
        debounce=_TOGETHER_MS * 4,
        step=_TOGETHER_MS,
        stop_event=stop,
        raise_interrupt=True,
    )
    for burst in changes:
        touched = sorted({Path(path) for _, path in burst})
        there = [path for path in touched if path.exists()]  # editors leave names behind
        yield tuple(there or touched)


def rebuilds(
    roots: Sequence[Path],
    out: Path,
    bursts: Iterable[tuple[Path, ...]],
    *,
    cache: Path,
    known: Sequence[Problem],
    drafts: DraftMemory,
    workshop: Workshop = workshop,
) -> Iterator[Rebuilt]:
    """Build once for each burst. `known` are the problems of the build before the first."""
    before = list(known)
    for changed in bursts:
        started = time.monotonic()
        try:
            report = build(roots, out, cache=cache, workshop=workshop, drafts=drafts)
        except (TreeError, OutputError) as error:
            took = time.monotonic() - started
            yield Rebuilt(changed=changed, report=None, took_s=took, failure=error.sentence)
            continue
        appeared = tuple(problem for problem in report.problems if problem not in before)
        gone = tuple(problem for problem in before if problem not in report.problems)
        before = list(report.problems)
        yield Rebuilt(
            changed=changed,
            report=report,
            took_s=time.monotonic() - started,
            appeared=appeared,
            gone=gone,
        )
