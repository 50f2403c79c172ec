"""The repair pass: each rule on what it mends, and that it leaves sound text alone."""

import pytest
from atlas_core.diagram.vocabulary import Kind
from atlas_core.mermaid.repairs import RULES, first_attempt, further_attempts

FLOW, SEQUENCE, STATE = Kind.FLOWCHART, Kind.SEQUENCE, Kind.STATE

MENDED = [
    (FLOW, "keyword", "Graph td\nA-->B", "graph TD\nA-->B"),
    (FLOW, "keyword", "flowchrt LR\nA-->B", "flowchart LR\nA-->B"),
    (FLOW, "keyword", "graph left to right\nA-->B", "graph LR\nA-->B"),
    (SEQUENCE, "keyword", "sequenceD diagram\nA->>B: x", "sequenceDiagram\nA->>B: x"),
    (FLOW, "quote-label", "graph TB\nA[Cache (Redis)]", 'graph TB\nA["Cache (Redis)"]'),
    (FLOW, "quote-label", 'graph TB\nA[Say "hi"] --> B', 'graph TB\nA["Say #quot;hi#quot;"] --> B'),
    (FLOW, "quote-label", "graph TB\nA{Full (yes)?}", 'graph TB\nA{"Full (yes)?"}'),
    (FLOW, "quote-label", "graph TB\nA((a (b)))", 'graph TB\nA(("a (b)"))'),
    (FLOW, "quote-label", "graph TB\nA[/etc/hosts]", 'graph TB\nA["/etc/hosts"]'),
    (FLOW, "quote-label", "graph TB\nA[x {y}]:::z", 'graph TB\nA["x {y}"]:::z'),
    (FLOW, "quote-label", "graph TB\nA[f(x)] --> B[g(x)]", 'graph TB\nA["f(x)"] --> B["g(x)"]'),
    (
        FLOW,
        "quote-label",
        "graph TB\nA[one (1)<br/>\ntwo (2)]",
        'graph TB\nA["one (1)<br/>\ntwo (2)"]',
    ),
    (FLOW, "quote-edge-label", "graph TB\nA -->|5 (x)| B", 'graph TB\nA -->|"5 (x)"| B'),
    (FLOW, "quote-edge-label", "graph TB\nA -- f(x) --> B", 'graph TB\nA -- "f(x)" --> B'),
    (
        FLOW,
        "quote-group-title",
        "graph TB\nsubgraph E[Edge (33%)]\nA\nend",
        'graph TB\nsubgraph E["Edge (33%)"]\nA\nend',
    ),
    (
        FLOW,
        "quote-group-title",
        "graph TB\nsubgraph Edge (33%)\nA\nend",
        'graph TB\nsubgraph "Edge (33%)"\nA\nend',
    ),
    (
        FLOW,
        "misspelt-statement",
        "graph TB\nA\nclassDev red fill:#f00",
        "graph TB\nA\nclassDef red fill:#f00",
    ),
    (FLOW, "misspelt-statement", "graph TB\nsubgrph X\nA\nend", "graph TB\nsubgraph X\nA\nend"),
    (FLOW, "trailing-comment", "graph TB\nA --> B %% note", "graph TB\nA --> B"),
    (FLOW, "trailing-comment", "graph TB\n// note\nA --> B", "graph TB\n\nA --> B"),
    (FLOW, "arrow", "graph TB\nA -> B", "graph TB\nA --> B"),
    (FLOW, "arrow", "graph TB\nA → B", "graph TB\nA --> B"),
    (FLOW, "arrow", "graph TB\nA => B", "graph TB\nA ==> B"),
    (FLOW, "list-of-ids", "graph TB\nA --> B, C", "graph TB\nA --> B & C"),
    (FLOW, "list-of-ids", "graph TB\nclass A, B red", "graph TB\nclass A,B red"),
    (FLOW, "close-label", "graph TB\nA[Cache", 'graph TB\nA["Cache"]'),
    (FLOW, "reserved-id", "graph TB\nA --> end", 'graph TB\nA --> end_["end"]'),
    (FLOW, "id-with-spaces", "graph TB\nMy App --> B", 'graph TB\nMy_App["My App"] --> B'),
    (FLOW, "balance-end", "graph TB\nsubgraph X\nA", "graph TB\nsubgraph X\nA\nend"),
    (FLOW, "balance-end", "graph TB\nA\nend", "graph TB\nA\n"),
    (FLOW, "foreign-statement", "graph TB\nA\nNote over A: x", "graph TB\nA\n"),
    (
        SEQUENCE,
        "misspelt-statement",
        "sequenceDiagram\nparameter A as Alice",
        "sequenceDiagram\nparticipant A as Alice",
    ),
    (
        SEQUENCE,
        "escape-text",
        "sequenceDiagram\nA->>B: take #1; go",
        "sequenceDiagram\nA->>B: take #35;1#59; go",
    ),
    (SEQUENCE, "missing-colon", "sequenceDiagram\nA->>B", "sequenceDiagram\nA->>B: "),
    (
        SEQUENCE,
        "missing-colon",
        "sequenceDiagram\nNote over A hello",
        "sequenceDiagram\nNote over A: hello",
    ),
    (SEQUENCE, "arrow", "sequenceDiagram\nA => B: x", "sequenceDiagram\nA ->> B: x"),
    (
        SEQUENCE,
        "balance-end",
        "sequenceDiagram\nloop x\nA->>B: y",
        "sequenceDiagram\nloop x\nA->>B: y\nend",
    ),
    (
        SEQUENCE,
        "activation",
        "sequenceDiagram\nA->>B: y\ndeactivate B",
        "sequenceDiagram\nA->>B: y\n",
    ),
    (STATE, "arrow", "stateDiagram-v2\nA -> B: x", "stateDiagram-v2\nA --> B: x"),
    (
        STATE,
        "id-with-spaces",
        "stateDiagram-v2\nHalf Open --> Shut : ok",
        "stateDiagram-v2\nHalf_Open --> Shut : ok",
    ),
    (STATE, "balance-braces", "stateDiagram-v2\nstate A {\nB", "stateDiagram-v2\nstate A {\nB\n}"),
]


@pytest.mark.parametrize(("kind", "rule", "before", "after"), MENDED)
def test_a_rule_mends_its_mistake(kind: Kind, rule: str, before: str, after: str) -> None:
    mends = {known.name: known.mend for known in RULES[kind]}
    assert mends[rule](before) == after


SOUND = {
    FLOW: """graph TB
    subgraph Edge[Edge Plane]
        A["Cache (Redis)"] -->|"5% (p99)"| B{Hit?}
        B -- yes --> C[(Store)]
        B -.->|no| D([Origin])
    end
    C --> D & E
    classDef edgeStyle fill:#3B82F6,stroke:#2563EB
    class A,B edgeStyle
    style E fill:#fff""",
    SEQUENCE: """sequenceDiagram
    participant A as Alice
    A->>+B: Order #35;1
    alt ok
        B-->>-A: done
    else failed
        B--xA: no
    end
    Note over A,B: settled""",
    STATE: """stateDiagram-v2
    [*] --> Open
    Open --> Half_Open : timeout
    state Half_Open {
        [*] --> Probe
    }""",
}


@pytest.mark.parametrize("kind", SOUND)
def test_sound_text_is_left_alone(kind: Kind) -> None:
    skipped = {"styling-left-out", "activation"}  # last resorts: they take out what is sound too
    for rule in RULES[kind]:
        if rule.name not in skipped:
            assert rule.mend(SOUND[kind]) == SOUND[kind], rule.name


def test_attempts_change_as_little_as_needed_and_keep_the_lines_of_the_page() -> None:
    text = "graph TB\n  A[f(x)] -> B"
    raw = first_attempt(text, Kind.FLOWCHART, 10)
    mended = further_attempts(raw, Kind.FLOWCHART, 10)
    assert raw.text == text
    assert raw.repairs == ()
    assert [attempt.repairs[-1].rule for attempt in mended] == ["quote-label", "arrow"]
    assert {repair.line for repair in mended[-1].repairs} == {12}
    assert mended[-1].repairs[0].before == "A[f(x)] -> B"


def test_no_rule_moves_a_line() -> None:
    text = "\n".join(text for _, _, text, _ in MENDED)
    for rules in RULES.values():
        for rule in rules:
            if not rule.name.startswith("balance"):
                assert rule.mend(text).count("\n") == text.count("\n"), rule.name
