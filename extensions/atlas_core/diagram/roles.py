"""The role and the technology of a node, from its label and its shape.

The first line of a label says what a node is; what it runs on may stand below. So the role comes
from the first line where that names one ("Session Cache"), and a product below only names the
technology. Where the first line names nothing, the product decides ("User data / DynamoDB").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from atlas_core.diagram.technologies import ROLE_WORDS, TECHNOLOGIES
from atlas_core.diagram.vocabulary import Role, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleReading:
    """What a label says about its node; None where it says nothing."""

    role: Role | None
    technology: str | None


_SHAPES: dict[Shape, Role] = {Shape.CYLINDER: Role.DATABASE, Shape.ACTOR: Role.CLIENT}
_COMPOUND: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"\b(?:cache|caching)$"), Role.CACHE),
    (re.compile(r"\bgateway$"), Role.GATEWAY),
    (re.compile(r"\b(?:queue|broker)$"), Role.QUEUE),
    (re.compile(r"\b(?:db|database)$"), Role.DATABASE),
    (
        re.compile(r"\b(?:(?:metrics|logging|tracing|alerting) service|(?:error|issue) tracking)$"),
        Role.MONITOR,
    ),
    (re.compile(r"\b(?:service|api|(?:admin|merchant|customer) dashboard)$"), Role.SERVICE),
    (re.compile(r"\b(?:workers?|consumers?|processors?)$"), Role.WORKER),
    (re.compile(r"\b(?:scheduler|coordinator|controller|orchestrator)$"), Role.COORDINATOR),
    (re.compile(r"\b(?:clients?|users?|apps)$"), Role.CLIENT),
    (re.compile(r"\b(?:monitor|monitoring|health checker)$"), Role.MONITOR),
)
"""The last word is the head: a "Cache Service" is a service, a "Service Cache" a cache."""

_LATE: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"\b(?:ui|cli|website|portal|notebooks?|browser extension|console)$"), Role.CLIENT),
    (re.compile(r"\b(?:storage)$"), Role.DATABASE),
    (re.compile(r"\b(?:builder|background job)$"), Role.WORKER),
    (
        re.compile(r"\b(?:platform|functions?|serving|delivery|ranking|detection|tools|host)$"),
        Role.SERVICE,
    ),
)
"""Last words that decide only where no product and no word of the name does."""

_VERBS = (
    "adjust|analy[sz]e|apply|calculate|check|collect|confirm|disable|document|enable|fetch|find|"
    "fix|identify|increase|investigate|reduce|reject|restart|revert|review|route to|update|verify"
)
_TROUBLES = (
    "corruption|crash|crashed|down|errors?|evolution|exhausted|exhaustion|expired|failed|failover|"
    "failures?|issues?|leaks?|outage|overload|overloaded|scaling|unavailable"
)
_HAPPENING = re.compile(rf"^(?:\d+[a-z]?\.\s|(?:{_VERBS})\s)|\?$|\s(?:{_TROUBLES})$", re.I)
"""A step that somebody takes, a question, or trouble: it names a component, but is none."""


def read_role(lines: Sequence[str], *, shape: Shape = Shape.RECT) -> RoleReading:
    """Reads the label; the shape (cylinder, actor) decides where words don't."""
    first = _folded(lines[0]) if lines else ""
    technology, product_role = _product(_folded(" \n ".join(lines)))
    first_technology, first_role = _product(first)
    if lines and _HAPPENING.search(lines[0].strip()):
        return RoleReading(role=None, technology=first_technology or technology)
    role = _head(first) or first_role or _word(first) or _head(first, _LATE)
    if role in (None, Role.SERVICE) and first_technology is None and product_role is not None:
        role = role or product_role
    return RoleReading(role=role or _SHAPES.get(shape), technology=first_technology or technology)


def _folded(text: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text) if text.isascii() else text
    return re.sub(r"[^\w/.+\n-]+", " ", spaced.lower()).strip() + "\n" + text.lower()


def _head(folded: str, patterns: Sequence[tuple[re.Pattern[str], Role]] = _COMPOUND) -> Role | None:
    name = re.split(r"\s+[-:]\s+|\n", folded)[0].strip()
    name = re.sub(r"\s+(?:\d+|[a-z]|cluster|layer|tier|pool|fleet|farm|nodes?)$", "", name)
    for pattern, role in patterns:
        if pattern.search(name):
            return role
    return None


@cache
def _products() -> tuple[re.Pattern[str], dict[str, tuple[str, Role]]]:
    """One pattern for all names, longer ones first, and what each name stands for."""
    known = {name: (technology, role) for technology, role, names in TECHNOLOGIES for name in names}
    return _either(list(known)), known


@cache
def _word_patterns() -> tuple[tuple[re.Pattern[str], Role], ...]:
    return tuple((_either(words, _ENDS[role is Role.CLIENT]), role) for role, words in ROLE_WORDS)


_ENDS = (r"(?![\w-])", r"(?=\s*(?:$|\n|\d|[(:,/-]))")
"""A client's word has to end its name: a "User database" is none."""


def _either(names: Sequence[str], end: str = _ENDS[0]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))}){end}")


def _product(folded: str) -> tuple[str | None, Role | None]:
    """The product named first in the text."""
    pattern, known = _products()
    found = pattern.search(folded)
    return known[found[0]] if found else (None, None)


def _word(folded: str) -> Role | None:
    for pattern, role in _word_patterns():
        if pattern.search(folded):
            return role
    return None
