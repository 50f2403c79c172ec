"""The whole service on one screen: its domains in one table, then its assembly."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from atlas_api.clock import Clock, server_clock
from atlas_api.database import Database
from atlas_api.errors import install_errors
from atlas_api.exchange import routes as exchange
from atlas_api.exchange.blobs import Blobs
from atlas_api.exchange.bucket import BucketBlobs
from atlas_api.grades import routes as grades
from atlas_api.health import routes as health
from atlas_api.identity import routes as identity
from atlas_api.identity.cache import Identities
from atlas_api.identity.hub import HttpHub, Hub
from atlas_api.ledger import routes as ledger
from atlas_api.limits import BodyLimit
from atlas_api.logs import RequestLog
from atlas_api.progress import routes as progress
from atlas_api.service import Service
from atlas_api.settings import Settings
from atlas_api.shelf import Shelf
from atlas_api.tutor import routes as tutor
from atlas_api.tutor.guard import load_guard
from atlas_api.tutor.model import Model
from atlas_api.tutor.tutor import Tutor
from atlas_api.work import routes as work
from atlas_api.work.bell import Bell

log = logging.getLogger(__name__)

DOMAINS: dict[str, APIRouter] = {
    "health": health.router,
    "identity": identity.router,
    "ledger": ledger.router,
    "progress": progress.router,
    "exchange": exchange.router,
    "grades": grades.router,
    "work": work.router,
    "tutor": tutor.router,
}


def build_app(
    settings: Settings,
    *,
    hub: Hub | None = None,
    model: Model | None = None,
    clock: Clock = server_clock,
) -> FastAPI:
    """The ASGI application. The schema must be at head: see `migrate.py`."""
    hub = hub or HttpHub(url=settings.hub_url, service_token=settings.hub_token)
    database, shelf = Database(settings.database_url), Shelf(settings.catalogue)
    service = Service(
        settings=settings,
        database=database,
        blobs=BucketBlobs(settings.bucket) if settings.bucket else Blobs(settings.blobs),
        shelf=shelf,
        tutor=Tutor(
            shelf=shelf,
            model=model or _model(settings),
            database=database,
            clock=clock,
            tokens_a_day=settings.tutor_tokens_a_day,
            guard=load_guard(settings.fingerprints),
        ),
        hub=hub,
        identities=Identities(
            hub=hub, courses=settings.courses, worker_token=settings.worker_token
        ),
        bell=Bell(),
        stopping=asyncio.Event(),
        clock=clock,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if swept := service.blobs.sweep():
            log.warning("removed %d half-written blobs", swept)
        yield
        await hub.close()
        if service.tutor.model is not None:
            await service.tutor.model.close()
        shelf.close()
        database.close()

    # No pages of documentation: the ones that come with the framework load from a CDN.
    app = FastAPI(title="Atlas", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.service = service
    for router in DOMAINS.values():
        app.include_router(router)
    install_errors(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestLog)
    return app


def _model(settings: Settings) -> Model | None:
    if not settings.model_key:
        return None
    # Late, because without a key the service starts in half the time.
    from atlas_api.tutor.anthropic_model import AnthropicModel  # noqa: PLC0415

    return AnthropicModel(key=settings.model_key, url=settings.model_url, model=settings.model)
