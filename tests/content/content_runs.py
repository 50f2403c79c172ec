"""Our pages that hold scenarios: read, bound to their diagrams, and run by the native engine."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from atlas_authoring.diagrams import Block, build_diagrams
from atlas_core.diagram.model import Diagram
from atlas_core.page.grammar import grammar, mermaid_fences
from atlas_core.sim.flow.entries import EntryKind, Outcome
from atlas_core.sim.flow.result import Run
from atlas_core.sim.flow.scenario import PageScenario, bind, read_scenarios
from atlas_core.trace import Entry
from atlas_engine import run_model

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
FOLDERS = ("simulations", "incidents")
_SENT = (EntryKind.CALL, EntryKind.RETRY, EntryKind.HEDGE, EntryKind.ARRIVE)
_GONE = (EntryKind.START, EntryKind.REPLY, EntryKind.DEPART, EntryKind.LOST)
_TICKS_PER_S = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One scenario of a page with its run A, and its run B where it compares."""

    page: str
    scenario: PageScenario
    runs: tuple[Run, ...]

    @property
    def a(self) -> Run:
        """Run A."""
        return self.runs[0]

    @property
    def b(self) -> Run:
        """Run B; IndexError where the scenario does not compare."""
        return self.runs[1]


def pages() -> tuple[str, ...]:
    """The pages of our folders but their indexes, as `folder/name`."""
    found = [path for folder in FOLDERS for path in sorted((NOTEBOOKS / folder).glob("*.md"))]
    return tuple(f"{path.parent.name}/{path.stem}" for path in found if path.stem != "index")


def text_of(page: str) -> str:
    """The page as its author wrote it."""
    return (NOTEBOOKS / f"{page}.md").read_text(encoding="utf-8")


@cache
def diagrams() -> dict[tuple[str, int], Diagram]:
    """Every diagram of every page, by page and ordinal from 1. Node starts once for all."""
    blocks: list[Block] = []
    names: list[tuple[str, int]] = []
    for page in pages():
        text = text_of(page)
        body = text.split("\n---\n", 1)[1]
        for ordinal, fence in mermaid_fences(grammar().parse(body)):
            names.append((page, ordinal))
            blocks.append(
                Block(id=f"{page}#{ordinal}", path=page, line=1, text=fence.content, title=page)
            )
    built = build_diagrams(blocks)
    return {name: each.diagram for name, each in zip(names, built, strict=True)}


def scenarios_of(page: str) -> tuple[PageScenario, ...]:
    """The page's scenarios; a page whose scenario can't be read fails here."""
    found, problems = read_scenarios(text_of(page))
    assert not problems, [f"{page}:{problem.line}: {problem.sentence}" for problem in problems]
    return found


@cache
def play(page: str) -> tuple[Played, ...]:
    """All scenarios of the page, run."""
    played = []
    for scenario in scenarios_of(page):
        bound = bind(diagrams()[page, scenario.diagram], scenario)
        runs = tuple(run_model(each.model, each.scenario) for each in bound)
        played.append(Played(page=page, scenario=scenario, runs=runs))
    return tuple(played)


def per_s(run: Run, from_s: float, until_s: float, what: str = "good") -> float:
    """Requests a second that were answered well (`good`), badly (`bad`) or that `arrived`.

    Counted in the hundredths of the run that lie wholly between the two moments.
    """
    width = run.duration_s / len(run.sums.windows)
    inside = [
        window
        for index, window in enumerate(run.sums.windows)
        if index * width >= from_s - 1e-6 and (index + 1) * width <= until_s + 1e-6
    ]
    return float(sum(getattr(window, what) for window in inside)) / (len(inside) * width)


def failed(run: Run, from_s: float, until_s: float) -> float:
    """The share of the answers that are failures."""
    bad, good = per_s(run, from_s, until_s, "bad"), per_s(run, from_s, until_s)
    return bad / (bad + good)


def latency_s(run: Run, from_s: float, until_s: float) -> float:
    """The mean latency of the good answers."""
    width = run.duration_s / len(run.sums.windows)
    ticks = per_s(run, from_s, until_s, "time_ticks") / _TICKS_PER_S
    assert width > 0
    return ticks / per_s(run, from_s, until_s)


def entries_of(run: Run, node: str) -> tuple[Entry, ...]:
    """What the trace says of a node, in order."""
    assert run.trace is not None
    index = run.trace.header.nodes.index(node)
    return tuple(entry for entry in run.trace.from_tick(0) if entry.node == index)


def calls_per_s(run: Run, node: str, from_s: float, until_s: float) -> float:
    """Calls to a node a second, repeated ones too."""
    sent = [
        entry
        for entry in entries_of(run, node)
        if entry.kind in _SENT and from_s <= entry.tick / _TICKS_PER_S < until_s
    ]
    return len(sent) / (until_s - from_s)


def queue(run: Run, node: str) -> tuple[tuple[float, int], ...]:
    """How many wait at a node, after each change: (second, number)."""
    waiting: set[int] = set()
    found = []
    for entry in entries_of(run, node):
        if entry.kind in _SENT:
            waiting.add(entry.operation)
        elif entry.kind in _GONE:
            waiting.discard(entry.operation)
        found.append((entry.tick / _TICKS_PER_S, len(waiting)))
    return tuple(found)


def queue_peak(run: Run, node: str) -> int:
    """The longest queue."""
    return max(number for _, number in queue(run, node))


def drained_s(run: Run, node: str) -> float:
    """The second at which the queue is empty for the first time after its peak."""
    peak = queue_peak(run, node)
    seen = False
    for second, number in queue(run, node):
        seen = seen or number == peak
        if seen and number == 0:
            return second
    return float("inf")


def well_again_s(run: Run, load: float, after_s: float) -> float:
    """The first second after which at least nine tenths of `load` are answered, for a while."""
    width = run.duration_s / len(run.sums.windows)
    for index in range(int(after_s / width), len(run.sums.windows) - 2):
        windows = run.sums.windows[index : index + 3]
        if all(window.good / width >= 0.9 * load for window in windows):
            return index * width
    return float("inf")


def served_per_s(run: Run, source: str, from_s: float, until_s: float) -> float:
    """Good answers a second to the requests of one source, named by the node that they come to."""
    assert run.trace is not None
    sources = [peer for peer in run.trace.header.peers if peer.startswith("source ")]
    peer = sources.index(f"source load:{source}")
    good = [
        entry
        for entry in run.trace.from_tick(0)
        if entry.kind == EntryKind.DEPART
        and entry.peer == peer
        and from_s <= entry.tick / _TICKS_PER_S < until_s
        and Outcome(entry.value).good
    ]
    return len(good) / (until_s - from_s)


def scaled(run: Run) -> tuple[tuple[float, int], ...]:
    """When an autoscaler changed a station's servers, and to how many: (second, servers)."""
    assert run.trace is not None
    return tuple(
        (entry.tick / _TICKS_PER_S, entry.value)
        for entry in run.trace.from_tick(0)
        if entry.kind == EntryKind.SCALED
    )
