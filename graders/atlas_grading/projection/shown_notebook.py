"""The notebook that formgrader shows: the release with the learner's code and the verdicts in it.

Nothing of the learner's is kept but the text of code cells, which formgrader escapes: no Markdown,
no output, no metadata, no attachment. So no HTML or script of a learner reaches an instructor.
"""

import json

from atlas_core.exercise import Grade

ADDED_CELLS_MAX = 50
Cell = dict[str, object]


def shown_notebook(release: bytes, submitted: bytes, grade: Grade) -> bytes:
    """Combine a trusted release, an untrusted submission, and the grade that counts."""
    notebook = json.loads(release)
    given = {cell.get("id") for cell in notebook["cells"]}
    answers, added = _learner_code(submitted, given)
    sentences = {check.check: check.sentence for check in grade.checks}
    cells: list[Cell] = []
    for cell in notebook["cells"]:
        name = _grade_id(cell)
        if name in answers:
            cell["source"] = answers[name]
        if name in sentences:
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": sentences[name]}]
        cells.append(cell)
    cells += [_code_cell(f"added-{n}", source) for n, source in enumerate(added)]
    notebook["cells"] = cells
    notebook["metadata"].setdefault("atlas", {})["submission"] = grade.submission
    return json.dumps(notebook, indent=1, sort_keys=True).encode()


def _learner_code(submitted: bytes, given: set[object]) -> tuple[dict[str, str], list[str]]:
    """The sources of solution cells by grade_id, and those of cells that the learner added."""
    try:
        content = json.loads(submitted)
    except (ValueError, RecursionError):
        return {}, []
    found = content.get("cells") if isinstance(content, dict) else None
    answers: dict[str, str] = {}
    added: list[str] = []
    for cell in found if isinstance(found, list) else []:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = _text(cell.get("source"))
        metadata = cell.get("metadata")
        marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        if isinstance(marks, dict) and marks.get("solution") is True:
            name = str(marks.get("grade_id"))
            answers[name] = f"{answers[name]}\n\n{source}" if name in answers else source
        elif not isinstance(marks, dict) and cell.get("id") not in given and source.strip():
            added.append(source)
    return answers, added[:ADDED_CELLS_MAX]


def _text(source: object) -> str:
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source.encode("utf-8", "replace").decode() if isinstance(source, str) else ""


def _grade_id(cell: Cell) -> str | None:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    return name if isinstance(name, str) else None


def _code_cell(name: str, source: str) -> Cell:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }
