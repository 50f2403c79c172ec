"""Blocks that want to run, hide, swell or hang: refused or made harmless, and the rest is built."""

import sys
import time
from pathlib import Path

import pytest
from atlas_authoring.diagrams import Block, Built, build_diagrams
from atlas_authoring.diagrams import build as build_module
from atlas_core.diagram.codec import encode_diagram, encode_geometry

GOOD = "graph TB\n  A[Good] --> B"
NESTED = 60
NODES = 10_000


def build(*texts: str) -> list[Built]:
    blocks = [
        Block(id=f"page#{n}", path="page.md", line=1, text=text, title="")
        for n, text in enumerate(texts, start=1)
    ]
    return list(build_diagrams(blocks))


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
    ],
)
def test_a_link_that_would_run_is_dropped(link: str) -> None:
    (built,) = build(f'graph TB\n  A[Node] --> B\n  click A href "{link}"\n')
    assert all(node.link is None for node in built.diagram.nodes)


@pytest.mark.parametrize("link", ["https://example.org/a?b=c#d", "../other/page.md", "#heading"])
def test_a_link_that_only_leads_somewhere_is_kept(link: str) -> None:
    (built,) = build(f'graph TB\n  A[Node] --> B\n  click A href "{link}"\n')
    assert built.diagram.nodes[0].link == link


def test_markup_and_handlers_stay_text_or_go() -> None:
    (built,) = build(
        'graph TB\n  A["<script>alert(1)</script>"] --> B["<img src=x onerror=alert(1)> x"]\n'
        '  B --> C["#lt;svg onload=alert(1)#gt;"]\n  click A call steal()\n'
    )
    diagram = built.diagram
    assert diagram.typed
    assert diagram.nodes[1].lines == ("x",)
    # What is left is text: no renderer of ours makes markup of a label.
    assert diagram.nodes[2].lines == ("<svg onload=alert(1)>",)
    assert all(node.link is None for node in diagram.nodes)


def test_styles_reach_nothing_but_the_plane() -> None:
    (built,) = build(
        "graph TB\n  A[Node]:::x --> B\n"
        "  classDef x fill:url(https\\:example.org/x),background:expression(alert(1))\n"
        "  style B fill:#3B82F6,stroke:\\75rl(x)\n"
    )
    said = encode_diagram(built.diagram)
    shown = said.replace(built.diagram.source.text.replace("\\", "\\\\"), "")
    assert built.geometry is None or "url(" not in encode_geometry(built.geometry)
    nodes = [(node.id, node.plane) for node in built.diagram.nodes]
    assert not built.diagram.typed or nodes == [("A", None), ("B", "edge")]
    assert shown


def test_signs_that_turn_or_hide_text_are_taken_out() -> None:
    (built,) = build("graph TB\n  A[pay\u202enimda\u202c] --> B[ad\u200bmin\u2066x\u2069\ufeff]\n")
    assert [node.lines for node in built.diagram.nodes] == [("paynimda",), ("adminx",)]


def test_a_label_of_a_megabyte_is_refused_and_its_text_kept() -> None:
    text = f"graph TB\n  A[{'x' * 1_000_000}] --> B"
    large, good = build(text, GOOD)
    assert [problem.code for problem in large.diagram.problems] == ["too-large"]
    assert large.diagram.source.text == text
    assert good.geometry is not None


def test_a_long_label_within_the_limit_is_cut_and_laid_out() -> None:
    (built,) = build(f"graph TB\n  A[{'word ' * 30_000}] --> B")
    assert built.geometry is not None
    assert sum(map(len, built.diagram.nodes[0].lines)) <= 400


@pytest.mark.timeout(120)
def test_ten_thousand_nodes_end_within_the_limit_and_the_next_block_is_drawn() -> None:
    text = "graph TB\n" + "\n".join(f"A{n}-->B{n % 97}" for n in range(NODES))
    begun = time.monotonic()
    large, good = build(text, GOOD)
    # At most ten seconds with a layout and ten without, and the start of a process for each.
    assert time.monotonic() - begun < 3 * build_module.BLOCK_S_MAX + 30
    assert large.geometry is None
    assert large.diagram.problems
    assert good.geometry is not None


def test_deep_nesting_is_drawn_or_refused() -> None:
    inside = "A --> B\n"
    for depth in range(NESTED):
        inside = f"subgraph S{depth}\n{inside}end\n"
    deep, brackets, good = build(f"graph TB\n{inside}", "graph TB\n" + "A[" * 50_000, GOOD)
    assert deep.diagram.typed or deep.diagram.problems
    assert not brackets.diagram.typed
    assert good.geometry is not None


@pytest.mark.parametrize(
    "text", ["graph TB\n  A[\udcff] --> B", "graph TB\n  A[\x00\x07] --> B[\ufffe]"]
)
def test_broken_unicode_ends_no_build(text: str) -> None:
    odd, good = build(text, GOOD)
    assert odd.diagram.source.text == text
    assert good.geometry is not None


HANGING = """
import json, sys, time
print('{"ready": true}', flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if "hang" in request["attempts"][0]:
        time.sleep(60)
    print(json.dumps({"id": request["id"], "errors": ["no"]}), flush=True)
"""


def test_a_parser_that_hangs_is_ended_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert build_module.BLOCK_S_MAX <= 10
    script = tmp_path / "hanging.py"
    script.write_text(HANGING)
    monkeypatch.setattr(build_module, "BLOCK_S_MAX", 1.0)
    monkeypatch.setattr(build_module, "node_command", lambda *_: [sys.executable, str(script)])
    hung, answered = build("graph TB\n  hang", GOOD)
    assert [problem.code for problem in hung.diagram.problems] == ["workshop-hung"]
    assert [problem.code for problem in answered.diagram.problems] == ["unreadable"]
