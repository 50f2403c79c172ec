"""Short questions about what a drawing can't show, made from annotations and blast radius.

One question at most for each of failures, alternatives, costs and trade-offs; none where the
diagram gives no ground for one. The same diagram always gives the same questions.
"""

from collections.abc import Callable, Sequence
from zlib import crc32

from atlas_core.diagram.model import Annotation, Diagram
from atlas_core.diagram.technologies import TECHNOLOGIES
from atlas_core.diagram.vocabulary import Kind, Role, Stroke
from atlas_core.quiz.model import Item, Question
from atlas_core.quiz.names import words_of
from atlas_core.quiz.trade_offs import ASYNCHRONOUS, ROLE_NAMES, TRADE_OFFS
from atlas_core.quiz.wording import edge_name, node_name
from atlas_core.reach import BlastRadius, blast_radius, crashable
from atlas_core.reach.dependency import stem_of

OPTIONS_MAX = 4
_OUTSIDE = (None, Role.CLIENT, Role.EXTERNAL, Role.MONITOR)


def questions_about(page: Diagram) -> tuple[Question, ...]:
    """The questions, in the order of the checklist."""
    radii = [(node, blast_radius(page, frozenset({node}))) for node in crashable(page)]
    made = (_trade_off(page), _failure(page, radii), _alternative(page, radii), _cost(page))
    return tuple(question for question in made if question is not None)


def _asked(
    page: Diagram, item: Item, *, text: str, right: str, wrong: Sequence[str], why: str
) -> Question | None:
    """None where nothing wrong is left to choose. The right one's place depends on the text."""
    others = [option for option in dict.fromkeys(wrong) if option != right][: OPTIONS_MAX - 1]
    if not others:
        return None
    at = crc32(f"{page.id} {text}".encode()) % (len(others) + 1)
    options = (*others[:at], right, *others[at:])
    return Question(item=item, text=text, options=options, right=at, why=why)


def _failure(page: Diagram, radii: Sequence[tuple[str, BlastRadius]]) -> Question | None:
    """Whom does the crash hit, and whom not? The fault that divides the diagram best is asked."""
    best: tuple[int, str, BlastRadius] | None = None
    for node, radius in radii:
        touched = {node, *radius.hit, *radius.partly, *radius.unreachable}
        spared = sum(each.id not in touched for each in page.nodes)
        divides = min(len(radius.hit), spared)
        if divides and (best is None or divides > best[0]):
            best = (divides, node, radius)
    if best is None:
        return None
    _, node, radius = best
    entries = [path.nodes[0] for path in radius.paths if path.nodes[0] in radius.hit]
    touched = {node, *radius.hit, *radius.partly, *radius.unreachable}
    return _asked(
        page,
        Item.FAILURES,
        text=f"{node_name(page, node)} crashes. Which of these can't do its work any more?",
        right=node_name(page, entries[0] if entries else radius.hit[0]),
        wrong=[node_name(page, each.id) for each in page.nodes if each.id not in touched],
        why=" ".join(radius.sentences[:2]),
    )


def _alternative(page: Diagram, radii: Sequence[tuple[str, BlastRadius]]) -> Question | None:
    """What stands in for a lost node; else which other product could do its job."""
    nodes = {node.id: node for node in page.nodes}
    for node, radius in radii:
        if not radius.partly or radius.hit:
            continue
        stem = stem_of(nodes[node])
        peers = [each for each in page.nodes if each.id != node and stem_of(each) == stem]
        others = [each for each in page.nodes if each.id != node and each not in peers]
        if peers:
            return _asked(
                page,
                Item.ALTERNATIVES,
                text=f"{node_name(page, node)} crashes. What carries on in its place?",
                right=node_name(page, peers[0].id),
                wrong=[node_name(page, each.id) for each in others],
                why=" ".join(said for said in radius.sentences if "partly" in said),
            )
    return _other_product(page)


def _other_product(page: Diagram) -> Question | None:
    roles = {name: role for name, role, _ in TECHNOLOGIES}
    used = {node.technology for node in page.nodes}
    for node in page.nodes:
        role = roles.get(node.technology or "")
        if role is None or node.technology is None:
            continue
        same = [name for name, other, _ in TECHNOLOGIES if other is role and name not in used]
        firsts: dict[Role, str] = {}
        for name, other, _ in TECHNOLOGIES:
            if other is not role and name not in used:
                firsts.setdefault(other, name)
        if same:
            return _asked(
                page,
                Item.ALTERNATIVES,
                text=f"{node.technology} is the {ROLE_NAMES[role]} here. "
                "Which of these could do the same job?",
                right=same[0],
                wrong=list(firsts.values())[:3],
                why=f"{same[0]} is a {ROLE_NAMES[role]} too.",
            )
    return None


def _cost(page: Diagram) -> Question | None:
    """What costs most: money where the page states it, else time, else requests to carry."""
    money = _largest(page, lambda each: each.unit.startswith("USD"))
    time = _largest(page, lambda each: each.unit == "s" and _is_time(each))
    flows = page.kind is not Kind.STATE
    load = _largest(page, lambda each: flows and each.unit == "1/s")
    for text, found in (
        ("Which of these costs most money?", money),
        ("Which of these takes longest, as the page states it?", time),
        ("Which of these has to carry most?", load),
    ):
        if found is not None:
            why = "; ".join(f"{name}: {said}" for name, said in found[:OPTIONS_MAX])
            names = [name for name, _ in found]
            return _asked(
                page,
                Item.COSTS,
                text=text,
                right=names[0],
                wrong=names[1:],
                why=f"The page says: {why}.",
            )
    return None


def _is_time(annotation: Annotation) -> bool:
    return annotation.percentile is not None or words_of(annotation.name)[-1:] == ("latency",)


def _largest(page: Diagram, wanted: Callable[[Annotation], bool]) -> list[tuple[str, str]] | None:
    """Parts by their largest such number, falling; None unless the first stands out."""
    parts = [(node_name(page, node.id), node.annotations) for node in page.nodes]
    parts += [(edge_name(page, edge), edge.annotations) for edge in page.edges]
    found = []
    for name, annotations in parts:
        numbers = [each for each in annotations if wanted(each)]
        if numbers:
            top = max(numbers, key=lambda each: each.value)
            found.append((top.value, name, top.text, top.unit))
    found.sort(key=lambda each: -each[0])
    units = {unit for *_, unit in found}
    if len(found) < 2 or len(units) > 1 or found[0][0] == found[1][0]:
        return None
    return [(name, text) for _, name, text, _ in found]


def _trade_off(page: Diagram) -> Question | None:
    """What the design gives up for the first part that has a well-known price."""
    for role, price in TRADE_OFFS:
        node = next((node for node in page.nodes if node.role is role), None)
        if node is not None:
            name = f"{node_name(page, node.id)} is a {ROLE_NAMES[role]}"
            return _price(page, f"{name}. What does the design pay for it?", price)
    machines = {node.id for node in page.nodes if node.role not in _OUTSIDE}
    for edge in page.edges:
        if page.kind is not Kind.FLOWCHART or edge.stroke is not Stroke.DOTTED:
            continue
        if {edge.source, edge.target} <= machines:
            name = f"{edge_name(page, edge)} is dotted"
            text = f"{name}. What does the sender pay for not waiting?"
            return _price(page, text, ASYNCHRONOUS)
    return None


def _price(page: Diagram, text: str, price: str) -> Question | None:
    prices = [each for _, each in TRADE_OFFS]
    at = prices.index(price)
    wrong = [*prices[at + 1 :], *prices[:at]]
    return _asked(page, Item.TRADE_OFFS, text=text, right=price, wrong=wrong, why=f"{price}.")
