"""`POST facts`: what the browser observed, relayed to the ledger or kept until it answers."""

from datetime import UTC, datetime
from http import HTTPStatus

from pydantic import Field, JsonValue
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler, Body
from atlas_server.fact import read_facts

FACTS_MAX = 200


class FactsBody(Body):
    """Facts as the browser made them; each is read by the ledger's own rules."""

    facts: list[JsonValue] = Field(max_length=FACTS_MAX)


class FactsHandler(AtlasHandler):
    """Answers `{accepted, duplicates, refused, queued}`; 202 where facts wait for the API."""

    counts_as_activity = False

    @authenticated
    async def post(self) -> None:
        """Relay the facts."""
        body = self.body(FactsBody)
        sendable, refused = read_facts(body.facts, now=datetime.now(UTC))
        answer = await self.services.relay.deliver(sendable, request_id=self.request_id)
        if answer.queued:
            self.set_status(HTTPStatus.ACCEPTED)
        self.answer(answer.model_copy(update={"refused": [*refused, *answer.refused]}))
