"""How alike two names are, whatever their case, order of words, spelling and generic words.

Words that say little ("service", "server") weigh less; words with digits must be the same, since
"Replica 1" is not "Replica 2". Spelling is compared by edit distance with transpositions (optimal
string alignment; Damerau, "A technique for computer detection and correction of spelling errors",
1964): one edit from four letters on, two from eight.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from atlas_core.diagram.model import Annotation

SAME = 0.75
"""From here on two names are the same."""
NEAR = 0.5
"""From here on one may be a wrong name for the other."""

_GENERIC = frozenset(
    (
        *("service", "server", "system", "api", "app", "application", "cluster", "node", "layer"),
        *("database", "store", "engine", "manager", "module", "instance", "component"),
    )
)
_GENERIC_WEIGHT = 0.3
_DROPPED = frozenset(("the", "of", "and", "for", "to"))
_SHORT = {
    "db": "database", "svc": "service", "srv": "server", "lb": "load balancer", "gw": "gateway",
    "mq": "queue", "repl": "replica", "auth": "authentication", "k8s": "kubernetes",
    "dbs": "database", "ids": "id",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, folded: without case, accents and marks, short forms written out."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    words = _WORD.findall(plain)
    spelt = [part for word in words for part in _SHORT.get(word, word).split()]
    kept = tuple(word for word in spelt if word not in _DROPPED)
    return kept or tuple(words)


def without_metrics(lines: Sequence[str], annotations: Sequence[Annotation]) -> list[str]:
    """The lines with what was read as a metric cut out of them."""
    kept = []
    for index, line in enumerate(lines):
        spans = sorted((a.start, a.end) for a in annotations if a.line == index)
        for start, end in reversed(spans):
            line = line[:start] + " " + line[end:]  # noqa: PLW2901 (cut from the end)
        kept.append(line)
    return kept


@cache
def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Between 0 and 1: the weight of the words that both have, in any order (Dice)."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    if len(one) != len(other):  # "Zookeper" and "Zoo keeper"
        joined = word_likeness("".join(one), "".join(other))
        if joined:
            return joined
    left = list(other)
    shared = 0.0
    for word in one:
        best = max(left, key=lambda candidate: word_likeness(word, candidate), default=None)
        if best is not None and (alike := word_likeness(word, best)) > 0:
            left.remove(best)
            shared += alike * (_weight(word) + _weight(best))
    return shared / (sum(map(_weight, one)) + sum(map(_weight, other)))


def _weight(word: str) -> float:
    return _GENERIC_WEIGHT if word in _GENERIC else 1.0


@cache
def word_likeness(one: str, other: str) -> float:
    """1 for the same word, .9 for a slip of the pen, .95 for its plural, else 0."""
    if one == other:
        return 1.0
    if any(letter.isdigit() for letter in one + other):
        return 0.0
    if other in (one + "s", one + "es") or one in (other + "s", other + "es"):
        return 0.95
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < 4 else 1 if shorter < 8 else 2
    return 0.9 if allowed and edits(one, other, at_most=allowed) <= allowed else 0.0


def edits(one: str, other: str, *, at_most: int) -> int:
    """Letters inserted, left out, changed or swapped; more than `at_most` is not counted out."""
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted
            row.append(min(cost, older[j - 2] + 1) if swapped else cost)
    return row[-1]
