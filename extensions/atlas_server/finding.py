"""What a learner can mend before handing in, found without running anything.

Reads the notebook as JSON, compares it with the exercise as it was released and compiles its code
cells. No hidden check is run; those are not on this machine's side of the fence.
"""

import ast
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from pydantic import BaseModel, Field, ValidationError

log = logging.getLogger(__name__)

AGAIN = "Rename it, fetch the exercise again and copy your code into the new one."
CODE_LENGTH_MAX = 100_000
SHOWN_MAX = 80
FORMAT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend. `cell` is its index in the notebook, from 0; sentences count from 1."""

    sentence: str
    cell: int | None = None


class _Mark(BaseModel):
    """nbgrader's mark on a cell."""

    grade_id: str = ""
    locked: bool = False
    solution: bool = False


class _Metadata(BaseModel):
    nbgrader: _Mark | None = None


class _Cell(BaseModel):
    cell_type: str
    source: str | list[str]
    metadata: _Metadata = Field(default_factory=_Metadata)

    @property
    def text(self) -> str:
        return self.source if isinstance(self.source, str) else "".join(self.source)

    @property
    def is_solution(self) -> bool:
        return self.cell_type == "code" and self.mark.solution

    @property
    def mark(self) -> _Mark:
        return self.metadata.nbgrader or _Mark()


class _Notebook(BaseModel):
    nbformat: int
    cells: list[_Cell]


def find(notebook: bytes, released: bytes | None) -> list[Finding]:
    """Return the findings, in the order of the cells; [] means that it can be handed in.

    `released` is the exercise as fetched; None skips what needs a comparison.
    """
    try:
        mine = _Notebook.model_validate_json(notebook)
    except ValidationError:
        return [Finding(sentence=f"This is not a notebook that can be read. {AGAIN}")]
    if mine.nbformat != FORMAT:
        return [Finding(sentence=f"The notebook has format {mine.nbformat}, not {FORMAT}. {AGAIN}")]
    original = _read(released)
    return [*_solution(mine, original), *_locked(mine, original), *_syntax(mine)]


def _read(released: bytes | None) -> _Notebook | None:
    """Read the exercise as released; None where there is none to compare with."""
    if released is None:
        return None
    try:
        return _Notebook.model_validate_json(released)
    except ValidationError:
        log.warning("the release that was kept can't be read; nothing is compared with it")
        return None


def _solution(mine: _Notebook, original: _Notebook | None) -> Iterator[Finding]:
    """Report what would make the grader refuse the answer: no answer, or the one given."""
    places = [i for i, cell in enumerate(mine.cells) if cell.is_solution]
    if not places:
        yield Finding(sentence=f"The cell for your solution is gone. {AGAIN}")
        return
    place = places[0]
    answer = _code_lines(mine.cells[i].text for i in places)
    if not answer:
        yield Finding(
            sentence=f"Cell {place + 1}, your solution, is empty. Write your answer and save.",
            cell=place,
        )
    elif original and answer == _code_lines(c.text for c in original.cells if c.is_solution):
        yield Finding(
            sentence=f"Cell {place + 1}, your solution, is as it was when you fetched it. "
            f"Write your answer there and save.",
            cell=place,
        )


def _code_lines(sources: Iterable[str]) -> list[str]:
    """Return what counts in an answer: no blank lines, comments or trailing space."""
    lines = [line.rstrip() for source in sources for line in source.splitlines()]
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _locked(mine: _Notebook, original: _Notebook | None) -> Iterator[Finding]:
    """Report cells that belong to the exercise and were removed or changed."""
    places = {cell.mark.grade_id: i for i, cell in enumerate(mine.cells) if cell.mark.grade_id}
    for cell in original.cells if original else []:
        mark = cell.mark
        if not mark.locked or not mark.grade_id:
            continue
        place = places.get(mark.grade_id)
        if place is None:
            yield Finding(
                sentence=f'The locked cell "{mark.grade_id}" was removed. {AGAIN}',
            )
        elif mine.cells[place].text.strip() != cell.text.strip():
            yield Finding(
                sentence=f"Cell {place + 1} is locked and was changed. The grader uses its own; "
                f"undo your change.",
                cell=place,
            )


def _syntax(mine: _Notebook) -> Iterator[Finding]:
    for place, cell in enumerate(mine.cells):
        why = _why_not(cell.text, graded=cell.is_solution) if cell.cell_type == "code" else None
        if why:
            yield Finding(sentence=f"Cell {place + 1}, {why}", cell=place)


def _why_not(source: str, *, graded: bool) -> str | None:
    """Return where and why `source` does not compile.

    A notebook takes magics (`%time`) and `await` outside of functions; the grader takes neither.
    """
    if len(source) > CODE_LENGTH_MAX:
        return f"line 1: more than {CODE_LENGTH_MAX} characters of code. Move data to a file."
    try:
        _compile_cell(source)
        if graded:
            compile(source, "<cell>", "exec", dont_inherit=True)
    except SyntaxError as error:
        line = error.lineno or 1
        lines = source.splitlines()
        shown = lines[line - 1].strip()[:SHOWN_MAX] if line <= len(lines) else ""
        if shown.startswith(("%", "!", "?")):
            return f"line {line}: the grader runs plain Python, so `{shown}` must go."
        return f"line {line}: {error.msg}{f', in `{shown}`' if shown else ''}."
    except ValueError as error:
        return f"line 1: {error}."
    except (RecursionError, MemoryError):
        return "line 1: nested too deeply to be read."
    return None


def _compile_cell(source: str) -> None:
    code = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
    compile(code, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
