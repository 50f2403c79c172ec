"""The kept projection: moved with each fact, rebuilt when the fold has a new version."""

from collections.abc import Sequence
from functools import reduce

from atlas_core.facts import PROGRESS_VERSION, Fact, Progress, fold, rebuild
from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from atlas_api.database import insert_new
from atlas_api.ledger.store import facts_of
from atlas_api.progress.tables import Projection

_PROGRESS = TypeAdapter(Progress)
UNBUILT = 0


def advance(session: Session, facts: Sequence[Fact]) -> None:
    """Fold facts of one learner that were just added to the ledger into their progress."""
    learner = facts[0].learner
    row = _locked(session, learner)
    if row.version == PROGRESS_VERSION:
        progress = reduce(fold, facts, _PROGRESS.validate_python(row.state))
    else:
        progress = _rebuilt(session, learner)
    row.state = _PROGRESS.dump_python(progress, mode="json")
    row.version = PROGRESS_VERSION


def progress_of(session: Session, learner: str) -> Progress:
    """A learner's progress. Kept by an older fold, it is folded afresh (and kept by `advance`)."""
    row = session.get(Projection, learner)
    if row is None or row.version != PROGRESS_VERSION:
        return _rebuilt(session, learner)
    return _PROGRESS.validate_python(row.state)


def differs(session: Session, learner: str, *, write: bool) -> bool:
    """Whether the kept progress is another than a full rebuild gives; `write` mends it.

    A projection of an older fold counts as different, as does one that can't be read.
    """
    row = _locked(session, learner)
    rebuilt = _PROGRESS.dump_python(_rebuilt(session, learner), mode="json")
    same = row.version == PROGRESS_VERSION and row.state == rebuilt
    if not same and write:
        row.state = rebuilt
        row.version = PROGRESS_VERSION
    return not same


def _locked(session: Session, learner: str) -> Projection:
    fresh = {"learner": learner, "version": UNBUILT, "state": {}}
    insert_new(session, Projection.__table__, [fresh])  # type: ignore[arg-type]
    chosen = select(Projection).where(Projection.learner == learner).with_for_update()
    return session.scalars(chosen.execution_options(populate_existing=True)).one()


def _rebuilt(session: Session, learner: str) -> Progress:
    return rebuild(facts_of(session, learner))
