"""`POST tutor`: the tutor's answer, piece by piece, as server-sent events.

Bytes pass through as they come from the API. When the browser leaves, the connection to the API
is closed at once, so that no model goes on writing for nobody. An error after the first byte ends
the stream with an `error` event, since the status is sent by then.
"""

import asyncio
import json

import httpx
from pydantic import Field
from tornado.iostream import StreamClosedError
from tornado.web import authenticated

from atlas_server.api import path
from atlas_server.calls.handler import AtlasHandler, Body

BROKEN = "The tutor's answer broke off. Ask again."


class Turn(Body):
    """One earlier turn of the talk."""

    role: str
    text: str


class TutorBody(Body):
    """A question, the talk so far, and the page that the learner chose to show."""

    question: str = Field(min_length=1)
    thread: tuple[Turn, ...] = ()
    page: str | None = None


class TutorHandler(AtlasHandler):
    """Streams; the only call that answers with something else than JSON."""

    _relaying: asyncio.Task[None] | None = None

    @authenticated
    async def post(self) -> None:
        """Relay the question and the answer."""
        body = self.body(TutorBody).model_dump(exclude_none=True)
        self._relaying = asyncio.ensure_future(self._relay(body))
        try:
            await self._relaying
        except (asyncio.CancelledError, StreamClosedError):
            self.log.info("request %s: the browser left the tutor", self.request_id)

    def on_connection_close(self) -> None:
        """End the relay, and with it the API's answer, when the browser leaves."""
        super().on_connection_close()
        if self._relaying is not None:
            self._relaying.cancel()

    async def _relay(self, body: dict[str, object]) -> None:
        stream = self.services.api.stream(
            path("tutor", "ask"), what="the tutor", request_id=self.request_id, body=body
        )
        async with stream as pieces:
            self.set_header("X-Accel-Buffering", "no")
            self.set_header("Content-Type", "text/event-stream")
            await self.flush()
            try:
                async for piece in pieces:
                    self.write(piece)
                    await self.flush()
            except httpx.HTTPError as error:
                self.log.warning("request %s: %r", self.request_id, error)
                self.write(f"event: error\ndata: {json.dumps({'sentence': BROKEN})}\n\n")
        await self.finish(set_content_type="text/event-stream")
