"""The links between things: technologies across diagrams, concepts, filters, what to read next."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from atlas_authoring.build import build
from atlas_authoring.diagrams import Block, Built
from atlas_core.catalogue import Catalogue, Filters
from atlas_core.diagram import Diagram, Node
from atlas_core.diagram.model import Source
from atlas_core.diagram.vocabulary import Kind

WriteTree = Callable[..., Path]

DRAWING = "# {title}\n\n{text}\n\n```mermaid\nflowchart\n{nodes}\n```\n"
PAGES = {
    "index.md": "# All\n\n[One](stores/one.md) [Two](stores/two.md) [Three](queues/three.md)\n",
    "stores/one.md": DRAWING.format(title="One", text="Rows.", nodes="Cassandra\nRedis"),
    "stores/two.md": "---\ntitle: Two\ntags: [Storage]\ndifficulty: beginner\n"
    "technologies: [cassandra, Fancy]\n---\n" + "Rows and columns.\n",
    "queues/three.md": DRAWING.format(
        title="Three", text="[One](../stores/one.md)", nodes="Cassandra ring\nKafka"
    ),
    "queues/four.md": "# Four\n\nNothing.\n",
}


def draw_technologies(
    blocks: Sequence[Block], on_progress: Callable[[int, int], None]
) -> Iterator[Built]:
    for block in blocks:
        lines = block.text.split()[1:]
        yield Built(
            diagram=Diagram(
                id=block.id,
                kind=Kind.FLOWCHART,
                title=block.title,
                source=Source(path=block.path, line=block.line, text=block.text),
                typed=True,
                nodes=tuple(
                    Node(id=f"n{n}", lines=(line,), technology=line)
                    for n, line in enumerate(lines)
                    if line[0].isupper()
                ),
            )
        )


@pytest.fixture
def bound(write_tree: WriteTree, tmp_path: Path) -> Iterator[Catalogue]:
    out = tmp_path / "c.sqlite"
    build([write_tree(PAGES)], out, cache=tmp_path / "cache", workshop=draw_technologies)
    with Catalogue.open(out) as catalogue:
        yield catalogue


def test_a_technology_is_counted_over_diagrams_and_pages_under_its_usual_name(
    bound: Catalogue,
) -> None:
    first = bound.technologies()[0]
    assert (first.name, first.diagrams, first.pages) == ("Cassandra", 2, 3)
    found = [(m.page, m.diagram, m.node, m.label) for m in bound.mentions("cassandra")]
    assert found == [
        ("docs/queues/three", "docs/queues/three#1", "n0", "Cassandra"),
        ("docs/stores/one", "docs/stores/one#1", "n0", "Cassandra"),
        ("docs/stores/two", None, None, "cassandra"),
    ]
    assert bound.mentions("no such thing") == ()


def test_concepts_are_tags_and_folders_where_there_are_no_tags(bound: Catalogue) -> None:
    assert [(c.name, c.pages) for c in bound.concepts()] == [
        ("Queues", 2),
        ("Storage", 1),
        ("Stores", 1),
    ]


@pytest.mark.parametrize(
    ("query", "filters", "pages"),
    [
        ("rows", Filters(), ["docs/stores/one", "docs/stores/two"]),
        ("rows", Filters(difficulty="Beginner"), ["docs/stores/two"]),
        ("rows", Filters(technology="REDIS"), ["docs/stores/one"]),
        ("", Filters(concept="queues"), ["docs/queues/four", "docs/queues/three"]),
        ("", Filters(technology="Cassandra", concept="stores"), ["docs/stores/one"]),
        ("", Filters(tree="elsewhere"), []),
        ("", Filters(), []),
        ("rows", Filters(concept="') OR 1=1 --"), []),
    ],
)
def test_a_search_finds_only_what_passes_its_filters(
    bound: Catalogue, query: str, filters: Filters, pages: list[str]
) -> None:
    assert sorted({hit.page for hit in bound.search(query, filters=filters)}) == pages


def test_what_to_read_next_follows_links_first_and_says_why(bound: Catalogue) -> None:
    found = bound.related("docs/queues/three")
    assert [page.id for page in found] == ["docs/stores/one", "docs/queues/four", "docs/stores/two"]
    assert found[0].why == "This page links to it; uses Cassandra too"
    assert found[1].why == "About Queues too"
    assert bound.related("docs/queues/three", limit=1) == found[:1]


def test_an_index_page_is_never_what_to_read_next(bound: Catalogue) -> None:
    assert "docs" not in {page.id for page in bound.related("docs/stores/one")}


def test_a_catalogue_of_the_schema_before_is_read_and_binds_by_links_alone(
    write_tree: WriteTree, tmp_path: Path
) -> None:
    out = tmp_path / "c.sqlite"
    build([write_tree(PAGES)], out, cache=tmp_path / "cache", workshop=draw_technologies)
    with closing(sqlite3.connect(out)) as database:
        for table in ("technology", "mention", "concept", "scenario_file"):
            database.execute(f"DROP TABLE {table}")
        database.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
        database.commit()
    with Catalogue.open(out) as catalogue:
        assert catalogue.technologies() == catalogue.concepts() == ()
        assert [p.id for p in catalogue.related("docs/queues/three")] == ["docs/stores/one"]
        assert catalogue.search("rows")
        assert catalogue.search("rows", filters=Filters(technology="Redis")) == ()
        assert catalogue.page("docs/queues/three").scenario_file == ""
