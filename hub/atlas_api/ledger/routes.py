"""Recording facts."""

from collections.abc import Sequence

from atlas_core.facts import Asserter, Fact, FactError, parse_fact
from fastapi import APIRouter

from atlas_api.identity.caller import Caller
from atlas_api.identity.store import meet
from atlas_api.ledger.append import append
from atlas_api.ledger.schema import FactsIn, FactsOut, Refused
from atlas_api.ledger.store import FACTS_A_DAY_MAX, room_today
from atlas_api.service import Service, ServiceNeeded, UserNeeded

router = APIRouter()
FOREIGN = "This id already stands for another fact; make a fresh UUIDv7 for each fact."
DAY_FULL = f"More than {FACTS_A_DAY_MAX} facts were recorded for you within a day; wait a while."


@router.post("/v1/facts")
def record(body: FactsIn, caller: UserNeeded, service: ServiceNeeded) -> FactsOut:
    """Add what the caller did. Whoever calls here is a learner to the ledger, whatever else."""
    return record_facts(service, caller, body.facts)


def record_facts(service: Service, caller: Caller, sent: Sequence[object]) -> FactsOut:
    """Parse each fact by itself and append the sound ones in one transaction."""
    now = service.clock()
    with service.database.writing() as session:
        learner = meet(session, caller.name, now=now)
        facts: list[Fact] = []
        refused: list[Refused] = []
        room = room_today(session, learner, now=now)
        for raw in sent:
            try:
                fact = parse_fact(raw, asserter=Asserter.LEARNER, learner=learner, now=now)
                if len(facts) >= room:
                    raise FactError(DAY_FULL)
                facts.append(fact)
            except FactError as error:
                refused.append(Refused(id=_id_of(raw), sentence=str(error)))
        appended = append(session, facts, now=now)
    refused.extend(Refused(id=name, sentence=FOREIGN) for name in appended.foreign)
    return FactsOut(accepted=appended.accepted, duplicates=appended.duplicates, refused=refused)


def _id_of(raw: object) -> str | None:
    name = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(name, str):
        return None
    return name[:40].encode("utf-8", "replace").decode()
