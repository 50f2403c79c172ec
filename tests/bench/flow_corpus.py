"""How many flowcharts of a tree run with no hand work, and how much of them is assumed.

    python tests/bench/flow_corpus.py [TREE]

Counted are flowcharts of three or more connected nodes with a stated latency or rate on an arrow
or a node that has one. TREE is by default $ATLAS_CORPUS, else ../shared/corpus. Ends with 1 where
fewer than 70 % run. It also compares what was read with what a person read before (see
tests/fixtures/read-by-hand), where that is about this tree.
"""

import json
import statistics
import sys
from collections import Counter
from pathlib import Path

from atlas_authoring.diagrams import build_diagrams
from atlas_core.diagram.model import Annotation, Diagram
from atlas_core.diagram.vocabulary import Kind
from atlas_core.sim.flow.diagram import NotRunnableError, Reading, read_model, stated
from atlas_core.sim.flow.parameter import Provenance, assumed_share
from atlas_core.sim.flow.validation import FlowError
from atlas_engine import simulate
from diagrams import blocks_of, corpus

GOAL, AGREEMENT_GOAL = 0.7, 0.9
BY_HAND = Path(__file__).resolve().parents[1] / "fixtures" / "read-by-hand"


def line(text: str) -> None:
    sys.stdout.write(text + "\n")


def counts(diagram: Diagram) -> bool:
    """Whether the diagram is one of those that the goal is about."""
    if diagram.kind is not Kind.FLOWCHART or not diagram.typed:
        return False
    connected = {end for edge in diagram.edges for end in (edge.source, edge.target)}
    if len(connected) < 3:
        return False
    notes: list[Annotation] = [note for edge in diagram.edges for note in edge.annotations]
    notes += [note for node in diagram.nodes if node.id in connected for note in node.annotations]
    return stated.latency(notes) is not None or stated.rate(notes) is not None


def main(tree: Path) -> int:
    if not tree.is_dir():
        line(f"No documentation tree at {tree.name}: name one, or set ATLAS_CORPUS.")
        return 0
    chosen = [b.diagram for b in build_diagrams(list(blocks_of(tree))) if counts(b.diagram)]
    shares, why = [], Counter[str]()
    for diagram in chosen:
        try:
            simulation = simulate(diagram, duration_s=2.0)
        except (NotRunnableError, FlowError) as error:
            why[str(error).split(";")[0].split(":")[0][:60]] += 1
            continue
        shares.append(assumed_share(simulation.reading.model.parameters))
    ran = len(shares) / len(chosen) if chosen else 0.0
    line(f"{len(chosen)} flowcharts with three connected nodes and a stated latency or rate")
    line(f"{len(shares)} run with no hand work: {ran:.1%} (goal {GOAL:.0%})")
    for text, count in why.most_common(6):
        line(f"  {count:4} do not: {text}")
    if shares:
        tenths = statistics.quantiles(shares, n=10)
        said = ", ".join(f"{share:.0%}" for share in tenths)
        line(f"assumed share of their numbers, at each tenth of them: {said}")
        only = sum(share > 0.5 for share in shares) / len(shares)
        line(f"more than half assumed, shown as structure only: {only:.1%}")
    by_name = {diagram.id.partition("/")[2]: diagram for diagram in chosen}
    counted = [compare(by_name, path) for path in sorted(BY_HAND.glob("*.json"))]
    right, total = (sum(column) for column in zip(*counted, strict=True))
    agreement = right / total if total else 1.0
    line(f"of all facts read by hand {agreement:.1%} agree (goal {AGREEMENT_GOAL:.0%})")
    return int(ran < GOAL or agreement < AGREEMENT_GOAL)


def compare(diagrams: dict[str, Diagram], by_hand: Path) -> tuple[int, int]:
    """How many facts read by hand the reader of diagrams says too, and how many there are."""
    right = total = 0
    for name, expected in json.loads(by_hand.read_text()).items():
        if name not in diagrams:
            continue
        try:
            found = facts(read_model(diagrams[name]))
        except (NotRunnableError, FlowError) as error:
            found = {"runnable": False, "why": str(error)}
        for key, value in expected.items():
            total += 1
            right += found.get(key) == value
            if found.get(key) != value:
                line(f"  {name} {key}: by hand {value}, read {found.get(key)}")
    if total:
        line(f"{by_hand.stem} facts read by hand: {right} of {total} agree, {right / total:.1%}")
    return right, total


def facts(reading: Reading) -> dict[str, object]:
    """Entries, the order of each node's calls, and every stated number, as JSON has them."""
    model = reading.model
    entries = sorted(source.target for source in model.sources)
    found: dict[str, object] = {"runnable": True, "entries": entries}
    for station in model.stations:
        order = [sorted(set(call.targets)) for stage in station.stages for call in stage]
        found[f"calls of {station.id}"] = order
    for parameter in model.parameters:
        if parameter.provenance is Provenance.STATED or (
            parameter.owner == "load" and parameter.provenance is Provenance.DERIVED
        ):
            name = parameter.name.partition(" (")[0]
            found[f"{name} of {parameter.owner}"] = float(f"{parameter.value:.4g}")
    return found


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else corpus()))
