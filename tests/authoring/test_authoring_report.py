"""`atlas report`: what a catalogue covers, what it asks, and the gaps in it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from atlas_authoring.build import build
from atlas_authoring.diagrams import Block, Built
from atlas_authoring.report import report_on
from atlas_cli.main import main
from atlas_core.catalogue import Catalogue
from atlas_core.diagram import Diagram
from atlas_core.diagram.model import Source
from atlas_core.diagram.vocabulary import Kind
from authoring_fixtures import write_out

TREE = """=== docs/index.md ===
# All

[one](one.md)
=== docs/one.md ===
---
title: One
difficulty: beginner
estimated_time: 10
prerequisites: [two, Reading a percentile]
tags: [Caching]
sources: [A book]
---

## Overview

```mermaid
flowchart LR
```

```mermaid
gantt
```

:::exercise count

## Quiz
=== docs/two.md ===
---
title: Two
difficulty: expert
estimated_time: 80
prerequisites: [one]
---

Nothing.
=== docs/index-of-nothing.md ===
# Three

Nothing.
=== docs/exercises/count/exercise.md ===
---
id: count
title: Count
points: 1
---

```python starter
pass
```
"""


def draw_flowcharts(blocks: Sequence[Block], on_progress: object) -> Iterator[Built]:
    for block in blocks:
        source = Source(path=block.path, line=block.line, text=block.text)
        typed = block.text.startswith("flowchart")
        kind = Kind.FLOWCHART if typed else Kind.GANTT
        yield Built(diagram=Diagram(id=block.id, kind=kind, title="T", source=source, typed=typed))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    out = tmp_path / "c.sqlite"
    root = write_out(TREE, tmp_path)
    build([root], out, cache=tmp_path / "cache", workshop=draw_flowcharts)
    return out


def test_a_page_is_reported_with_what_it_has_and_lacks(built: Path) -> None:
    with Catalogue.open(built) as catalogue:
        report = report_on(catalogue)
    one = next(page for page in report.pages if page.id == "docs/one")
    assert (one.difficulty, one.minutes, one.sources) == ("beginner", 10, 1)
    assert (one.diagrams, one.typed) == (2, 1)
    keys = ("title", "difficulty", "estimated_time", "tags", "prerequisites")
    assert one.front_matter == keys
    assert one.complete == round((5 / 9 + 1 + 1 / 2) / 3, 3)
    index = next(page for page in report.pages if page.id == "docs")
    assert index.sections == ()
    assert [(level.difficulty, level.pages) for level in report.levels] == [
        ("beginner", 1),
        ("expert", 1),
        ("not said", 2),
    ]


def test_the_gaps_of_the_prerequisites_are_named(built: Path) -> None:
    with Catalogue.open(built) as catalogue:
        gaps = report_on(catalogue).gaps
    assert [(need.page, need.name) for need in gaps.unwritten] == [
        ("docs/one", "Reading a percentile")
    ]
    assert [(need.page, need.target) for need in gaps.harder] == [("docs/one", "docs/two")]
    assert sorted(set(gaps.cycle)) == ["docs/one", "docs/two"]
    assert gaps.unlinked == ("docs/index-of-nothing",)
    assert gaps.dead_ends == ("docs/index-of-nothing",)


def test_the_command_prints_tables_or_json(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(built)]) == 0
    said = capsys.readouterr().out
    assert "4 pages, 1 h 3" in said
    assert "docs/one asks for docs/two, which is harder" in said
    assert main(["report", str(built), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [concept["name"] for concept in told["concepts"]] == ["Caching"]
    assert {page["id"] for page in told["pages"]} >= {"docs", "docs/one"}


def test_no_catalogue_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
