"""Facts to the API, in the order in which they were observed, whatever the API does meanwhile.

A call sends what waits before what is new. Where the API can't take it now, the new facts join
the queue; a task in the background tries again, ever less often, up to once a minute.
"""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from functools import partial

from pydantic import TypeAdapter

from atlas_server.api import Api, parse, path
from atlas_server.fact import FactsAnswer, Sendable
from atlas_server.outbox import Outbox, is_final
from atlas_server.refusal import Refusal

log = logging.getLogger(__name__)

ANSWER = TypeAdapter(FactsAnswer)
WHAT = "your progress"
RETRY_S = 5.0
RETRY_S_MAX = 60.0


class Relay:
    """Owns the outbox and the task that empties it."""

    def __init__(self, api: Api, outbox: Outbox) -> None:
        self._api = api
        self._outbox = outbox
        self._task: asyncio.Task[None] | None = None

    async def deliver(self, facts: Sequence[Sendable], *, request_id: str) -> FactsAnswer:
        """Send `facts`, or keep them and say `queued`. Raises Refusal where neither can be."""
        if not self._api.known:
            return await self._send(facts, request_id=request_id)
        try:
            await self._outbox.send(partial(self._send, request_id=request_id))
            if self._outbox.waits():  # another server of this home is sending: keep the order
                return await self._queue(facts)
            return await self._send(facts, request_id=request_id)
        except Refusal as refusal:
            if is_final(refusal):
                raise
            return await self._queue(facts)

    def start(self) -> None:
        """Begin to send in the background; needs a running loop."""
        if self._api.known and self._task is None:
            self._task = asyncio.create_task(self._empty(), name="atlas-outbox")

    async def stop(self) -> None:
        """End the background task; what waits stays in the outbox."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _queue(self, facts: Sequence[Sendable]) -> FactsAnswer:
        await self._outbox.keep(facts)
        return FactsAnswer(queued=len(facts))

    async def _send(self, facts: Sequence[Sendable], *, request_id: str) -> FactsAnswer:
        if not facts:
            return FactsAnswer()
        content = '{"facts":[' + ",".join(fact.line for fact in facts) + "]}"
        answer = await self._api.ask(
            "POST",
            path("facts"),
            what=WHAT,
            request_id=request_id,
            content=content.encode(),
            headers={"Content-Type": "application/json"},
        )
        return parse(ANSWER, answer, request_id=request_id)

    async def _empty(self) -> None:
        pause_s = RETRY_S
        while True:
            try:
                await self._outbox.send(partial(self._send, request_id=secrets.token_hex(16)))
                pause_s = RETRY_S
            except (Refusal, OSError) as error:
                pause_s = min(pause_s * 2, RETRY_S_MAX)
                log.info("facts wait in the outbox: %s", error)
            await asyncio.sleep(pause_s)
