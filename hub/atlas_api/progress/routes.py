"""Where the caller stands."""

from atlas_core.facts import Progress, Standing, standing
from fastapi import APIRouter

from atlas_api.identity.store import pseudonym_of
from atlas_api.progress.store import progress_of
from atlas_api.service import ServiceNeeded, UserNeeded

router = APIRouter()


@router.get("/v1/progress")
def progress(caller: UserNeeded, service: ServiceNeeded) -> Standing:
    """The caller's own progress; empty for somebody new."""
    with service.database.reading() as session:
        learner = pseudonym_of(session, caller.name)
        kept = Progress() if learner is None else progress_of(session, learner)
    return standing(kept)
