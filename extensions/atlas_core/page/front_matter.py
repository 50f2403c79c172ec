"""The front matter of a page: YAML between two `---` lines at its very top.

Keys and their meaning are those of DESIGN.md section 6, and no others: an unknown key is reported.
A value that can't be read is reported and left out; the page itself never fails. `scenarios` are
read by `atlas_core.sim.flow.scenario`, which knows the diagrams that they run.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from atlas_core.page.yaml_text import Entry, Value, YamlError, read_mapping

_FENCE = re.compile(r"^---[ \t]*$")
_END = re.compile(r"^(---|\.\.\.)[ \t]*$")
_TIME = re.compile(
    r"^(?:(?P<hours>\d{1,3}(?:\.\d+)?) ?(?:h|hours?))?\s*"
    r"(?:(?P<minutes>\d{1,4})(?: ?[-–] ?(?P<upper>\d{1,4}))? ?(?:m|min|mins|minutes?))?$"  # noqa: RUF001
)
_DATE = re.compile(r"^\d{4}-\d{2}(-\d{2})?$")


class Difficulty(StrEnum):
    """How much a page asks of its reader."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """Where a page's facts come from: a title, where known its address and what it supports."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What an author says about a page. `minutes` is None where no time is given."""

    title: str = ""
    description: str = ""
    difficulty: Difficulty | None = None
    minutes: int | None = None
    prerequisites: tuple[str, ...] = ()
    learning_outcomes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    last_reviewed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is wrong with a page's text: its line there (from 1), a code, a sentence."""

    line: int
    code: str
    sentence: str


KEYS = (
    *("title", "description", "difficulty", "estimated_time", "prerequisites", "sources"),
    *("learning_outcomes", "tags", "technologies", "related", "last_reviewed", "scenarios"),
)


def split_front_matter(text: str) -> tuple[str | None, int]:
    """Return the YAML between the fences, and the number of lines that all of it takes.

    None and 0 where the page has none; an opening fence that is never closed is none either.
    """
    lines = text.split("\n")
    if not _FENCE.match(lines[0]):
        return None, 0
    for number, line in enumerate(lines[1:], start=1):
        if _END.match(line):
            return "\n".join(lines[1:number]), number + 1
    return None, 0


def read_front_matter(text: str) -> tuple[FrontMatter, int, list[Complaint]]:
    """Return a page's front matter, how many lines it takes, and what is wrong with it.

    A first block between rules that is prose, not a mapping, belongs to the page.
    """
    yaml_text, height = split_front_matter(text)
    if yaml_text is None:
        return FrontMatter(), 0, _unclosed(text)
    try:
        entries = read_mapping(yaml_text)
    except YamlError as fault:
        sentence = f"The front matter is ignored. {fault.sentence}"
        complaint = Complaint(line=fault.line + 2, code="front-matter-yaml", sentence=sentence)
        return FrontMatter(), height, [complaint]
    if entries is None:
        return FrontMatter(), 0, []
    matter, complaints = _from_entries(entries)
    return matter, height, complaints


def _unclosed(text: str) -> list[Complaint]:
    second = text.split("\n", 2)[1:2]
    if not text.startswith("---\n") or not re.match(r"[A-Za-z_]+:", "".join(second)):
        return []
    sentence = "The front matter is never closed; end it with a line `---`."
    return [Complaint(line=1, code="front-matter-unclosed", sentence=sentence)]


def _from_entries(entries: list[Entry]) -> tuple[FrontMatter, list[Complaint]]:
    known: dict[str, Entry] = {}
    complaints: list[Complaint] = []

    def complain(entry: Entry, code: str, sentence: str) -> None:
        complaints.append(Complaint(line=entry.line + 2, code=code, sentence=sentence))

    for entry in entries:
        if entry.key not in KEYS:
            sentence = (
                f"Front matter key `{entry.key[:60]}` is unknown; known are {', '.join(KEYS)}."
            )
            complain(entry, "front-matter-key", sentence)
        elif entry.key in known:
            complain(entry, "front-matter-twice", f"`{entry.key}` is given twice; the last counts.")
        if entry.key in KEYS:
            known[entry.key] = entry

    def read(key: str) -> tuple[str, ...]:
        entry = known.get(key)
        values = texts(entry.value) if entry else ()
        if entry and values is None:
            complain(entry, "front-matter-value", f"`{key}` must be a text or a list of texts.")
        return values or ()

    matter = FrontMatter(
        title=" ".join(read("title")),
        description=" ".join(read("description")),
        difficulty=_difficulty(known.get("difficulty"), complaints),
        minutes=_minutes(known.get("estimated_time"), complaints),
        prerequisites=read("prerequisites"),
        learning_outcomes=read("learning_outcomes"),
        tags=read("tags"),
        technologies=read("technologies"),
        related=read("related"),
        sources=_sources(known.get("sources"), complaints),
        last_reviewed=_date(known.get("last_reviewed"), complaints),
    )
    return matter, complaints


def texts(value: Value) -> tuple[str, ...] | None:
    """Return a scalar or a list of scalars as texts, or None where it is neither."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    if any(isinstance(item, list | dict) for item in items):
        return None
    return tuple(" ".join(str(item).split()) for item in items if item is not None)


def _value_complaint(entry: Entry, sentence: str) -> Complaint:
    return Complaint(line=entry.line + 2, code="front-matter-value", sentence=sentence)


def _difficulty(entry: Entry | None, complaints: list[Complaint]) -> Difficulty | None:
    if entry is None or entry.value is None:
        return None
    try:
        return Difficulty(str(entry.value).strip().lower())
    except ValueError:
        allowed = ", ".join(Difficulty)
        complaints.append(_value_complaint(entry, f"`difficulty` must be one of {allowed}."))
        return None


def _minutes(entry: Entry | None, complaints: list[Complaint]) -> int | None:
    if entry is None or entry.value is None:
        return None
    text = str(entry.value).strip().lower()
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    found = _TIME.match(text)
    if not text or not found:
        sentence = "`estimated_time` must be minutes, such as 45, `45 min` or `1 h 30 min`."
        complaints.append(_value_complaint(entry, sentence))
        return None
    minutes = int(found["upper"] or found["minutes"] or 0)
    return round(float(found["hours"] or 0) * 60) + minutes


def _date(entry: Entry | None, complaints: list[Complaint]) -> str:
    text = "" if entry is None or entry.value is None else str(entry.value)
    if entry and text and not _DATE.match(text):
        complaints.append(_value_complaint(entry, "`last_reviewed` must be a date, 2026-01-31."))
        return ""
    return text


def _sources(entry: Entry | None, complaints: list[Complaint]) -> tuple[SourceNote, ...]:
    """Read texts, addresses, and mappings with title, url and note."""
    if entry is None or entry.value is None:
        return ()
    notes: list[SourceNote] = []
    for item in entry.value if isinstance(entry.value, list) else [entry.value]:
        if isinstance(item, str):
            is_url = item.startswith(("http://", "https://"))
            notes.append(SourceNote(title=item, url=item if is_url else ""))
        elif isinstance(item, dict) and item.keys() <= {"title", "url", "note"}:
            url, note = str(item.get("url", "")), str(item.get("note", ""))
            notes.append(SourceNote(title=str(item.get("title") or url), url=url, note=note))
        else:
            sentence = "A source must be a text, or a mapping with title, url and note."
            complaints.append(_value_complaint(entry, sentence))
    return tuple(notes)
