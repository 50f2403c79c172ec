"""The answer inside a submitted notebook: the source of its solution cells, or why there is none.

The bytes come from a learner. They are read as JSON and as nothing else: no kernel, no parser of
Python, no nbformat upgrade runs on them here.
"""

import json

NOTEBOOK_BYTES_MAX = 4 * 1024 * 1024
_AGAIN = "Fetch the exercise again, copy your answer into its cell, and submit."


class UnusableSubmissionError(ValueError):
    """Nothing to judge; the sentence is for the learner."""


def solution_source(notebook: bytes, starter: str) -> str:
    """Join the solution cells; raises UnusableSubmissionError with one sentence."""
    source = "\n\n".join(_solution_cells(_cells(notebook)))
    if not _code_lines(source):
        raise UnusableSubmissionError("The solution cell is empty. Write your answer in it.")
    if _code_lines(source) == _code_lines(starter):
        raise UnusableSubmissionError(
            "The solution cell is still the one that you were given. Change it, save, submit again."
        )
    return source


def _cells(notebook: bytes) -> list[object]:
    if len(notebook) > NOTEBOOK_BYTES_MAX:
        raise UnusableSubmissionError("The notebook is over 4 MB. Clear its outputs and submit.")
    try:
        content = json.loads(notebook)
    except (ValueError, RecursionError):
        raise UnusableSubmissionError(f"The file is not a notebook. {_AGAIN}") from None
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise UnusableSubmissionError(f"The file is not a notebook. {_AGAIN}")
    return cells


def _solution_cells(cells: list[object]) -> list[str]:
    """The sources of the code cells that nbgrader marks as the learner's to write."""
    sources = [
        _text(cell.get("source"))
        for cell in cells
        if isinstance(cell, dict) and cell.get("cell_type") == "code" and _is_solution(cell)
    ]
    if not sources:
        raise UnusableSubmissionError(f"The notebook has no solution cell. {_AGAIN}")
    return sources


def _is_solution(cell: dict[str, object]) -> bool:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return isinstance(marks, dict) and marks.get("solution") is True


def _text(source: object) -> str:
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _code_lines(source: str) -> list[str]:
    """What remains without blank lines, comments and trailing space."""
    lines = (line.rstrip() for line in source.splitlines())
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
