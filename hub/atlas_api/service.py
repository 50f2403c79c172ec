"""The Service: everything that a request may need, made once at start, handed to each route."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from atlas_api.clock import Clock
from atlas_api.database import Database
from atlas_api.errors import Code, RefusalError
from atlas_api.exchange.blobs import BlobStore
from atlas_api.identity.cache import Identities
from atlas_api.identity.caller import Caller, Role
from atlas_api.identity.hub import Hub
from atlas_api.settings import Settings
from atlas_api.shelf import Shelf
from atlas_api.tutor.tutor import Tutor
from atlas_api.work.bell import Bell


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts of a running service. `clock` is the only clock that data is stamped by."""

    settings: Settings
    database: Database
    blobs: BlobStore
    shelf: Shelf
    tutor: Tutor
    hub: Hub
    identities: Identities
    bell: Bell
    stopping: asyncio.Event
    clock: Clock


def service_of(request: Request) -> Service:
    """The service that `app.py` put there."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


ServiceNeeded = Annotated[Service, Depends(service_of)]


async def anyone(request: Request, service: ServiceNeeded) -> Caller:
    """Whoever is identified, worker included."""
    return await service.identities.identify(request.headers.get("authorization"))


AnyoneNeeded = Annotated[Caller, Depends(anyone)]


def is_worker(caller: Caller) -> bool:
    """Whether the caller came with the worker's token."""
    return any(Role.WORKER in roles for roles in caller.roles.values())


async def a_user(caller: AnyoneNeeded) -> Caller:
    """A person; the worker is refused."""
    if is_worker(caller):
        raise RefusalError(Code.FORBIDDEN, "This call is for people; the worker has none of it.")
    return caller


async def the_worker(caller: AnyoneNeeded) -> Caller:
    """The worker; people are refused."""
    if not is_worker(caller):
        raise RefusalError(Code.FORBIDDEN, "This call is for the grader's worker only.")
    return caller


UserNeeded = Annotated[Caller, Depends(a_user)]
WorkerNeeded = Annotated[Caller, Depends(the_worker)]
