"""An exercise as the notebook that a learner fetches.

A ```` ```python starter ```` block is the cell to edit, marked for nbgrader as a solution cell; a
```` ```python example ```` block is an ordinary code cell; all else is Markdown.
"""

from atlas_core.notebook.cells import Cells, Json
from atlas_core.notebook.markdown import for_jupyter
from atlas_core.notebook.page import outermost
from atlas_core.page import grammar, read_front_matter

SOLUTION = "solution"


def exercise_to_notebook(source: str, *, exercise_id: str) -> Json:
    """Return a notebook (nbformat 4.5) of an exercise.md; equal input gives an equal notebook.

    A second starter block, should there be one, has the grade_id `solution-2`, and so on.
    """
    _, height, _ = read_front_matter(source)
    lines = source.split("\n")[height:]
    cells = Cells(exercise_id)
    copied = starters = 0
    for block, _ in outermost(grammar().parse("\n".join(lines))):
        start, end = block.map or (0, 0)
        words = block.info.split() if block.type == "fence" else []
        is_code = words[:1] == ["python"] and words[1:] in (["starter"], ["example"])
        if not is_code and block.type != "heading_open":
            continue
        if start > copied:
            cells.add_markdown(for_jupyter("\n".join(lines[copied:start])))
        copied = end if is_code else start
        if is_code and words[1] == "example":
            cells.add_code(block.content)
        elif is_code:
            starters += 1
            grade_id = SOLUTION if starters == 1 else f"{SOLUTION}-{starters}"
            cells.add_code(block.content, metadata={"nbgrader": _solution(grade_id)})
    cells.add_markdown(for_jupyter("\n".join(lines[copied:])))
    return cells.notebook({"exercise": exercise_id})


def _solution(grade_id: str) -> Json:
    """Return nbgrader's metadata (schema 3) of a cell that learners edit and nobody grades."""
    return {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }
