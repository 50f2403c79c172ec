"""Full-text search over the passages of a catalogue, by SQLite's FTS5 and its BM25."""

from atlas_core.catalogue.connection import Connection
from atlas_core.catalogue.model import Filters, Hit, Passage
from atlas_core.catalogue.words import all_of, any_of, words_of

HEADING_WEIGHT = 4.0
_HEADING_WEIGHT_ASKED = 6.0  # a question names what a section is about
_PER_PAGE = 3
_LIMIT_MAX = 200
# Private-use characters mark the matches: no page text holds them, the build sees to it.
MARK_START, MARK_END = "\ue000", "\ue001"
_EXCERPT_TOKENS = 28

_FILTERS = """
  (:tree = '' OR page.tree = :tree)
  AND (:difficulty = '' OR page.difficulty = :difficulty COLLATE NOCASE)
  AND (:concept = '' OR page.id IN
    (SELECT page FROM concept WHERE name = :concept COLLATE NOCASE))
  AND (:technology = '' OR page.id IN
    (SELECT page FROM mention WHERE technology = :technology COLLATE NOCASE))
"""
_HITS = f"""
SELECT passage.page, page.title, passage.heading, passage.anchor,
  snippet(passage_fts, 1, '{MARK_START}', '{MARK_END}', '…', {_EXCERPT_TOKENS}) AS excerpt
FROM passage_fts JOIN passage ON passage.rowid = passage_fts.rowid
  JOIN page ON page.id = passage.page
WHERE passage_fts MATCH :match AND {_FILTERS}
ORDER BY bm25(passage_fts, {HEADING_WEIGHT}, 1.0), passage.rowid LIMIT :limit
"""
_FILTERED = f"""
SELECT page.id, page.title, coalesce(nullif(page.description, ''),
  (SELECT text FROM passage WHERE passage.page = page.id ORDER BY passage.rowid LIMIT 1), '')
  AS excerpt
FROM page WHERE {_FILTERS} ORDER BY page.position LIMIT :limit
"""
_EXCERPT_CHARACTERS = 200
# Ids of the pages below a folder's index begin with its own id and a slash; "0" follows "/".
_IS_CONTENTS = """EXISTS (SELECT 1 FROM page AS below
  WHERE below.id > page.id || '/' AND below.id < page.id || '0') AS is_contents"""
_PASSAGES = f"""
SELECT passage.*, page.title, {_IS_CONTENTS},
  -bm25(passage_fts, {_HEADING_WEIGHT_ASKED}, 1.0) AS score
FROM passage_fts JOIN passage ON passage.rowid = passage_fts.rowid
  JOIN page ON page.id = passage.page
WHERE passage_fts MATCH ?1 AND (?2 = '' OR passage.page = ?2)
ORDER BY score DESC, passage.rowid LIMIT ?3
"""
_LISTED = f"""
SELECT passage.*, page.title, 0.0 AS score, {_IS_CONTENTS}
FROM passage JOIN page ON page.id = passage.page
WHERE ?1 = '' OR passage.page = ?1 ORDER BY passage.rowid LIMIT ?2
"""


def search(connection: Connection, query: str, *, limit: int, filters: Filters) -> tuple[Hit, ...]:
    """Return places with all words of `query`; where there are none, with any of them.

    Without words, but with filters: the pages that pass them, in reading order.
    """
    words = words_of(query)
    limit = max(0, min(limit, _LIMIT_MAX))
    if not limit:
        return ()
    if not words:
        return _filtered(connection, limit, filters) if filters else ()
    every = _hits(connection, all_of(words), limit, filters)
    return every or _hits(connection, any_of(words), limit, filters)


def _values(limit: int, filters: Filters) -> dict[str, str | int]:
    return {
        **{"tree": filters.tree, "concept": filters.concept},
        **{"technology": filters.technology, "difficulty": filters.difficulty, "limit": limit},
    }


def _filtered(connection: Connection, limit: int, filters: Filters) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    for row in connection.rows(_FILTERED, _values(limit, filters)):
        excerpt = " ".join(row["excerpt"].split())
        if len(excerpt) > _EXCERPT_CHARACTERS:
            excerpt = excerpt[:_EXCERPT_CHARACTERS].rsplit(" ", 1)[0] + "…"
        place = {"page": row["id"], "title": row["title"], "heading": "", "anchor": ""}
        hits.append(Hit(**place, excerpt=excerpt, marks=()))
    return tuple(hits)


def _hits(connection: Connection, match: str, limit: int, filters: Filters) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    seen: dict[str, int] = {}
    values = {"match": match, **_values(limit * _PER_PAGE, filters)}
    for row in connection.rows(_HITS, values):
        seen[row["page"]] = seen.get(row["page"], 0) + 1
        if seen[row["page"]] > _PER_PAGE:
            continue
        excerpt, marks = unmark(row["excerpt"])
        columns = {key: row[key] for key in ("page", "title", "heading", "anchor")}
        hits.append(Hit(**columns, excerpt=excerpt, marks=marks))
    return tuple(hits[:limit])


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text without its marks, and where they were."""
    parts: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    for number, piece in enumerate(marked.split(MARK_START)):
        matched, _, rest = piece.partition(MARK_END) if number else ("", "", piece)
        if matched:
            marks.append((length, length + len(matched)))
        parts.append(matched + rest)
        length += len(matched) + len(rest)
    return "".join(parts), tuple(marks)


def matching_passages(
    connection: Connection, *, page: str | None, words: tuple[str, ...] | None, limit: int
) -> tuple[Passage, ...]:
    """Return the passages with any of `words`, best first; all in order where `words` is None."""
    limit = max(0, min(limit, _LIMIT_MAX))
    if words is None:
        rows = connection.rows(_LISTED, [page or "", limit])
    else:
        usable = [word for word in words if words_of(word)]
        rows = connection.rows(_PASSAGES, [any_of(usable), page or "", limit]) if usable else []
    keys = ("page", "position", "title", "heading", "anchor", "text", "score")
    return tuple(
        Passage(**{key: row[key] for key in keys}, is_contents=bool(row["is_contents"]))
        for row in rows
    )
