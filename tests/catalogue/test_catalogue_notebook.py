import json

import nbformat
import pytest
from atlas_core.catalogue import Catalogue
from atlas_core.notebook import DIAGRAM_MIME, exercise_to_notebook, page_to_notebook
from hypothesis import given, settings
from hypothesis import strategies as st


def sources(notebook: object) -> list[str]:
    return [cell["source"] for cell in notebook["cells"]]  # type: ignore[index]


def convert(text: str) -> list[str]:
    return sources(page_to_notebook(text, page_id="docs/p", bundles=()))


def test_every_page_of_the_awkward_tree_is_a_valid_notebook_with_its_diagrams(
    awkward_catalogue: Catalogue,
) -> None:
    for entry in awkward_catalogue.trees()[0].pages:
        page = awkward_catalogue.page(entry.id)
        bundles = awkward_catalogue.diagrams(entry.id)
        notebook = page_to_notebook(page.source, page_id=entry.id, bundles=bundles)
        nbformat.validate(nbformat.from_dict(notebook))
        shown = [text for text in sources(notebook) if text.startswith("atlas.Diagram")]
        assert shown == [f'atlas.Diagram("{name}")' for name in page.diagrams]


def test_a_diagram_is_saved_as_the_output_of_its_cell(awkward_catalogue: Catalogue) -> None:
    page = awkward_catalogue.page("tree/nested-fences")
    bundles = awkward_catalogue.diagrams(page.id)
    notebook = page_to_notebook(page.source, page_id=page.id, bundles=bundles)
    (cell,) = [c for c in notebook["cells"] if "Diagram(" in c["source"]]  # type: ignore
    data = cell["outputs"][0]["data"]
    assert data[DIAGRAM_MIME]["diagram"]["id"] == "tree/nested-fences#1"
    assert data[DIAGRAM_MIME]["geometry"]["width"] == 10
    assert "1 nodes" in data["text/plain"]
    json.dumps(notebook)


def test_headings_and_code_split_cells_and_nothing_is_lost() -> None:
    cells = convert("---\ntitle: x\n---\n# A\n\none\n\n## B\n\n```python\nx = 1\n```\n\ntwo\n")
    assert cells == ["# A\n\none", "## B", "x = 1", "two"]


def test_code_of_other_languages_and_code_inside_lists_stays_markdown() -> None:
    cells = convert("# A\n\n```bash\nls\n```\n\n- a\n  ```python\n  x\n  ```\n")
    assert len(cells) == 1


def test_a_diagram_inside_a_list_follows_the_list() -> None:
    cells = convert("# A\n\n1. a\n   ```mermaid\n   pie\n   ```\n2. b\n\nend\n")
    assert [c.split("\n")[0] for c in cells] == [
        *("# A", "1. a", "import atlas", 'atlas.Diagram("docs/p#1")', "end"),
    ]
    assert "Diagram 1 is in a cell below" in cells[1]
    assert "2. b" in cells[1]
    assert "mermaid" not in cells[1]


def test_call_outs_become_quotations_and_folded_ones_stay_folded() -> None:
    cells = convert('# A\n\n!!! note "N"\n    b\n\n    c\n\n??? "F"\n    d\n\n??? tip "G"\n    e\n')
    assert "> **N**\n>\n> b\n>\n> c" in cells
    assert "<details><summary>G</summary>\n\ne\n\n</details>" in cells


def test_links_between_pages_keep_their_words_and_web_links_their_address() -> None:
    text = (
        "# A\n\n[x](b.md#c) [y](https://e.org) ![z](p.png) `[k](b.md)` [r]\n\n[r]: https://r.org\n"
    )
    (cell,) = convert(text)
    assert "x [y](https://e.org) z `[k](b.md)` [r]" in cell
    assert cell.count("[r]: https://r.org") == 1


def test_the_quiz_is_asked_without_its_answers(awkward_catalogue: Catalogue) -> None:
    text = "\n".join(convert(awkward_catalogue.page("tree/lesson").source))
    assert "Is a timeout a guess?" in text
    assert "Nobody knows" not in text
    assert ":::" not in text


def test_a_paragraph_put_in_above_changes_no_other_cells_id() -> None:
    text = "# A\n\none\n\n## B\n\n```python\nx = 1\n```\n\n```python\nx = 1\n```\n"
    ids = [
        [cell["id"] for cell in page_to_notebook(t, page_id="docs/p", bundles=())["cells"]]  # type: ignore
        for t in (text, text.replace("# A", "# New\n\nabove\n\n# A", 1))
    ]
    assert ids[1][1:] == ids[0]
    assert len(set(ids[0])) == len(ids[0])


def test_the_same_page_gives_the_same_notebook_and_another_page_other_ids() -> None:
    def ids(page: str) -> list[object]:
        return [c["id"] for c in page_to_notebook("# A\n", page_id=page, bundles=())["cells"]]  # type: ignore

    assert ids("docs/p") == ids("docs/p")
    assert ids("docs/p") != ids("docs/q")


def test_an_exercise_is_a_notebook_that_nbgrader_understands(
    awkward_catalogue: Catalogue,
) -> None:
    source = awkward_catalogue.exercise_source("count-to-three")
    notebook = exercise_to_notebook(source, exercise_id="count-to-three")
    nbformat.validate(nbformat.from_dict(notebook))
    kinds = [cell["cell_type"] for cell in notebook["cells"]]  # type: ignore
    assert kinds == ["markdown", "code", "markdown", "code", "markdown"]
    starter, example = notebook["cells"][1], notebook["cells"][3]  # type: ignore
    assert starter["metadata"]["nbgrader"]["grade_id"] == "solution"  # type: ignore
    assert starter["metadata"]["nbgrader"]["solution"] is True  # type: ignore
    assert example["metadata"] == {}  # type: ignore


def test_nbgraders_own_validation_accepts_the_solution_cell(awkward_catalogue: Catalogue) -> None:
    schema = pytest.importorskip("nbgrader.nbgraderformat")
    source = awkward_catalogue.exercise_source("count-to-three")
    notebook = exercise_to_notebook(source, exercise_id="count-to-three")
    schema.MetadataValidator().validate_nb(nbformat.from_dict(notebook))


@settings(deadline=None)
@given(st.text(alphabet="`~:!?=>-*_[](){}<>#|\n\t 1ab\"'&;\\/.", max_size=120))
def test_any_heap_of_signs_becomes_a_valid_notebook(text: str) -> None:
    nbformat.validate(nbformat.from_dict(page_to_notebook(text, page_id="docs/p", bundles=())))
