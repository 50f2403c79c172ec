"""Facts on their way from the browser to the API.

Each is read once, by the ledger's own rules; what they refuse is answered at once, so that the
outbox holds only facts that the ledger will take.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from atlas_core.facts import Asserter, FactError, FactKind, make_uuid7, parse_fact
from atlas_core.facts.model import JsonScalar
from atlas_core.facts.uuid7 import ENTROPY_BYTES
from pydantic import BaseModel, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """A fact that the ledger's rules accept: its id and its JSON on one line."""

    id: str
    line: str


class Refused(BaseModel):
    """A fact that was not taken, and why."""

    id: str
    sentence: str


class FactsAnswer(BaseModel):
    """What became of the facts of one call. `queued` wait in the outbox for the API."""

    accepted: int = 0
    duplicates: int = 0
    refused: list[Refused] = []
    queued: int = 0

    @classmethod
    def refusing(cls, facts: Sequence[Sendable], sentence: str) -> "FactsAnswer":
        """Refuse all `facts` for one reason."""
        return cls(refused=[Refused(id=fact.id, sentence=sentence) for fact in facts])


def read_facts(raw: list[JsonValue], *, now: datetime) -> tuple[list[Sendable], list[Refused]]:
    """Split what a browser sent into sendable facts and refused ones. `now` has a time zone."""
    sendable: list[Sendable] = []
    refused: list[Refused] = []
    for item in raw:
        try:
            fact = parse_fact(item, asserter=Asserter.LEARNER, learner="", now=now)
        except FactError as error:
            name = item.get("id") if isinstance(item, dict) else None
            refused.append(Refused(id=str(name or "")[:80], sentence=str(error)))
        else:
            line = json.dumps(item, separators=(",", ":"))
            sendable.append(Sendable(id=fact.id, line=line))
    return sendable, refused


def make_fact(
    kind: FactKind, subject: str, payload: Mapping[str, JsonScalar], *, now: datetime
) -> Sendable:
    """Make a fact that this server itself observed. `now` has a time zone."""
    name = make_uuid7(time_ms=time.time_ns() // 1_000_000, entropy=os.urandom(ENTROPY_BYTES))
    observed_at = now.isoformat()
    fact = {"id": name, "kind": kind, "subject": subject, "observed_at": observed_at}
    return Sendable(
        id=name, line=json.dumps({**fact, "payload": dict(payload)}, separators=(",", ":"))
    )
