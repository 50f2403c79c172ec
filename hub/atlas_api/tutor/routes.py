"""Asking the tutor."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from atlas_api.errors import Code, RefusalError
from atlas_api.identity.caller import Caller
from atlas_api.service import ServiceNeeded, UserNeeded
from atlas_api.tutor.schema import EVENT_NAMES, AskIn

router = APIRouter()


async def a_member(caller: UserNeeded) -> Caller:
    """Somebody who is in a course: the tutor costs money."""
    if not caller.roles:
        raise RefusalError(Code.FORBIDDEN, "The tutor is for the members of a course; join one.")
    return caller


@router.post("/v1/tutor/ask", response_class=EventSourceResponse)
async def ask(
    body: AskIn, caller: Annotated[Caller, Depends(a_member)], service: ServiceNeeded
) -> AsyncIterator[ServerSentEvent]:
    """The answer as server-sent events: meta, then citations and text, then done or error."""
    async with aclosing(service.tutor.answer(caller.name, body)) as events:
        async for event in events:
            yield ServerSentEvent(event=EVENT_NAMES[type(event)], data=event.model_dump())
