"""The read side: lookups, search, and files that are no catalogue."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from atlas_core.catalogue import (
    Catalogue,
    CatalogueError,
    CatalogueUnreadableError,
    NotInCatalogueError,
)
from atlas_core.catalogue.schema import APPLICATION_ID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BuildTree = Callable[..., Catalogue]


def test_a_page_is_found_by_the_end_of_its_id(awkward_catalogue: Catalogue) -> None:
    assert awkward_catalogue.find_page("payment") == "tree/checkout/payment"
    assert awkward_catalogue.find_page("checkout/payment") == "tree/checkout/payment"
    assert awkward_catalogue.find_page("tree") == "tree"


def test_an_end_that_fits_several_pages_names_them(build_tree: BuildTree) -> None:
    catalogue = build_tree({"a/x.md": "# A\n", "b/x.md": "# B\n"})
    with pytest.raises(NotInCatalogueError, match="`docs/a/x`, `docs/b/x`"):
        catalogue.find_page("x")


@pytest.mark.parametrize("name", ["", "nowhere", "ayment", "%", "'", "tree/"])
def test_an_unknown_page_is_one_sentence(awkward_catalogue: Catalogue, name: str) -> None:
    with pytest.raises(CatalogueError):
        awkward_catalogue.page(name)


def test_a_diagram_is_found_by_page_and_number(awkward_catalogue: Catalogue) -> None:
    assert awkward_catalogue.diagram("diagrams#2").diagram.id == "tree/diagrams#2"
    assert awkward_catalogue.diagram("diagrams").diagram.id == "tree/diagrams#1"
    with pytest.raises(NotInCatalogueError, match="diagrams 1 to 6"):
        awkward_catalogue.diagram("diagrams#7")
    with pytest.raises(NotInCatalogueError, match="no diagram"):
        awkward_catalogue.diagram("twin-1#1")


def test_the_trees_are_nested_as_the_folders_are(awkward_catalogue: Catalogue) -> None:
    (tree,) = awkward_catalogue.trees()
    assert tree.title == "The awkward tree"
    assert tree.root.page is not None
    assert [folder.title for folder in tree.root.folders] == [
        *("Checkout", "Deep", "Guide, the folder", "A lesson with an exercise"),
    ]
    checkout = tree.root.folders[0]
    assert [page.title for page in checkout.pages] == ["Payment"]
    names = [page.path for page in tree.root.pages]
    assert names.index("twin-1.md") < names.index("twin-10.md")
    assert next(p for p in tree.pages if p.id == "tree/lesson").exercises == ("count-to-three",)


def test_pages_have_neighbours_in_reading_order(awkward_catalogue: Catalogue) -> None:
    before, after = awkward_catalogue.neighbours("tree/checkout")
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("tree/windows", "tree/checkout/payment")
    assert awkward_catalogue.neighbours("tree")[0] is None
    assert awkward_catalogue.neighbours("nowhere") == (None, None)


def test_the_quiz_and_the_exercises_of_a_page(awkward_catalogue: Catalogue) -> None:
    (question,) = awkward_catalogue.quiz("tree/lesson")
    assert question.options == ("No", "Yes")
    (exercise,) = awkward_catalogue.exercises("tree/lesson")
    assert (exercise.id, exercise.points, exercise.page) == ("count-to-three", 3.0, "tree/lesson")
    assert exercise.path == "lesson/exercises/count-to-three"
    assert awkward_catalogue.exercises("tree") == ()
    assert awkward_catalogue.exercise("count-to-three") == exercise
    assert "python starter" in awkward_catalogue.exercise_source("count-to-three")
    with pytest.raises(NotInCatalogueError):
        awkward_catalogue.exercise("no-points")


def test_search_marks_what_it_found_and_takes_the_last_word_as_half_typed(
    awkward_catalogue: Catalogue,
) -> None:
    hit = awkward_catalogue.search("slow ba")[0]
    assert (hit.page, hit.anchor) == ("tree/checkout/payment", "when-the-bank-is-slow")
    found = {hit.excerpt[start:end].lower() for start, end in hit.marks}
    assert found == {"slow", "bank"}


def test_search_finds_some_of_the_words_where_no_passage_has_all(
    awkward_catalogue: Catalogue,
) -> None:
    assert awkward_catalogue.search("idempotency zebra")[0].page == "tree/checkout/payment"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=80) | st.text(alphabet="\"*()^:-+{}NEARODT aé'", max_size=40))
def test_search_takes_whatever_is_typed(awkward_catalogue: Catalogue, text: str) -> None:
    for hit in awkward_catalogue.search(text):
        assert all(0 <= start < end <= len(hit.excerpt) for start, end in hit.marks)


def test_html_in_a_page_is_plain_text_in_an_excerpt(build_tree: BuildTree) -> None:
    catalogue = build_tree({"p.md": "# P\n\nuse `<script>` with a quorum of 3 \ue000 nodes\n"})
    (hit,) = catalogue.search("quorum")
    assert "<script>" in hit.excerpt
    assert [hit.excerpt[start:end] for start, end in hit.marks] == ["quorum"]


def test_a_missing_file_is_one_sentence_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(CatalogueUnreadableError, match="atlas build"):
        Catalogue.open(tmp_path / "none.sqlite")


def test_a_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueUnreadableError):
        Catalogue.open(tmp_path)


@pytest.mark.parametrize("content", [b"", b"text", b"SQLite format 3\0" + b"\0" * 200])
def test_a_foreign_file_is_no_catalogue(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign"
    path.write_bytes(content)
    with pytest.raises(CatalogueUnreadableError, match="not an Atlas catalogue"):
        Catalogue.open(path)


def test_somebody_elses_database_is_no_catalogue(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as database:
        database.execute("CREATE TABLE meta (key, value)")
        database.commit()
    with pytest.raises(CatalogueUnreadableError, match="not an Atlas catalogue"):
        Catalogue.open(tmp_path / "other.db")


@pytest.mark.parametrize("schema", ["4", "none"])
def test_a_newer_schema_says_to_build_again(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "newer.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        if schema != "none":
            database.execute("INSERT INTO meta VALUES ('schema', ?)", [schema])
        database.commit()
    with pytest.raises(CatalogueUnreadableError, match="build it again"):
        Catalogue.open(path)


def test_a_damaged_catalogue_is_one_sentence(build_tree: BuildTree, tmp_path: Path) -> None:
    build_tree({"a.md": "# A\n\n" + "word " * 5000})
    data = bytearray((tmp_path / "c.sqlite").read_bytes())
    data[4096 * 3 :] = b"\xff" * (len(data) - 4096 * 3)
    (tmp_path / "damaged.sqlite").write_bytes(bytes(data))
    with (
        pytest.raises(CatalogueUnreadableError),
        Catalogue.open(tmp_path / "damaged.sqlite") as catalogue,
    ):
        catalogue.page("docs/a")


def test_a_catalogue_can_be_read_where_nothing_can_be_written(
    build_tree: BuildTree, tmp_path: Path
) -> None:
    build_tree({"a.md": "# A\n"})
    (tmp_path / "c.sqlite").chmod(0o444)
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        assert catalogue.page("docs/a").title == "A"
    assert not list(tmp_path.glob("c.sqlite-*"))
