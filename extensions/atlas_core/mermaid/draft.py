"""A text that somebody is typing: what to hand to the parser, and what came back as a Diagram.

The browser runs the parser between the two. A draft has the id and path of no page.
"""

from dataclasses import dataclass

from atlas_core.diagram import Diagram
from atlas_core.diagram.vocabulary import Kind
from atlas_core.mermaid.assemble import typed_diagram
from atlas_core.mermaid.drawing import Drawing
from atlas_core.mermaid.kinds import DRAWN, kind_of
from atlas_core.mermaid.repairs import Attempt, first_attempt, further_attempts

DRAFT_ID = "playground#1"
DRAFT_PATH = "playground"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """The texts for the parser, in the order of trying. Lines in repairs count from 1."""

    kind: Kind
    typed: bool
    attempts: tuple[Attempt, ...]


def attempts_at(text: str) -> Attempts:
    """What the build would try."""
    kind = kind_of(text)
    first = first_attempt(text, kind, 0)
    further = further_attempts(first, kind, 0)
    return Attempts(kind=kind, typed=kind in DRAWN, attempts=(first, *further))


def draft_diagram(text: str, *, attempt: Attempt, drawing: Drawing, layout: str | None) -> Diagram:
    """The typed diagram of a draft. The kind is read from the text that was drawn."""
    return typed_diagram(
        block_id=DRAFT_ID,
        kind=kind_of(attempt.text),
        title="",
        path=DRAFT_PATH,
        line=0,
        text=text,
        drawing=drawing,
        attempt=attempt,
        layout=layout,
    )
