"""What every call shares: sign-in, request id, strict bodies, errors as sentences, ETags.

Jupyter Server checks who asks (cookie or token), where from (origin) and, for a POST with a
cookie, the XSRF token; each method is marked `@authenticated` besides.
"""

import json
import secrets
from http import HTTPStatus
from typing import TypeVar, cast

from jupyter_server.base.handlers import APIHandler
from pydantic import BaseModel, ConfigDict, ValidationError
from tornado.web import HTTPError

from atlas_server.refusal import Code, Refusal
from atlas_server.services import Services

SETTING = "atlas_services"
BODY_BYTES_MAX = 1024 * 1024
B = TypeVar("B", bound="Body")


class Body(BaseModel):
    """A JSON body; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AtlasHandler(APIHandler):
    """Base of all calls. `counts_as_activity` False keeps polling from holding off the culler."""

    counts_as_activity = True
    request_id: str

    def initialize(self) -> None:
        """Give the request its id before anything can fail."""
        self.request_id = secrets.token_hex(16)

    @property
    def services(self) -> Services:
        """What this server made at its start."""
        return cast("Services", self.settings[SETTING])

    async def prepare(self) -> None:  # type: ignore[override] # as in APIHandler
        """Set what holds for every answer, then let Jupyter Server look at who asks."""
        self.set_header("X-Request-Id", self.request_id)
        self.set_header("Cache-Control", "no-store")
        self._track_activity = self.counts_as_activity
        await super().prepare()

    def body(self, model: type[B]) -> B:
        """Read the JSON body as `model`. Raises Refusal (bad-request)."""
        if len(self.request.body) > BODY_BYTES_MAX:
            raise Refusal(Code.BAD_REQUEST, why="it is larger than 1 MB")
        try:
            return model.model_validate_json(self.request.body or b"{}")
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            why = f"{where}: {first['msg']}" if where else str(first["msg"])
            raise Refusal(Code.BAD_REQUEST, why=why) from error

    def query(self, name: str) -> str:
        """Return a query argument that must be there. Raises Refusal (bad-request)."""
        value = self.get_query_argument(name, "")
        if not value:
            raise Refusal(Code.BAD_REQUEST, why=f"?{name}= is missing")
        return value

    def answer(self, content: bytes | BaseModel | dict[str, object]) -> None:
        """End the call with JSON."""
        if isinstance(content, BaseModel):
            content = content.model_dump_json().encode()
        self.finish(content)

    def unchanged(self, etag: str) -> bool:
        """Set the ETag; where the browser has this version, answer 304 and return True."""
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("ETag", f'"{etag}"')
        if not self.check_etag_header():
            return False
        self.set_status(HTTPStatus.NOT_MODIFIED)
        self.finish()
        return True

    def compute_etag(self) -> None:
        """Hash no bodies: the calls that can be kept set their own ETag."""

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Answer `{"error": {"code", "sentence"}}` for whatever was raised."""
        info = kwargs.get("exc_info")
        error = info[1] if isinstance(info, tuple) else None
        refusal = error if isinstance(error, Refusal) else self._worded(status_code, error)
        self.set_header("X-Request-Id", self.request_id)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(refusal.body()))

    def _worded(self, status_code: int, error: object) -> Refusal:
        """Put into words what Jupyter Server or Tornado raised."""
        if status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}:
            return Refusal(Code.NOT_SIGNED_IN)
        if status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            words = error.log_message if isinstance(error, HTTPError) else None
            return Refusal(Code.BAD_REQUEST, why=words or HTTPStatus(status_code).phrase)
        return Refusal(Code.INTERNAL, request_id=self.request_id)
