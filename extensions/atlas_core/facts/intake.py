"""From what a client sends to a Fact, or one sentence why not.

Parsed once here; the ledger trusts what comes out. The asserter and the learner come from whoever
called, never from what was sent.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from atlas_core.facts.model import (
    ASSERTERS,
    FACT_VERSION,
    Asserter,
    Fact,
    FactKind,
    JsonScalar,
    Privacy,
)
from atlas_core.facts.payload import payload_problem, text_problem
from atlas_core.facts.uuid7 import parse_uuid7

SUBJECT_LENGTH_MAX = 300
PAYLOAD_BYTES_MAX = 4096
# A learner's clock may run ahead a little, and a laptop may have been offline for a while.
AHEAD_MAX = timedelta(minutes=5)
BEHIND_MAX = timedelta(days=400)

REQUIRED = ("id", "kind", "subject", "observed_at")
OPTIONAL = ("payload", "privacy", "version")


class FactError(ValueError):
    """A fact that the ledger does not take; the text is the sentence for its sender."""


def parse_fact(raw: object, *, asserter: Asserter, learner: str, now: datetime) -> Fact:
    """The fact in `raw`, asserted by `asserter` about the pseudonym `learner`.

    `now` carries a time zone. Raises FactError with one sentence.
    """
    if not isinstance(raw, Mapping):
        raise FactError("A fact is a JSON object with id, kind, subject and observed_at.")
    for name in raw:
        if name not in REQUIRED and name not in OPTIONAL:
            raise FactError(
                f"A fact has no field {str(name)[:40]!r}; who asserts it and whom it is about "
                f"follow from the token."
            )
    if (missing := [name for name in REQUIRED if name not in raw]) != []:
        raise FactError(f"The fact has no {missing[0]!r}.")
    kind = _kind(raw["kind"], asserter)
    if raw.get("version", FACT_VERSION) != FACT_VERSION:
        raise FactError(f"This ledger takes facts of version {FACT_VERSION} only.")
    return Fact(
        id=_id(raw["id"]),
        kind=kind,
        asserted_by=asserter,
        learner=learner,
        subject=_subject(raw["subject"]),
        observed_at=_observed_at(raw["observed_at"], now),
        payload=_payload(kind, raw.get("payload", {})),
        privacy=_privacy(raw.get("privacy", Privacy.COURSE.value)),
    )


def _kind(value: object, asserter: Asserter) -> FactKind:
    try:
        kind = FactKind(str(value))
    except ValueError:
        known = ", ".join(FactKind)
        raise FactError(f"{str(value)[:40]!r} is no kind of fact; known: {known}.") from None
    if asserter not in ASSERTERS[kind]:
        raise FactError(f"Facts of kind {kind} are not taken from a {asserter}.")
    return kind


def _id(value: object) -> str:
    try:
        parse_uuid7(value if isinstance(value, str) else "")
    except ValueError:
        raise FactError("The id of a fact must be a UUID of version 7 in lower case.") from None
    return str(value)


def _subject(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise FactError("The subject of a fact must be the id of a page, diagram or exercise.")
    if problem := text_problem(value, length_max=SUBJECT_LENGTH_MAX):
        raise FactError(f"The subject of a fact must be {problem}.")
    return value


def _observed_at(value: object, now: datetime) -> datetime:
    try:
        observed_at = datetime.fromisoformat(value if isinstance(value, str) else "")
        if observed_at.tzinfo is None:
            raise FactError("observed_at needs a time zone, as in 2026-03-01T09:30:00Z.")
        observed_at = observed_at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, FactError):
            raise
        raise FactError(
            "observed_at must be a time in ISO 8601, as in 2026-03-01T09:30:00Z."
        ) from None
    if observed_at > now + AHEAD_MAX:
        raise FactError("observed_at lies in the future; set the clock of this computer.")
    if observed_at < now - BEHIND_MAX:
        raise FactError(f"observed_at is more than {BEHIND_MAX.days} days ago.")
    return observed_at


def _payload(kind: FactKind, value: object) -> dict[str, JsonScalar]:
    if not isinstance(value, Mapping):
        raise FactError("The payload of a fact must be a JSON object.")
    payload: dict[str, JsonScalar] = {}
    for name, item in value.items():
        if not (item is None or isinstance(item, str | int | float | bool)):
            raise FactError("The payload of a fact is flat: text, numbers, true, false or null.")
        payload[str(name)] = item
    if problem := payload_problem(kind, payload):
        raise FactError(problem)
    if len(json.dumps(payload)) > PAYLOAD_BYTES_MAX:
        raise FactError(f"The payload of a fact may be {PAYLOAD_BYTES_MAX} bytes at most.")
    return payload


def _privacy(value: object) -> Privacy:
    try:
        return Privacy(str(value))
    except ValueError:
        raise FactError(f"privacy must be one of {', '.join(Privacy)}.") from None
