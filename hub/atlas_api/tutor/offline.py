"""The answer without a model: the best passages themselves. Deterministic, and honest about it."""

from collections.abc import Iterator, Sequence

from atlas_core.retrieve import Citation

from atlas_api.tutor.schema import CitationOut, Delta, Done, Event

NO_MODEL = (
    "No language model is set up here, so nobody phrases an answer: "
    "these are the passages of the course that fit your question best."
)
USED_UP = (
    "Your tutor budget for today is used up, so no language model answers until tomorrow: "
    "these are the passages of the course that fit your question best."
)
NOTHING = (
    "I found nothing on this in the course. Try the words that the lesson uses, "
    "or open the page and ask again from there."
)
OPENING = "What the course says:"
SHOWN_MAX = 4


def offline_answer(citations: Sequence[Citation]) -> Iterator[Event]:
    """The events of an answer after its meta event."""
    shown = citations[:SHOWN_MAX]
    if not shown:
        yield Delta(text=NOTHING)
        yield Done()
        return
    for citation in shown:
        yield shown_citation(citation)
    yield Delta(text=f"{OPENING}\n\n")
    for citation in shown:
        yield Delta(text=f"**{_place(citation)}** [{citation.n}]\n\n{_quoted(citation)}\n\n")
    yield Done()


def shown_citation(citation: Citation) -> CitationOut:
    """A citation as the learner sees it: where, and its most telling part."""
    return CitationOut(
        n=citation.n,
        page=citation.page,
        anchor=citation.anchor,
        title=citation.title,
        heading=citation.heading,
        excerpt=citation.excerpt,
    )


def _place(citation: Citation) -> str:
    same = citation.heading in ("", citation.title)
    return citation.title if same else f"{citation.title}: {citation.heading}"


def _quoted(citation: Citation) -> str:
    return "\n".join(f"> {line}" for line in citation.excerpt.splitlines() if line.strip())
