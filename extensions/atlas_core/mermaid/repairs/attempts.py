"""The texts that the parser is given for one block: as written, then with one more repair each."""

from dataclasses import dataclass

from atlas_core.diagram.model import Repair
from atlas_core.diagram.vocabulary import Kind
from atlas_core.mermaid.repairs.rules import RULES, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A text and what was changed in it."""

    text: str
    repairs: tuple[Repair, ...] = ()


def first_attempt(text: str, kind: Kind, fence_line: int) -> Attempt:
    """The text as written, but for what the parser would silently drop.

    `fence_line` is the line of the opening fence in the page.
    """
    current = text
    repairs: tuple[Repair, ...] = ()
    for rule in RULES.get(kind, ()):
        if rule.always:
            current, repairs = _applied(rule, current, repairs, fence_line)
    return Attempt(text=current, repairs=repairs)


def further_attempts(first: Attempt, kind: Kind, fence_line: int) -> tuple[Attempt, ...]:
    """What to try when the first attempt is refused: one more repair each time."""
    current, repairs = first.text, first.repairs
    attempts: list[Attempt] = []
    for rule in (rule for rule in RULES.get(kind, ()) if not rule.always):
        mended, repairs = _applied(rule, current, repairs, fence_line)
        if mended != current:
            attempts.append(Attempt(text=mended, repairs=repairs))
        current = mended
    return tuple(attempts)


def _applied(
    rule: Rule, text: str, repairs: tuple[Repair, ...], fence_line: int
) -> tuple[str, tuple[Repair, ...]]:
    mended = rule.mend(text)
    return mended, repairs + _changes(text, mended, rule.name, fence_line)


def _changes(before: str, after: str, rule: str, fence_line: int) -> tuple[Repair, ...]:
    old, new = before.split("\n"), after.split("\n")
    old += [""] * (len(new) - len(old))
    return tuple(
        Repair(line=fence_line + 1 + index, rule=rule, before=was.strip(), after=now.strip())
        for index, (was, now) in enumerate(zip(old, new, strict=True))
        if was != now
    )
