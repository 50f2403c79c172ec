"""Appending facts: the one way into the ledger, and the one that moves progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from atlas_core.facts import Fact
from sqlalchemy import select
from sqlalchemy.orm import Session

from atlas_api.database import JsonObject, insert_new
from atlas_api.ledger.tables import FactRow
from atlas_api.progress.store import advance


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What became of a batch. `foreign` are ids that already stand for another fact."""

    accepted: int
    duplicates: int
    foreign: tuple[str, ...]


def append(session: Session, facts: Sequence[Fact], *, now: datetime) -> Appended:
    """Append one learner's facts and move their progress, in the session's transaction.

    A fact whose id is known is not added again; when the known one says something else, its id
    is reported, so that an emitter that makes bad ids finds out.
    """
    rows = {fact.id: _row(fact, now) for fact in facts}
    new = insert_new(session, FactRow.__table__, list(rows.values()))  # type: ignore[arg-type]
    added = {fact.id: fact for fact in facts if fact.id in new}
    known = session.scalars(select(FactRow).where(FactRow.id.in_(set(rows) - new)))
    foreign = {row.id for row in known if not _same(row, rows[row.id])}
    if added:
        advance(session, list(added.values()))
    return Appended(
        accepted=len(added),
        duplicates=sum(fact.id not in foreign for fact in facts) - len(added),
        foreign=tuple(sorted(foreign)),
    )


def _row(fact: Fact, now: datetime) -> JsonObject:
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "asserted_by": fact.asserted_by.value,
        "learner": fact.learner,
        "subject": fact.subject,
        "observed_at": fact.observed_at,
        "recorded_at": now,
        "payload": dict(fact.payload),
        "privacy": fact.privacy.value,
        "version": fact.version,
    }


def _same(known: FactRow, sent: JsonObject) -> bool:
    return all(getattr(known, name) == sent[name] for name in sent if name != "recorded_at")
