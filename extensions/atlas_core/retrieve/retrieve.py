"""From a question to the passages that answer it: BM25, and a few rules of thumb.

A passage scores for the question's own words (BM25, Robertson and Zaragoza 2009, by SQLite's FTS5)
and, less, for their synonyms; it gains by what `weigh` says of its text, heading and place, and
when it stands on the page that the learner is reading. A passage that holds less than half as many
words of the question as another is left out: in a small course a word such as "end" is rare, and a
line that holds nothing else of a question says nothing about it.
At most two passages a page are taken: the third seldom adds what another page would. The weights
were set on the questions in tests/catalogue/retrieval_questions.py.
"""

import re
from dataclasses import dataclass

from atlas_core.catalogue import Catalogue, Passage
from atlas_core.retrieve.question import synonyms_of, topic_of
from atlas_core.retrieve.stems import stem, stems
from atlas_core.retrieve.weigh import Asked, Held, weigh

_CANDIDATES = 120
_PER_PAGE = 2
_SYNONYM_WEIGHT = 0.15
_PAGE_BOOST = 1.6
_COVERED_MIN = 0.5
_EXCERPT_CHARACTERS = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A passage that an answer may cite. `n` counts from 1; `excerpt` is its most telling part."""

    n: int
    page: str
    anchor: str
    title: str
    heading: str
    excerpt: str
    text: str
    score: float


def retrieve(
    catalogue: Catalogue, question: str, *, page: str | None = None, limit: int = 6
) -> list[Citation]:
    """Return the best passages for `question`, best first; none for an empty one.

    `page` is the id of the page that the learner is on. Never raises for any question.
    """
    topic = topic_of(question)
    if not topic:
        return []
    synonyms = synonyms_of(question, topic)
    found = {_key(p): p for p in catalogue.passages(words=topic, limit=_CANDIDATES)}
    if page is not None:
        found |= {
            _key(p): p for p in catalogue.passages(page=page, words=topic, limit=_PER_PAGE * 4)
        }
    scores = {key: passage.score for key, passage in found.items()}
    for alike in catalogue.passages(words=synonyms, limit=_CANDIDATES) if synonyms else ():
        found.setdefault(_key(alike), alike)
        known = scores.get(_key(alike), 0.0)
        scores[_key(alike)] = known + _SYNONYM_WEIGHT * alike.score
    held = {key: Held.of(passage) for key, passage in found.items()}
    asked = Asked.of(question, topic, list(held.values()))
    for key, passage in found.items():
        scores[key] *= weigh(asked, held[key]) * (_PAGE_BOOST if passage.page == page else 1.0)
    covered = {key: asked.covered(held[key].words) for key in found}
    enough = _COVERED_MIN * max(covered.values(), default=0.0)
    telling = [key for key in found if covered[key] >= enough]
    ranked = sorted(telling, key=lambda key: (-scores[key], key))
    chosen: list[Citation] = []
    taken: dict[str, int] = {}
    for key in ranked:
        passage = found[key]
        taken[passage.page] = taken.get(passage.page, 0) + 1
        if taken[passage.page] <= _PER_PAGE and len(chosen) < limit:
            chosen.append(_citation(len(chosen) + 1, passage, topic, scores[key]))
    return chosen


def _key(passage: Passage) -> tuple[str, int]:
    return passage.page, passage.position


def _citation(number: int, passage: Passage, topic: tuple[str, ...], score: float) -> Citation:
    return Citation(
        n=number,
        page=passage.page,
        anchor=passage.anchor,
        title=passage.title,
        heading=passage.heading,
        excerpt=excerpt_of(passage.text, topic),
        text=passage.text,
        score=round(score, 4),
    )


def excerpt_of(text: str, topic: tuple[str, ...]) -> str:
    """Return at most 280 characters of `text`, from the line or sentence richest in the topic."""
    wanted = {stem(word) for word in topic}
    pieces = [piece.strip() for piece in re.split(r"(?<=[.!?])\s+|\n", text) if piece.strip()]
    if not pieces:
        return ""
    best = max(range(len(pieces)), key=lambda n: (len(wanted & stems(pieces[n])), -n))
    shown = pieces[best]
    for piece in pieces[best + 1 :]:
        if len(shown) + 1 + len(piece) > _EXCERPT_CHARACTERS:
            break
        shown = f"{shown} {piece}"
    if len(shown) > _EXCERPT_CHARACTERS:
        shown = shown[:_EXCERPT_CHARACTERS].rsplit(" ", 1)[0] + "…"
    return shown
