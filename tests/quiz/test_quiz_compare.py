"""What a drawing is told: exact sentences for stories, and what holds for every diagram."""

from dataclasses import replace

import pytest
from atlas_core.diagram import Diagram
from atlas_core.quiz import compare
from atlas_core.quiz.model import Matter, Part
from atlas_core.quiz.names import edits, likeness, words_of
from hypothesis import assume, given
from hypothesis import strategies as st
from quiz_diagrams import SHOP, diagrams, read


def told(drawn: str, page: str = SHOP) -> tuple[str, ...]:
    return compare(read(drawn), read(page)).sentences


def test_the_same_drawing_with_other_ids_case_order_and_spelling_is_perfect() -> None:
    drawn = """graph TD
      subgraph s [STATE PLANE]
        x2["redis, the session cache"]
        x1[("Database ledger<br/>15 ms p99")]
      end
      subgraph e ["edge plane"]
        x3["Loadbalancer<br/>p99 of 10ms"]
      end
      x4([shopper]) -->|orders: 80 req/s| x3 -->|charges| x5["Paymnet svc"]
      x5 -.->|refreshes| x2
      x5 -->|write| x1
    """
    assert told(drawn) == ()


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            ('  PAY -.->|refresh| RC\n', ""),
            ('"Payment service" \N{RIGHTWARDS ARROW} "Session cache (Redis)" ("refresh") is '
             "missing.",),
        ),
        (
            ("PAY -->|writes| DB", "DB -->|writes| PAY"),
            ('"Payment service" \N{RIGHTWARDS ARROW} "Ledger database" runs the other way: you '
             'drew "Ledger database" \N{RIGHTWARDS ARROW} "Payment service".',),
        ),
        (
            ("|charge|", "|mail|"),
            ('"Load balancer" \N{RIGHTWARDS ARROW} "Payment service" says "charge"; you wrote '
             '"mail".',),
        ),
        (
            ("|charge|", ""),
            ('"Load balancer" \N{RIGHTWARDS ARROW} "Payment service" says "charge"; yours says '
             "nothing.",),
        ),
        (
            ("PAY -.->|refresh| RC", "PAY -->|refresh| RC"),
            ('"Payment service" \N{RIGHTWARDS ARROW} "Session cache (Redis)" is dotted: nobody '
             "waits for it. You drew a solid line.",),
        ),
        (
            ("Ledger database<br/>p99: 15ms", "Ledger database<br/>p99: 50ms"),
            ('"Ledger database": the page says "p99: 15ms", you wrote "p99: 50ms".',),
        ),
        (
            ("Ledger database<br/>p99: 15ms", "Ledger database"),
            ('"Ledger database": "p99: 15ms" is missing.',),
        ),
        (
            ("Ledger database<br/>", "Big pile of things<br/>"),
            ('What you call "Big pile of things" is "Ledger database".',),
        ),
        (
            ("  PAY -->|writes| DB\n", "  PAY -->|writes| DB\n  PAY --> MAIL[Mail]\n"),
            ('"Mail" is not on the page, with its connection.',),
        ),
        (
            ('    RC["Session cache (Redis)"]\n  end\n', '  end\n  RC["Session cache (Redis)"]\n'),
            ('"Session cache (Redis)" stands in "State plane"; you drew it outside every group.',),
        ),
        (
            ("subgraph state [State plane]", "subgraph state [Edge plane two]"),
            ('What you call "Edge plane two" is "State plane".',
             '"Ledger database" is in the state plane; you drew it in the edge plane.',
             '"Session cache (Redis)" is in the state plane; you drew it in the edge plane.'),
        ),
    ],
)  # fmt: skip
def test_one_slip_is_told_as_just_that(change: tuple[str, str], sentences: tuple[str, ...]) -> None:
    before, after = change
    assert before in SHOP
    assert told(SHOP.replace(before, after)) == sentences


def test_a_number_at_the_wrong_node_is_misplaced_not_missing_and_extra() -> None:
    drawn = SHOP.replace("<br/>p99: 15ms", "").replace(
        "Session cache (Redis)", "Session cache (Redis)<br/>p99: 15ms"
    )
    assert told(drawn) == (
        '"p99: 15ms" belongs to "Ledger database"; you wrote it at "Session cache (Redis)".',
    )


def test_messages_out_of_order_are_misplaced() -> None:
    page = "sequenceDiagram\n  A->>B: ask\n  B->>C: look up\n  C->>B: found\n  B->>A: answer\n"
    drawn = "sequenceDiagram\n  A->>B: ask\n  B->>A: answer\n  B->>C: look up\n  C->>B: found\n"
    assert told(drawn, page) == (
        '"B" \N{RIGHTWARDS ARROW} "A" ("answer") stands at another place in the order: '
        "it is step 4.",
    )


def test_two_nodes_of_one_name_are_told_apart_by_what_they_are_connected_to() -> None:
    page = "flowchart LR\n  U[User] --> A[Replica]\n  B[Replica] --> S[Backup store]\n"
    drawn = "flowchart LR\n  q[Replica] --> s[Backup store]\n  u[User] --> p[Replica]\n"
    assert told(drawn, page) == ()


def test_an_empty_drawing_lacks_everything_and_nothing_twice() -> None:
    empty = replace(read(SHOP), nodes=(), edges=(), groups=())
    found = compare(empty, read(SHOP)).findings
    assert [finding.part for finding in found] == [Part.NODE] * 5 + [Part.GROUP] * 2
    assert {finding.matter for finding in found} == {Matter.MISSING}
    assert found[1].sentence == '"Ledger database" is missing, with its connection.'


@given(diagrams())
def test_every_diagram_is_perfect_beside_itself(diagram: Diagram) -> None:
    comparison = compare(diagram, diagram)
    assert comparison.perfect
    assert comparison.nodes == tuple((node.id, node.id) for node in diagram.nodes)


@given(diagrams(), st.data())
def test_a_missing_node_is_reported_as_just_that(diagram: Diagram, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(diagram.nodes)).id
    less = replace(
        diagram,
        nodes=tuple(node for node in diagram.nodes if node.id != gone),
        edges=tuple(edge for edge in diagram.edges if gone not in (edge.source, edge.target)),
    )
    (finding,) = compare(less, diagram).findings
    assert (finding.matter, finding.part, finding.page) == (Matter.MISSING, Part.NODE, gone)
    (finding,) = compare(diagram, less).findings
    assert (finding.matter, finding.part, finding.drawn) == (Matter.EXTRA, Part.NODE, gone)


@given(diagrams(), st.data())
def test_a_missing_edge_is_reported_as_just_that(diagram: Diagram, data: st.DataObject) -> None:
    assume(diagram.edges)
    gone = data.draw(st.sampled_from(diagram.edges)).id
    less = replace(diagram, edges=tuple(edge for edge in diagram.edges if edge.id != gone))
    (finding,) = compare(less, diagram).findings
    assert (finding.matter, finding.part, finding.page) == (Matter.MISSING, Part.EDGE, gone)
    (finding,) = compare(diagram, less).findings
    assert (finding.matter, finding.part, finding.drawn) == (Matter.EXTRA, Part.EDGE, gone)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Payment service", "payment", True),
        ("PaymentService", "service payment", True),
        ("Load balancer", "LB", True),
        ("Ledger DB", "Ledger database", True),
        ("Zookeper", "ZooKeeper", True),
        ("Ordres", "Orders", True),
        ("Replica 1", "Replica 2", False),
        ("Order service", "Payment service", False),
        ("Cat", "Car", False),
        ("Read path", "Write path", False),
    ],
)
def test_which_names_count_as_the_same(one: str, other: str, same: bool) -> None:
    assert (likeness(words_of(one), words_of(other)) >= 0.75) is same


@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_edits_are_symmetric_and_none_only_between_equals(one: str, other: str) -> None:
    assert edits(one, other, at_most=9) == edits(other, one, at_most=9)
    assert (edits(one, other, at_most=9) == 0) is (one == other)
