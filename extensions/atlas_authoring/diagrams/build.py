"""The door of the workshop: blocks in, diagrams out, in the same order.

Two Node processes work at once. Whatever a block does to them, the answer is a Diagram: typed, or
with its source text and a Problem that says why not.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from queue import SimpleQueue

from atlas_core.diagram import Diagram, Geometry
from atlas_core.mermaid.assemble import typed_diagram, untyped_diagram
from atlas_core.mermaid.drawing import Answer, Refused, parse_answer
from atlas_core.mermaid.kinds import DRAWN, kind_of
from atlas_core.mermaid.repairs import Attempt, first_attempt, further_attempts
from pydantic import ValidationError

from atlas_authoring.diagrams.node import find_bundle, find_node
from atlas_authoring.diagrams.worker import Lost, Worker, node_command

BLOCK_S_MAX = 10.0
BLOCK_CHARACTERS_MAX = 200_000
WORKERS = min(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A Mermaid block of a page: `line` is its opening fence's, `title` the nearest heading."""

    id: str
    path: str
    line: int
    text: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A diagram and where its parts lie. `svg` is for kinds that bring a picture of their own."""

    diagram: Diagram
    geometry: Geometry | None = None
    svg: str | None = None


def build_diagrams(
    blocks: Sequence[Block], *, on_progress: Callable[[int, int], None] | None = None
) -> Iterator[Built]:
    """One `Built` for each block, in their order; `on_progress` gets how many are done, of all.

    Raises `NodeMissingError` when Node or the bundled workshop is absent; nothing for bad input.
    """
    workers: SimpleQueue[Worker] = SimpleQueue()
    command = node_command(find_node(), find_bundle())
    everyone = [Worker(command, timeout_s=BLOCK_S_MAX) for _ in range(WORKERS)]
    for worker in everyone:
        workers.put(worker)
    pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="diagram")
    try:
        results = pool.map(lambda block: _build(block, workers), blocks)
        for done, built in enumerate(results, start=1):
            if on_progress is not None:
                on_progress(done, len(blocks))
            yield built
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        for worker in everyone:
            worker.close()


def _build(block: Block, workers: SimpleQueue[Worker]) -> Built:
    kind = kind_of(block.text)
    if not block.text.strip():
        return _fallback(block, "empty", "The diagram has no text. Write it, or remove the fence.")
    if len(block.text) > BLOCK_CHARACTERS_MAX:
        sentence = f"The diagram is longer than {BLOCK_CHARACTERS_MAX} characters. Split it."
        return _fallback(block, "too-large", sentence)
    if kind not in DRAWN:
        sentence = (
            "Atlas does not read this kind of diagram: JupyterLab has Mermaid draw it, elsewhere "
            "its source text stands. Flowcharts, sequence, state, class and entity diagrams, mind "
            "maps and charts are read."
        )
        return _fallback(block, "kind-not-drawn", sentence)
    attempts: tuple[Attempt, ...] = (first_attempt(block.text, kind, block.line),)
    answer = _read(block, attempts, workers)
    refused: tuple[Refused, ...] = ()
    if isinstance(answer, Answer) and answer.drawing is None:
        refused = answer.refused
        further = further_attempts(attempts[0], kind, block.line)
        if further:
            attempts, answer = further, _read(block, further, workers)
    if isinstance(answer, Lost):
        sentence = f"The diagram could not be read: {answer.sentence}. Simplify it."
        return _fallback(block, answer.code, sentence)
    if answer.drawing is None or answer.attempt is None:
        return _unreadable(block, refused)
    return Built(
        diagram=typed_diagram(
            block_id=block.id,
            kind=kind,
            title=block.title,
            path=block.path,
            line=block.line,
            text=block.text,
            drawing=answer.drawing,
            attempt=attempts[answer.attempt],
            layout=answer.layout,
        ),
        geometry=answer.geometry,
    )


def _read(block: Block, attempts: Sequence[Attempt], workers: SimpleQueue[Worker]) -> Answer | Lost:
    """What could not be laid out in time may still be read; then it is typed, without geometry."""
    answer = _ask(block, attempts, workers)
    if isinstance(answer, Answer):
        return answer
    bare = _ask(block, attempts, workers, lay=False)
    if isinstance(bare, Lost) or bare.drawing is None:
        return answer
    return replace(bare, layout=answer.sentence)


def _ask(
    block: Block, attempts: Sequence[Attempt], workers: SimpleQueue[Worker], *, lay: bool = True
) -> Answer | Lost:
    worker = workers.get()
    try:
        texts = [attempt.text for attempt in attempts]
        request = {"id": block.id, "attempts": texts, "lay": lay}
        line = worker.ask(request)
    finally:
        workers.put(worker)
    if isinstance(line, Lost):
        return line
    try:
        return parse_answer(line)
    except ValidationError as error:
        worker.close()
        return Lost(code="workshop-died", sentence=f"its answer was no answer ({error.title})")


def _unreadable(block: Block, refused: Sequence[Refused]) -> Built:
    """Say what the parser said to the text as written, at its line of the page."""
    line, sentence = (refused[0].line, refused[0].sentence) if refused else (None, "Simplify it.")
    sentence = f"Mermaid can't read the diagram: {sentence}"
    return _fallback(block, "unreadable", sentence, line=block.line + (line or 0))


def _fallback(block: Block, code: str, sentence: str, *, line: int | None = None) -> Built:
    diagram = untyped_diagram(
        block_id=block.id,
        kind=kind_of(block.text),
        title=block.title,
        path=block.path,
        line=block.line,
        problem_line=line,
        text=block.text,
        code=code,
        sentence=sentence,
    )
    return Built(diagram=diagram)
