"""Names to pseudonyms and back."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from atlas_api.database import insert_new
from atlas_api.identity.tables import Person

ERASED = "erased"


def pseudonym_of(session: Session, name: str) -> str | None:
    """The pseudonym of a hub name, or None when we never met it."""
    return session.scalar(select(Person.pseudonym).where(Person.hub_name == name))


def meet(session: Session, name: str, *, now: datetime) -> str:
    """The pseudonym of a hub name, made at the first meeting.

    The row stays locked until the transaction ends, so that one learner's writes come one after
    another: attempt numbers have no gaps and limits can't be outrun.
    """
    locked = select(Person.pseudonym).where(Person.hub_name == name).with_for_update()
    if (known := session.scalar(locked)) is not None:
        return known
    person = {"pseudonym": f"p-{token_hex(12)}", "hub_name": name, "created_at": now}
    insert_new(session, Person.__table__, [person])  # type: ignore[arg-type]
    return session.scalars(locked).one()


def names_of(session: Session, pseudonyms: Iterable[str]) -> dict[str, str]:
    """The hub names behind pseudonyms; who was erased is called that."""
    wanted = set(pseudonyms)
    found = {
        person.pseudonym: person.hub_name
        for person in session.scalars(select(Person).where(Person.pseudonym.in_(wanted)))
    }
    return {pseudonym: found.get(pseudonym, ERASED) for pseudonym in wanted}
