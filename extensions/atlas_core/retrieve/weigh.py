"""What speaks for a passage besides its words: how much it covers, its heading, its place.

Each rule is a factor, and each has its reason:
- Share of the question's words that the passage holds, rare ones above all: one common word,
  often, is no answer.
- Share of them that its own heading names, and how near heading and question are as a whole: an
  author's heading says what a section is about ("How a lesson goes").
- A list of references names everything and explains nothing, unless one asks for more to read.
- The contents of a folder repeat the words of the pages below.
- A diagram's words are good; where prose says the same, prose is the better answer.
- BM25 overrates what is short: a heading with one line.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from atlas_core.catalogue import Passage
from atlas_core.retrieve.stems import stem, stems

_COVERAGE = 1.5
_HEADING = 0.2
_NEARNESS = 2.0
_TITLE_SHARE = 0.5
_REFERENCES = 0.2
_CONTENTS = 0.5
_DIAGRAM = 0.85
_WORDS_TELLING = 60
_REFERENCE_HEADING = re.compile(
    r"(?i)\W*(?:\d+\W+)?(?:(?:external|source|useful)\s+)?(?:&?\s*(?:sources?|references?|resources?"
    r"|further reading|bibliography|citations?|links?|see also|related(?: \w+)?|navigation"
    r"|learn more|next steps)\W*(?:and|&)?\s*)+$"
)
_ASKS_TO_READ = frozenset(("read", "source", "sources", "reference", "references", "book", "paper"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A candidate passage as stems: of its heading, its page's title, and all of its words."""

    passage: Passage
    heading: frozenset[str]
    title: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, passage: Passage) -> "Held":
        """Return the stems of `passage`."""
        heading, title = frozenset(stems(passage.heading)), frozenset(stems(passage.title))
        words = heading | title | stems(passage.text)
        return cls(passage=passage, heading=heading, title=title, words=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as stems: those of its topic with how rare each is, and those of all words."""

    rarity: dict[str, float]
    words: frozenset[str]
    wants_reading: bool

    @classmethod
    def of(cls, question: str, topic: tuple[str, ...], candidates: Sequence[Held]) -> "Asked":
        """Return the stems of `question`; a word is rare when few candidates hold it."""
        about = dict.fromkeys(map(stem, topic))
        counts = {word: sum(word in held.words for held in candidates) for word in about}
        rarity = {w: math.log((2 + len(candidates)) / (1 + n)) for w, n in counts.items()}
        reading = bool(_ASKS_TO_READ & set(re.findall(r"\w+", question.lower())))
        return cls(rarity=rarity, words=frozenset(stems(question)), wants_reading=reading)

    def share(self, words: frozenset[str]) -> float:
        """Return how much of the topic `words` hold, the rare counting for more, 0 to 1."""
        total = sum(self.rarity.values())
        held = sum(rarity for word, rarity in self.rarity.items() if word in words)
        return held / total if total else 0.0

    def covered(self, words: frozenset[str]) -> float:
        """Return the part of the topic's words that are among `words`, 0 to 1."""
        held = sum(word in words for word in self.rarity)
        return held / len(self.rarity) if self.rarity else 0.0


def weigh(asked: Asked, held: Held) -> float:
    """Return the factor for a passage, about 0.1 to 8."""
    passage = held.passage
    named = asked.share(held.heading) + _TITLE_SHARE * asked.share(held.title - held.heading)
    weight = (1 + _COVERAGE * asked.share(held.words)) * (1 + _HEADING * named)
    if asked.rarity.keys() & held.heading:
        nearness = len(asked.words & held.heading) / len(asked.words | held.heading)
        weight *= 1 + _NEARNESS * nearness
    if _REFERENCE_HEADING.match(passage.heading) and not asked.wants_reading:
        weight *= _REFERENCES
    if passage.is_contents:
        weight *= _CONTENTS
    if passage.text.startswith("Diagram, "):
        weight *= _DIAGRAM
    return weight * min(1.0, 0.5 + len(passage.text.split()) / (2 * _WORDS_TELLING))
