"""Class and entity diagrams, mind maps and charts: what each keeps, and that each is drawn."""

import pytest
from atlas_authoring.diagrams import Block, Built, build_diagrams
from atlas_core.diagram.vocabulary import Arrow, Kind, Stroke
from layout_quality import faults

TEXTS = {
    Kind.CLASS: """classDiagram
  namespace Shop {
    class Cart {
      +List~Item~ items
      +add(item: Item) bool*
    }
  }
  class Store
  <<interface>> Store
  Store <|.. SqlStore
  Cart "1" *-- "many" Item : holds
  note for Cart "One per session"
""",
    Kind.ER: """erDiagram
  CUSTOMER ||--o{ ORDER : places
  CUSTOMER }|..|o "DELIVERY ADDRESS" : uses
  CUSTOMER {
    string name PK "the full name"
    int age
  }""",
    Kind.MINDMAP: "mindmap\n  root((Caching))\n    Where\n      Client\n    When",
    Kind.PIE: 'pie title Time\n  "Network" : 62\n  "Code" : 2.5',
    Kind.XYCHART: """xychart-beta
  title "Sales"
  x-axis "Month" [jan, feb]
  y-axis "k$" 0 --> 100
  bar [50, 60]
  line "limit" [80, 85]""",
    Kind.GANTT: """gantt
  title Moving
  dateFormat YYYY-MM-DD
  section Prepare
  Audit :done, a1, 2024-01-01, 30d
  Freeze :crit, after a1, 2d""",
    Kind.TIMELINE: """timeline
  title History
  section Early
    2002 : One : Two
    2004 : Three""",
    Kind.QUADRANT: """quadrantChart
  x-axis Low --> High
  y-axis Cheap --> Dear
  quadrant-1 Expand
  Cache: [0.3, 0.6]
  CDN: [0.45, 0.23]""",
    Kind.JOURNEY: "journey\n  title Day\n  section Go\n    Make tea: 5: Me\n    Work: 1: Me, Cat",
}
DAY_S = 86_400


@pytest.fixture(scope="module")
def built() -> dict[Kind, Built]:
    blocks = [
        Block(id=f"page#{kind}", path="page.md", line=1, text=text, title="A heading")
        for kind, text in TEXTS.items()
    ]
    return dict(zip(TEXTS, build_diagrams(blocks), strict=True))


@pytest.mark.parametrize("kind", TEXTS)
def test_the_kind_is_typed_and_laid_out_without_a_fault(
    kind: Kind, built: dict[Kind, Built]
) -> None:
    diagram, geometry = built[kind].diagram, built[kind].geometry
    assert (diagram.kind, diagram.typed, diagram.problems) == (kind, True, ())
    assert geometry is not None
    assert bool(geometry.marks) == bool(diagram.data)
    assert faults(diagram, geometry) == {}


def test_a_class_has_compartments_and_its_relations_their_uml_heads(
    built: dict[Kind, Built],
) -> None:
    diagram = built[Kind.CLASS].diagram
    nodes = {node.id: node for node in diagram.nodes}
    cart = nodes["Cart"]
    assert cart.lines == ("Cart", "+List<Item> items", "+add(item: Item) : bool {abstract}")
    assert (cart.compartments, cart.group) == ((1, 2), "Shop")
    assert nodes["Store"].lines == ("Store", "\u00abinterface\u00bb")
    implements, holds = (edge for edge in diagram.edges if not edge.source.startswith("note"))
    assert (implements.tail, implements.stroke) == (Arrow.TRIANGLE, Stroke.DOTTED)
    assert (holds.tail, holds.lines) == (Arrow.DIAMOND, ("holds", "1 to many"))


def test_an_entity_keeps_attributes_and_how_many_take_part(built: dict[Kind, Built]) -> None:
    diagram = built[Kind.ER].diagram
    customer = diagram.nodes[0]
    assert customer.lines == ("CUSTOMER", "name: string [PK] (the full name)", "age: int")
    assert customer.compartments == (1,)
    places, uses = diagram.edges
    assert (places.source, places.target) == ("CUSTOMER", "ORDER")
    assert (places.tail, places.head) == (Arrow.ONE, Arrow.ZERO_MANY)
    assert (uses.target, uses.stroke) == ("DELIVERY ADDRESS", Stroke.DOTTED)
    assert (uses.tail, uses.head) == (Arrow.ONE_MANY, Arrow.ZERO_ONE)


def test_a_mind_map_is_a_tree(built: dict[Kind, Built]) -> None:
    diagram = built[Kind.MINDMAP].diagram
    names = {node.id: node.lines[0] for node in diagram.nodes}
    assert [(names[edge.source], names[edge.target]) for edge in diagram.edges] == [
        ("Caching", "Where"),
        ("Where", "Client"),
        ("Caching", "When"),
    ]


def test_a_pie_keeps_its_amounts_and_its_own_title(built: dict[Kind, Built]) -> None:
    diagram = built[Kind.PIE].diagram
    assert diagram.title == "Time"
    assert [(datum.label, datum.values) for datum in diagram.data] == [
        ("Network", (62.0,)),
        ("Code", (2.5,)),
    ]


def test_an_xychart_keeps_each_series_by_category(built: dict[Kind, Built]) -> None:
    diagram = built[Kind.XYCHART].diagram
    assert diagram.captions == ("Month", "k$")
    assert [(datum.section, datum.label, datum.values) for datum in diagram.data] == [
        ("bar", "jan", (0.0, 50.0)),
        ("bar", "feb", (1.0, 60.0)),
        ("limit", "jan", (0.0, 80.0)),
        ("limit", "feb", (1.0, 85.0)),
    ]


def test_a_plan_keeps_when_each_task_starts_and_ends(built: dict[Kind, Built]) -> None:
    audit, freeze = built[Kind.GANTT].diagram.data
    assert (audit.label, audit.section, audit.tags) == ("Audit", "Prepare", ("done",))
    assert audit.values == (19_723 * DAY_S, 19_753 * DAY_S)  # 2024-01-01 and 30 days on
    assert (freeze.values, freeze.tags) == ((19_753 * DAY_S, 19_755 * DAY_S), ("crit",))


def test_a_timeline_keeps_its_events_by_period_and_section(built: dict[Kind, Built]) -> None:
    diagram = built[Kind.TIMELINE].diagram
    assert diagram.title == "History"
    assert [(datum.section, datum.label, datum.tags) for datum in diagram.data] == [
        ("2002", "One", ("Early",)),
        ("2002", "Two", ("Early",)),
        ("2004", "Three", ("Early",)),
    ]


def test_a_quadrant_chart_keeps_its_points_in_their_order(built: dict[Kind, Built]) -> None:
    diagram = built[Kind.QUADRANT].diagram
    assert diagram.captions[:5] == ("Low", "High", "Cheap", "Dear", "Expand")
    cache, cdn = diagram.data
    assert (cache.label, cdn.label) == ("Cache", "CDN")
    assert cache.values == pytest.approx((0.3, 0.6), abs=0.002)
    assert cdn.values == pytest.approx((0.45, 0.23), abs=0.002)


def test_a_journey_keeps_scores_and_who_takes_part(built: dict[Kind, Built]) -> None:
    tea, work = built[Kind.JOURNEY].diagram.data
    assert (tea.label, tea.section, tea.values, tea.tags) == ("Make tea", "Go", (5.0,), ("Me",))
    assert (work.values, work.tags) == ((1.0,), ("Me", "Cat"))
