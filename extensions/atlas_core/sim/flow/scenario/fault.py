"""What a scenario says of its faults: words, some of which are several faults of the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.model import Fault, FaultKind
from atlas_core.sim.flow.scenario import values
from atlas_core.sim.flow.scenario.problem import ScenarioError

# kind -> (what `amount` means; "" where it takes none, what it does, an example)
FAULTS: dict[str, tuple[str, str, str]] = {
    "crash": ("", "Refuses everything and loses what it held.", "{kind: crash, target: DB}"),
    "pause": (
        "",
        "Its servers stand still, then go on; it needs `until`.",
        "{kind: pause, target: DB, from: 10 s, until: 13 s}",
    ),
    "slow": (
        "how many times as long",
        "Service takes longer.",
        "{kind: slow, target: DB, amount: 5, from: 10 s}",
    ),
    "error": (
        "the share of answers",
        "Answers are errors.",
        "{kind: error, target: DB, amount: 0.2}",
    ),
    "loss": (
        "the share of calls",
        "Calls never arrive: to a node, or along an edge.",
        "{kind: loss, target: CO -> PAY, amount: 30 %}",
    ),
    "capacity": (
        "the share of servers that is left",
        "Servers are gone.",
        "{kind: capacity, target: DB, amount: 0.5}",
    ),
    "flush": ("", "A cache that finds nothing.", "{kind: flush, target: CACHE, from: 10 s}"),
    "spike": (
        "how many times the load",
        "More requests; `target` is the node that they come to, or is left out for all.",
        "{kind: spike, amount: 3, from: 20 s, until: 25 s}",
    ),
    "partition": (
        "",
        "No call, no answer passes between the target and the rest: a group, or a list of nodes.",
        "{kind: partition, target: [DB, CACHE], from: 10 s, until: 20 s}",
    ),
    "zone_loss": (
        "",
        "Every node of a group crashes; `target` is the group, or a list of nodes.",
        "{kind: zone_loss, target: EU, from: 10 s}",
    ),
    "bad_deploy": (
        "the share of answers that are errors",
        "Errors, and service that takes `slow` times as long.",
        "{kind: bad_deploy, target: API, amount: 0.3, slow: 2, from: 10 s, until: 40 s}",
    ),
}
_RATIOS = frozenset({"error", "loss", "capacity", "bad_deploy"})
_KEYS = ("kind", "target", "from", "until", "amount", "slow")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultNote:
    """A fault as written: `targets` are names of nodes, groups or edges, not yet looked up."""

    kind: str
    targets: tuple[str, ...]
    start_s: float
    end_s: float | None
    amount: float
    slow: float
    line: int


def read_faults(tree: Written) -> tuple[FaultNote, ...]:
    """The faults of a scenario. Raises ScenarioError."""
    return tuple(_fault(item) for item in values.items_of(tree, "`faults`"))


def _fault(tree: Written) -> FaultNote:
    values.entries_of(tree, "A fault", _KEYS)
    kind_at, target, amount = tree.get("kind"), tree.get("target"), tree.get("amount")
    if kind_at is None:
        raise ScenarioError(tree.line, f"A fault needs a `kind`: {', '.join(FAULTS)}.")
    kind = kind_at.text or ""
    if kind not in FAULTS:
        raise ScenarioError(kind_at.line, f"The kind of a fault is one of {', '.join(FAULTS)}.")
    what = f"the fault {kind}"
    if target is None and kind != "spike":
        raise ScenarioError(tree.line, f"{what.capitalize()} needs a `target`.")
    meaning = FAULTS[kind][0]
    if bool(meaning) != (amount is not None):
        wants = f"needs an `amount`: {meaning}" if meaning else "takes no `amount`"
        raise ScenarioError(tree.line, f"{what.capitalize()} {wants}.")
    start, end, slow = tree.get("from"), tree.get("until"), tree.get("slow")
    if slow is not None and kind != "bad_deploy":
        raise ScenarioError(slow.line, f"`slow` belongs to bad_deploy, not to {what}.")
    read = values.ratio if kind in _RATIOS else values.number
    return FaultNote(
        kind=kind,
        targets=_targets(target) if target else (),
        start_s=values.time_s(start, f"`from` of {what}") if start else 0.0,
        end_s=values.time_s(end, f"`until` of {what}") if end else None,
        amount=read(amount, f"`amount` of {what}") if amount else 1.0,
        slow=values.number(slow, f"`slow` of {what}") if slow else 1.0,
        line=tree.line,
    )


def _targets(tree: Written) -> tuple[str, ...]:
    items = tree.items if tree.items is not None else (tree,)
    return tuple(values.text_of(item, "`target`") for item in items)


def engine_faults(
    notes: Iterable[FaultNote],
    places: Mapping[str, tuple[str, ...]],
    sources: Mapping[str, tuple[str, ...]],
) -> tuple[Fault, ...]:
    """The faults of the engine. `places` gives the ids of stations and calls that a name means.

    `sources` gives those of the sources of a node; "" of all. Raises ScenarioError.
    """
    found: list[Fault] = []
    for note in notes:
        known = sources if note.kind == "spike" else places
        for name in note.targets or ("",):
            if name not in known:
                raise ScenarioError(
                    note.line,
                    f"The fault {note.kind} has the target `{name[:60]}`, which takes no part in "
                    f"the run; there are {_some(known)}.",
                )
            if note.kind == "partition":
                continue
            found += (fault for target in known[name] for fault in _of(note, target))
        if note.kind == "partition":
            side = (place for name in note.targets for place in places[name])
            found.append(
                Fault(
                    kind=FaultKind.PARTITION,
                    target=" + ".join(note.targets),
                    start_s=note.start_s,
                    end_s=note.end_s,
                    side=tuple(dict.fromkeys(side)),
                )
            )
    return tuple(found)


def _of(note: FaultNote, target: str) -> Iterable[Fault]:
    parts: tuple[tuple[FaultKind, float], ...]
    if note.kind == "zone_loss":
        parts = ((FaultKind.CRASH, 1.0),)
    elif note.kind == "bad_deploy":
        parts = ((FaultKind.ERROR, note.amount), (FaultKind.SLOW, note.slow))
    else:
        parts = ((FaultKind(note.kind), note.amount),)
    return [
        Fault(kind=kind, target=target, start_s=note.start_s, end_s=note.end_s, amount=amount)
        for kind, amount in parts
    ]


def _some(known: Iterable[str]) -> str:
    return ", ".join(list(filter(None, known))[:12]) or "none"
