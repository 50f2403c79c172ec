"""Is the service up, and what it leans on?"""

import asyncio

from fastapi import APIRouter, Response

from atlas_api.health.schema import Checks, Health
from atlas_api.health.store import (
    check_catalogue,
    check_database,
    check_hub,
    check_worker,
    within_a_second,
)
from atlas_api.service import ServiceNeeded

router = APIRouter()


@router.get("/health")
async def health(response: Response, service: ServiceNeeded) -> Health:
    """Anybody may ask. 503 only without a database: all else leaves something that works."""
    late = "No answer within a second."
    database, hub, catalogue, worker = await asyncio.gather(
        within_a_second(lambda: check_database(service.database), late=late),
        check_hub(service.hub),
        within_a_second(lambda: check_catalogue(service.shelf), late=late),
        within_a_second(lambda: check_worker(service.database, service.clock), late=late),
    )
    checks = Checks(database=database, hub=hub, catalogue=catalogue, worker=worker)
    status = "ok"
    if not all(check.ok for check in (hub, catalogue, worker)):
        status = "degraded"
    if not database.ok:
        status = "failing"
        response.status_code = 503
    return Health(status=status, checks=checks)
