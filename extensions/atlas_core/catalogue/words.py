"""From what a person typed to a full-text query that SQLite can't misread.

Only the letters and digits of the input get into the query, each word in quotes, so that no input
is an operator, a column filter or a syntax error.
"""

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W_]+")
_WORDS_MAX = 32
_WORD_LENGTH_MAX = 64


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` in lower case, in order, each once, at most 32."""
    found = (word[:_WORD_LENGTH_MAX].lower() for word in _WORD.findall(text[:4096]))
    return tuple(dict.fromkeys(found))[:_WORDS_MAX]


def all_of(words: Sequence[str]) -> str:
    """Return a query for passages with all `words`, the last as a prefix: it may be half typed."""
    return " AND ".join([*map(_quote, words[:-1]), *(f"{_quote(word)}*" for word in words[-1:])])


def any_of(words: Iterable[str]) -> str:
    """Return a query for passages with any of `words`; a phrase counts where its words follow."""
    return " OR ".join(map(_quote, words))


def _quote(word: str) -> str:
    return '"' + " ".join(_WORD.findall(word)) + '"'
