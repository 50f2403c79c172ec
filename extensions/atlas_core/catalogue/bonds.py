"""What binds pages to each other: technologies, concepts, and the pages to read next."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from atlas_core.catalogue.connection import Connection
from atlas_core.catalogue.contents import INDEX
from atlas_core.catalogue.model import Concept, Mention, Related, Technology

_LINKS_OUT, _LINKS_IN = 3.0, 1.5
_CONCEPTS, _TECHNOLOGIES = 2.0, 2.0
_NAMED = 3

_MENTIONS = """
SELECT mention.*, page.title, diagram.title AS diagram_title
FROM mention JOIN page ON page.id = mention.page LEFT JOIN diagram ON diagram.id = mention.diagram
WHERE mention.technology = ? COLLATE NOCASE
ORDER BY page.position, diagram.ordinal, mention.rowid
"""


def technologies(connection: Connection) -> tuple[Technology, ...]:
    """Return all technologies, those in most diagrams first."""
    rows = connection.rows("SELECT * FROM technology ORDER BY diagrams DESC, pages DESC, name")
    return tuple(Technology(**dict(row)) for row in rows)


def mentions(connection: Connection, technology: str) -> tuple[Mention, ...]:
    """Return where a technology appears, in reading order."""
    keys = ("technology", "page", "title", "diagram", "diagram_title", "node", "label")
    rows = connection.rows(_MENTIONS, [technology])
    return tuple(Mention(**{key: row[key] for key in keys}) for row in rows)


def concepts(connection: Connection) -> tuple[Concept, ...]:
    """Return all concepts, those of most pages first."""
    rows = connection.rows(
        "SELECT min(name) AS name, count(DISTINCT page) AS pages FROM concept "
        "GROUP BY name COLLATE NOCASE ORDER BY pages DESC, name"
    )
    return tuple(Concept(**dict(row)) for row in rows)


def pages_about(connection: Connection, concept: str) -> tuple[str, ...]:
    """Return the ids of the pages about a concept, in reading order."""
    rows = connection.rows(
        "SELECT DISTINCT page.id FROM concept JOIN page ON page.id = concept.page "
        "WHERE concept.name = ? COLLATE NOCASE ORDER BY page.position",
        [concept],
    )
    return tuple(str(row["id"]) for row in rows)


@dataclass(slots=True)
class _Bond:
    """How strongly a page is bound, and by what, the strongest reason first."""

    score: float = 0.0
    reasons: list[tuple[float, str]] = field(default_factory=list)

    def add(self, score: float, why: str) -> None:
        self.score += score
        self.reasons.append((score, why))


def related(connection: Connection, page_id: str, *, limit: int) -> tuple[Related, ...]:
    """Return the pages bound most closely to this one: by links, concepts and technologies.

    Two pages are alike by the cosine of what they name, where a rare name counts for more than one
    that every second page has. An index page binds nothing: it links to all that lies below it.
    """
    pages = {
        str(row["id"]): (str(row["title"]), PurePosixPath(row["path"]).stem == INDEX)
        for row in connection.rows("SELECT id, title, path FROM page ORDER BY position")
    }
    bonds: defaultdict[str, _Bond] = defaultdict(_Bond)
    links = "SELECT DISTINCT target AS id FROM link WHERE source = ? AND target IS NOT NULL"
    for row in connection.rows(links, [page_id]):
        bonds[row["id"]].add(_LINKS_OUT, "this page links to it")
    for row in connection.rows(
        "SELECT DISTINCT source AS id FROM link WHERE target = ?", [page_id]
    ):
        bonds[row["id"]].add(_LINKS_IN, "it links to this page")
    about = connection.rows("SELECT page, name FROM concept")
    _add_alike(bonds, page_id, ((r["page"], r["name"]) for r in about), "about", _CONCEPTS)
    named = connection.rows("SELECT DISTINCT page, technology AS name FROM mention")
    _add_alike(bonds, page_id, ((r["page"], r["name"]) for r in named), "uses", _TECHNOLOGIES)
    order = {name: number for number, name in enumerate(pages)}
    found = [name for name in bonds if name in pages and name != page_id and not pages[name][1]]
    found.sort(key=lambda name: (-bonds[name].score, order[name]))
    return tuple(
        Related(id=name, title=pages[name][0], why=_why(bonds[name]))
        for name in found[: max(0, limit)]
    )


def _why(bond: _Bond) -> str:
    reasons = sorted(bond.reasons, key=lambda reason: -reason[0])
    text = "; ".join(why for _, why in reasons[:2])
    return text[:1].upper() + text[1:]


def _add_alike(
    bonds: defaultdict[str, _Bond],
    page_id: str,
    pairs: Iterable[tuple[str, str]],
    verb: str,
    weight: float,
) -> None:
    """Add the pages that name what `page_id` names."""
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for page, name in pairs:
        names[page][name.casefold()] = name
    own = names.get(page_id, {})
    if not own:
        return
    spread: defaultdict[str, int] = defaultdict(int)
    for held in names.values():
        for key in held:
            spread[key] += 1
    rarity = {key: math.log((1 + len(names)) / count) for key, count in spread.items()}
    length = {page: math.hypot(*(rarity[key] for key in held)) for page, held in names.items()}
    for page, held in names.items():
        shared = sorted(held.keys() & own.keys(), key=lambda key: (-rarity[key], key))
        if page == page_id or not shared or not length[page] * length[page_id]:
            continue
        alike = sum(rarity[key] ** 2 for key in shared) / (length[page] * length[page_id])
        words = ", ".join(own[key] for key in shared[:_NAMED])
        bonds[page].add(weight * alike, f"{verb} {words} too")
