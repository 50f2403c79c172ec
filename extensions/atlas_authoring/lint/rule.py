"""What a rule is, what it looks at, and what it finds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from atlas_core.diagram import Diagram

from atlas_authoring.pages.draft import Draft


class Severity(StrEnum):
    """An error loses or breaks something for a reader, and fails the run; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One page with its diagrams in their order. `is_lesson` tells that it has exercises."""

    draft: Draft
    diagrams: Sequence[Diagram]
    is_lesson: bool
    is_index: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check found: a line of the page (from 1), a sentence, and an edit where it has one.

    `edit` is (before, after), each one or more lines.
    """

    line: int
    sentence: str
    edit: tuple[str, str] | None = None


Check = Callable[[Subject], Iterator[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `check` is None for what the build itself reports under this code.

    `sentence` says what is wrong and why it matters; `example` is a text that breaks the rule.
    """

    code: str
    severity: Severity
    sentence: str
    example: str
    check: Check | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend: `path` as the author named the tree, then the page's place in it."""

    path: str
    line: int
    code: str
    severity: Severity
    sentence: str
    edit: tuple[str, str] | None = None

    def as_text(self) -> str:
        """Return `path:line: CODE sentence`, and the edit below it."""
        text = f"{self.path}:{self.line}: {self.code} {self.sentence}"
        if self.edit is None:
            return text
        before, after = self.edit
        lines = [text, *(f"    - {line}" for line in before.split("\n") if before)]
        lines += (f"    + {line}" for line in after.split("\n") if after)
        return "\n".join(lines)
