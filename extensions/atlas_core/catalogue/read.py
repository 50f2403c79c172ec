"""The catalogue as its readers see it: typed, read-only, usable from any thread.

Every answer is a value of `model`; nothing here writes. A name that the catalogue does not hold
raises NotInCatalogueError with a sentence for the person who asked.
"""

from pathlib import Path
from sqlite3 import Row
from types import TracebackType

from pydantic import TypeAdapter

from atlas_core.catalogue import bonds
from atlas_core.catalogue.connection import Connection, NotInCatalogueError
from atlas_core.catalogue.contents import nest
from atlas_core.catalogue.model import (
    Bundle,
    Concept,
    Filters,
    Heading,
    Hit,
    Link,
    Mention,
    Page,
    PageEntry,
    PageRef,
    Passage,
    Related,
    Technology,
    Tree,
)
from atlas_core.catalogue.search import matching_passages, search
from atlas_core.diagram.codec import decode_diagram, decode_geometry
from atlas_core.diagram.model import Problem
from atlas_core.exercise import Exercise
from atlas_core.page import FrontMatter, QuizQuestion

_front_matter = TypeAdapter(FrontMatter)
_exercise = TypeAdapter(Exercise)
_question = TypeAdapter(QuizQuestion)
_CANDIDATES_SHOWN = 5
_ANY = Filters()


class Catalogue:
    """A built catalogue. Close it, or use it in a `with` statement."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._meta = {r["key"]: str(r["value"]) for r in connection.rows("SELECT * FROM meta")}

    @classmethod
    def open(cls, path: Path | str) -> "Catalogue":
        """Open a catalogue file. Raises CatalogueUnreadableError with a sentence."""
        return cls(Connection(Path(path)))

    def close(self) -> None:
        """Close the file; calling it again does nothing."""
        self._connection.close()

    def __enter__(self) -> "Catalogue":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def version(self) -> str:
        """The content's hash: equal versions hold equal pages."""
        return self._meta["version"]

    @property
    def meta(self) -> dict[str, str]:
        """What the build noted: schema, version, built_by, summary (JSON), inputs."""
        return dict(self._meta)

    def is_current(self) -> bool:
        """Tell whether the file has not been replaced by a newer build since it was opened."""
        return self._connection.is_current()

    def trees(self) -> tuple[Tree, ...]:
        """Return all trees with their pages, in reading order."""
        exercises: dict[str, list[str]] = {}
        for row in self._connection.rows("SELECT id, page FROM exercise ORDER BY rowid"):
            exercises.setdefault(row["page"], []).append(row["id"])
        pages: dict[str, list[PageEntry]] = {}
        columns = "id, tree, path, title, description, difficulty, minutes, front_matter"
        for row in self._connection.rows(f"SELECT {columns} FROM page ORDER BY position"):
            entry = _entry(row, tuple(exercises.get(row["id"], ())))
            pages.setdefault(row["tree"], []).append(entry)
        return tuple(
            Tree(
                id=row["id"],
                title=row["title"],
                pages=tuple(pages.get(row["id"], ())),
                root=nest(row["id"], row["title"], pages.get(row["id"], ())),
            )
            for row in self._connection.rows("SELECT * FROM tree ORDER BY position")
        )

    def page(self, page_id: str) -> Page:
        """Return the page with exactly this id. Raises NotInCatalogueError."""
        rows = self._connection.rows("SELECT * FROM page WHERE id = ?", [page_id])
        if not rows:
            raise NotInCatalogueError(f"The catalogue has no page `{page_id[:200]}`.")
        row = rows[0]
        headings = self._connection.rows(
            "SELECT level, anchor, text FROM heading WHERE page = ? ORDER BY position", [page_id]
        )
        beside = self._connection.rows("SELECT text FROM scenario_file WHERE page = ?", [page_id])
        return Page(
            **{key: row[key] for key in ("id", "tree", "path", "title", "description")},
            **{key: row[key] for key in ("difficulty", "minutes", "words", "html", "source")},
            scenario_file=beside[0]["text"] if beside else "",
            front_matter=_front_matter.validate_json(row["front_matter"]),
            headings=tuple(
                Heading(level=h["level"], anchor=h["anchor"], text=h["text"]) for h in headings
            ),
            diagrams=self._ids("diagram", page_id, "ordinal"),
        )

    def find_page(self, suffix: str) -> str:
        """Return the id of the one page whose id is `suffix` or ends with "/" and `suffix`.

        Raises NotInCatalogueError, naming the candidates where there are several.
        """
        wanted = suffix.strip().strip("/")
        rows = self._connection.rows(
            "SELECT id FROM page WHERE id = ?1 OR substr(id, -length(?1) - 1) = '/' || ?1 "
            "ORDER BY id <> ?1, position",
            [wanted],
        )
        found = [str(row["id"]) for row in rows]
        if found and (len(found) == 1 or found[0] == wanted):
            return found[0]
        if not found:
            raise NotInCatalogueError(f"The catalogue has no page `{wanted[:200]}`.")
        names = ", ".join(f"`{name}`" for name in found[:_CANDIDATES_SHOWN])
        more = " and others" if len(found) > _CANDIDATES_SHOWN else ""
        sentence = f"Several pages end with `{wanted[:200]}`: {names}{more}; name one of them."
        raise NotInCatalogueError(sentence)

    def neighbours(self, page_id: str) -> tuple[PageRef | None, PageRef | None]:
        """Return the pages before and after this one in its tree's reading order."""
        rows = self._connection.rows(
            "SELECT id, title FROM page WHERE tree = (SELECT tree FROM page WHERE id = ?) "
            "ORDER BY position",
            [page_id],
        )
        refs = [PageRef(id=row["id"], title=row["title"]) for row in rows]
        at = next((n for n, ref in enumerate(refs) if ref.id == page_id), None)
        if at is None:
            return None, None
        return refs[at - 1] if at else None, refs[at + 1] if at + 1 < len(refs) else None

    def diagram(self, name: str) -> Bundle:
        """Return a diagram by id or by the end of one: "retry-storm#2"; without "#", the first.

        Raises NotInCatalogueError.
        """
        suffix, _, number = name.partition("#") if "#" not in name else name.rpartition("#")
        page = self.find_page(suffix)
        diagram_id = f"{page}#{number or 1}"
        rows = self._connection.rows("SELECT * FROM diagram WHERE id = ?", [diagram_id])
        if rows:
            return _bundle(rows[0])
        count = len(self._ids("diagram", page, "ordinal"))
        holds = f"diagrams 1 to {count}" if count else "no diagram"
        raise NotInCatalogueError(f"Page `{page}` has {holds}; `{name[:200]}` is not among them.")

    def diagrams(self, page_id: str) -> tuple[Bundle, ...]:
        """Return the diagrams of a page in their order."""
        rows = self._connection.rows(
            "SELECT * FROM diagram WHERE page = ? ORDER BY ordinal", [page_id]
        )
        return tuple(map(_bundle, rows))

    def exercises(self, page_id: str | None = None) -> tuple[Exercise, ...]:
        """Return all exercises, or those of one page."""
        rows = self._connection.rows(
            "SELECT body FROM exercise WHERE ?1 = '' OR page = ?1 ORDER BY rowid", [page_id or ""]
        )
        return tuple(_exercise.validate_json(row["body"]) for row in rows)

    def exercise(self, exercise_id: str) -> Exercise:
        """Return one exercise. Raises NotInCatalogueError."""
        return _exercise.validate_json(self._exercise_row(exercise_id)["body"])

    def exercise_source(self, exercise_id: str) -> str:
        """Return the text of an exercise's exercise.md. Raises NotInCatalogueError."""
        return str(self._exercise_row(exercise_id)["source"])

    def quiz(self, page_id: str) -> tuple[QuizQuestion, ...]:
        """Return the quiz of a page, empty where it has none."""
        rows = self._connection.rows(
            "SELECT body FROM quiz WHERE page = ? ORDER BY position", [page_id]
        )
        return tuple(_question.validate_json(row["body"]) for row in rows)

    def backlinks(self, page_id: str) -> tuple[PageRef, ...]:
        """Return the other pages that link to this one, each once, in reading order."""
        rows = self._connection.rows(
            "SELECT id, title FROM page WHERE id <> ?1 "
            "AND id IN (SELECT source FROM link WHERE target = ?1) ORDER BY position",
            [page_id],
        )
        return tuple(PageRef(id=row["id"], title=row["title"]) for row in rows)

    def links(self) -> tuple[Link, ...]:
        """Return all links between pages and out of them, in reading order."""
        rows = self._connection.rows("SELECT * FROM link ORDER BY rowid")
        keys = ("source", "target", "anchor", "text", "url")
        return tuple(
            Link(**{key: row[key] for key in keys}, broken=bool(row["broken"])) for row in rows
        )

    def search(self, query: str, *, limit: int = 20, filters: Filters = _ANY) -> tuple[Hit, ...]:
        """Return the best places for what a person typed; safe for any input, empty for none.

        With filters and without words: the pages that pass, in reading order.
        """
        return search(self._connection, query, limit=limit, filters=filters)

    def technologies(self) -> tuple[Technology, ...]:
        """Return the technologies that diagrams and front matter name, the commonest first."""
        return bonds.technologies(self._connection)

    def mentions(self, technology: str) -> tuple[Mention, ...]:
        """Return where a technology appears, in reading order; none for an unknown name."""
        return bonds.mentions(self._connection, technology)

    def concepts(self) -> tuple[Concept, ...]:
        """Return what pages are about, the commonest first: tags, else the page's folder."""
        return bonds.concepts(self._connection)

    def pages_about(self, concept: str) -> tuple[str, ...]:
        """Return the ids of the pages about a concept, in reading order."""
        return bonds.pages_about(self._connection, concept)

    def related(self, page_id: str, *, limit: int = 6) -> tuple[Related, ...]:
        """Return what to read next: pages bound by links, concepts and technologies, and why."""
        return bonds.related(self._connection, page_id, limit=limit)

    def passages(
        self, *, page: str | None = None, words: tuple[str, ...] | None = None, limit: int = 50
    ) -> tuple[Passage, ...]:
        """Return passages of a page in order, or, with `words`, those that hold any of them.

        With `words` the best come first. A word may be a phrase.
        """
        return matching_passages(self._connection, page=page, words=words, limit=limit)

    def problems(self) -> tuple[Problem, ...]:
        """Return what the build could not read, in the order of files and lines."""
        rows = self._connection.rows("SELECT * FROM problem ORDER BY rowid")
        return tuple(
            Problem(path=r["path"], line=r["line"], code=r["code"], sentence=r["sentence"])
            for r in rows
        )

    def _exercise_row(self, exercise_id: str) -> Row:
        rows = self._connection.rows("SELECT * FROM exercise WHERE id = ?", [exercise_id])
        if not rows:
            raise NotInCatalogueError(f"The catalogue has no exercise `{exercise_id[:200]}`.")
        return rows[0]

    def _ids(self, table: str, page_id: str, order: str) -> tuple[str, ...]:
        rows = self._connection.rows(
            f"SELECT id FROM {table} WHERE page = ? ORDER BY {order}", [page_id]
        )
        return tuple(str(row["id"]) for row in rows)


def _entry(row: Row, exercises: tuple[str, ...]) -> PageEntry:
    return PageEntry(
        **{key: row[key] for key in ("id", "path", "title", "description", "difficulty")},
        minutes=row["minutes"],
        tags=_front_matter.validate_json(row["front_matter"]).tags,
        exercises=exercises,
    )


def _bundle(row: Row) -> Bundle:
    geometry = row["geometry"]
    return Bundle(
        diagram=decode_diagram(row["body"]),
        geometry=None if geometry is None else decode_geometry(geometry),
        svg=row["svg"],
    )
