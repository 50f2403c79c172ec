"""A page as a notebook of one's own: one way, page to notebook, never back.

A heading begins a cell, a Python block becomes a code cell, a Mermaid block a cell that shows the
diagram, with the diagram saved as its output: it can be explored before any kernel runs.
"""

import json
import re
import textwrap
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from atlas_core.catalogue.model import Bundle
from atlas_core.diagram.codec import encode_diagram, encode_geometry
from atlas_core.notebook.cells import Cells, Json, JsonValue
from atlas_core.notebook.markdown import callout, for_jupyter
from atlas_core.page import grammar, is_mermaid, read_front_matter, read_quiz

DIAGRAM_MIME = "application/vnd.atlas.diagram.v1+json"
_PYTHON = {"python", "py", "python3", "{python}", "{.python}"}
_LABEL = re.compile(r"\[([^\[\]]+)\]")


def page_to_notebook(source: str, *, page_id: str, bundles: Sequence[Bundle]) -> Json:
    """Return a notebook (nbformat 4.5) of a page.

    `source` is the page's text with its front matter, `bundles` are its diagrams. Equal input gives
    an equal notebook.
    """
    return _Conversion(source, page_id, bundles).run()


class _Conversion:
    """Walks the page's outermost blocks and cuts its lines at those that become cells."""

    def __init__(self, source: str, page_id: str, bundles: Sequence[Bundle]) -> None:
        _, height, _ = read_front_matter(source)
        self._lines = source.split("\n")[height:]
        self._env: dict[str, dict[str, dict[str, str]]] = {}
        self._tokens = grammar().parse("\n".join(self._lines), self._env)
        self._page_id = page_id
        self._bundles = {bundle.diagram.id: bundle for bundle in bundles}
        self._cells = Cells(page_id)
        self._copied = 0
        self._diagrams = 0
        self._imported = False

    def run(self) -> Json:
        for block, inside in outermost(self._tokens):
            start, end = block.map or (0, 0)
            if block.type == "heading_open":
                self._copy_to(start)
            elif is_mermaid(block):
                self._copy_to(start, then=end)
                self._add_diagrams(1)
            elif block.type == "fence" and _language(block) in _PYTHON:
                self._copy_to(start, then=end)
                self._cells.add_code(block.content)
            elif block.type == "quiz":
                self._copy_to(start, then=end)
                self._add_quiz(block.content)
            elif block.type == "exercise":
                self._copy_to(start, then=self._after_colons(end))
                text = f"**Exercise `{block.content}`.** Open it from the page, or from Exercises."
                self._cells.add_markdown(text)
            else:
                self._add_nested(block, inside)
        self._copy_to(len(self._lines))
        return self._cells.notebook({"page": self._page_id})

    def _add_nested(self, block: Token, inside: Sequence[Token]) -> None:
        """Add a call-out in Markdown, and the diagrams of any block after its own cell."""
        nested = [token for token in inside if is_mermaid(token)]
        is_callout = block.type == "callout_open" and not block.meta.get("quoted")
        if not nested and not is_callout:
            return
        start, end = block.map or (0, 0)
        self._copy_to(start, then=end)
        lines = self._lines[start:end]
        for offset, token in enumerate(nested, start=1):
            first, after = (at - start for at in token.map or (0, 0))
            indent = lines[first][: len(lines[first]) - len(lines[first].lstrip(" \t>"))]
            note = f"{indent}*Diagram {self._diagrams + offset} is in a cell below.*"
            lines[first:after] = [note, *[indent.rstrip()] * (after - first - 1)]
        if is_callout:
            body = lines[1:-1] if block.meta.get("closed") else lines[1:]
            title = inside[2].content if block.meta["titled"] else ""
            text = callout(
                title=title or str(block.meta["kind"]).capitalize(),
                body=textwrap.dedent("\n".join(body)),
                folded=bool(block.meta["fold"]),
            )
        else:
            text = "\n".join(lines)
        self._add_markdown(text)
        self._add_diagrams(len(nested))

    def _copy_to(self, line: int, then: int | None = None) -> None:
        """Add the lines not yet copied, up to `line`, as a cell; go on after line `then`."""
        if line > self._copied:
            self._add_markdown("\n".join(self._lines[self._copied : line]))
        self._copied = max(self._copied, line if then is None else then)

    def _add_markdown(self, text: str) -> None:
        text = for_jupyter(text)
        known = self._env.get("references", {})
        used = dict.fromkeys(_LABEL.findall(text))
        notes = [
            f"[{label}]: {known[label.upper()]['href']}"
            for label in used
            if label.upper() in known and f"[{label}]:" not in text
        ]
        self._cells.add_markdown("\n".join([text.rstrip("\n"), "", *notes]) if notes else text)

    def _add_diagrams(self, count: int) -> None:
        for _ in range(count):
            self._diagrams += 1
            name = f"{self._page_id}#{self._diagrams}"
            if not self._imported:
                self._imported = True
                self._cells.add_code("import atlas")
            bundle = self._bundles.get(name)
            outputs: list[JsonValue] = [diagram_output(bundle)] if bundle else []
            key = bundle.diagram.source.text if bundle else name
            code = f"atlas.Diagram({json.dumps(name, ensure_ascii=False)})"
            self._cells.add_code(code, outputs=outputs, key=key)

    def _add_quiz(self, text: str) -> None:
        """Add the questions without their answers: those are given on the page."""
        questions, _ = read_quiz(text, first_line=1)
        parts = ["The answers are on the page."]
        for number, question in enumerate(questions, start=1):
            options = "\n".join(f"   - {option}" for option in question.options)
            parts.append(f"{number}. {question.question}\n{options}")
        self._cells.add_markdown("\n\n".join(parts))

    def _after_colons(self, line: int) -> int:
        """Return the line after the `:::` that may close a block right above `line`."""
        following = line
        while following < len(self._lines) and not self._lines[following].strip():
            following += 1
        closes = following < len(self._lines) and set(self._lines[following].strip()) == {":"}
        return following + 1 if closes else line


def outermost(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Yield each outermost block: its first token, and all its tokens."""
    start = 0
    for at, token in enumerate(tokens):
        if token.level == 0 and token.nesting == 1:
            start = at
        elif token.level == 0 and token.nesting == 0:
            yield token, tokens[at : at + 1]
        elif token.level == 0 and tokens[start].map:
            yield tokens[start], tokens[start : at + 1]


def _language(fence: Token) -> str:
    words = fence.info.split(maxsplit=1)
    return words[0].lower() if words else ""


def diagram_output(bundle: Bundle) -> Json:
    """Return the saved output of a diagram's cell: our own MIME type, and words for all others."""
    diagram = bundle.diagram
    geometry = None if bundle.geometry is None else json.loads(encode_geometry(bundle.geometry))
    said = f"{diagram.title}: {diagram.kind}"
    if diagram.data:
        said += f" with {len(diagram.data)} entries"
    elif diagram.typed:
        said += f" with {len(diagram.nodes)} nodes and {len(diagram.edges)} edges"
    data: Json = {
        DIAGRAM_MIME: {
            "diagram": json.loads(encode_diagram(diagram)),
            "geometry": geometry,
            "svg": bundle.svg,
        },
        "text/plain": said if diagram.typed else f"{said}\n{diagram.source.text}",
    }
    return {"output_type": "display_data", "metadata": {}, "data": data}
