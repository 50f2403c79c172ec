"""The way to `atlas_api`: the one place where this server speaks to the network.

Every request carries the server's own hub token and the X-Request-Id of the call that caused it.
Every failure ends as a Refusal: no hub, service down, token refused, or the API's own words. No
proxy of the environment is used, no redirect followed.
"""

import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from atlas_server.refusal import Code, Refusal
from atlas_server.settings import ApiAddress

T = TypeVar("T")
log = logging.getLogger(__name__)

CONNECT_S = 2.0
ANSWER_S = 10.0
UPLOAD_S = 30.0
SILENCE_S = 120.0  # longest pause that the tutor may make between two pieces of an answer

AWAY = {httpx.codes.BAD_GATEWAY, httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.GATEWAY_TIMEOUT}


def path(*segments: str) -> str:
    """Join path segments under `/v1/`, each quoted, so that an id can't leave its place."""
    return "/v1/" + "/".join(quote(segment, safe="") for segment in segments)


def parse(shape: TypeAdapter[T], content: bytes, *, request_id: str) -> T:
    """Read the API's JSON. Raises Refusal (api-failed) where it has another shape."""
    try:
        return shape.validate_json(content)
    except ValidationError as error:
        log.warning("request %s: the API's answer can't be read: %s", request_id, error)
        raise Refusal(Code.API_FAILED, request_id=request_id) from error


class Api:
    """A client that lives as long as the server. `what` names, in a refusal, what is missing."""

    def __init__(self, address: ApiAddress | None) -> None:
        self._client: httpx.AsyncClient | None = None
        if address is not None:
            self._client = httpx.AsyncClient(
                base_url=address.url,
                headers={"Authorization": f"token {address.token}"},
                timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
                trust_env=False,
            )

    @property
    def known(self) -> bool:
        """Whether this server has an address and a token at all."""
        return self._client is not None

    async def ask(
        self,
        method: str,
        url: str,
        *,
        what: str,
        request_id: str,
        params: Mapping[str, str] | None = None,
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float = ANSWER_S,
    ) -> bytes:
        """Send one request and return the answer's bytes. Raises Refusal."""
        client = self._require(what)
        try:
            response = await client.request(
                method,
                url,
                params=params,
                json=body,
                content=content,
                headers={**(headers or {}), "X-Request-Id": request_id},
                timeout=httpx.Timeout(timeout_s, connect=CONNECT_S),
            )
        except httpx.HTTPError as error:
            raise _down(error, request_id) from error
        _check(response.status_code, response.content, request_id)
        return response.content

    @asynccontextmanager
    async def stream(
        self, url: str, *, what: str, request_id: str, body: object
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """POST and yield the answer's pieces as they arrive; leaving closes the connection.

        Raises Refusal on entry; `httpx.HTTPError` while the pieces are read.
        """
        client = self._require(what)
        request = client.build_request(
            "POST",
            url,
            json=body,
            headers={
                "Accept": "text/event-stream",
                "Accept-Encoding": "identity",  # compressed pieces could not pass as they are
                "X-Request-Id": request_id,
            },
            timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S, read=SILENCE_S),
        )
        try:
            response = await client.send(request, stream=True)
        except httpx.HTTPError as error:
            raise _down(error, request_id) from error
        try:
            if response.status_code >= httpx.codes.BAD_REQUEST:
                _check(response.status_code, await response.aread(), request_id)
            yield response.aiter_raw()
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close the pool of connections."""
        if self._client is not None:
            await self._client.aclose()

    def _require(self, what: str) -> httpx.AsyncClient:
        if self._client is None:
            raise Refusal(Code.NO_HUB, what=what)
        return self._client


def _down(error: httpx.HTTPError, request_id: str) -> Refusal:
    """Name the failure in words: "it did not answer in time", "no connection"."""
    log.warning("request %s: the API does not answer: %r", request_id, error)
    late = isinstance(error, httpx.TimeoutException)
    return Refusal(Code.API_DOWN, why="it took too long" if late else "no connection")


def _check(status: int, content: bytes, request_id: str) -> None:
    """Raise what an answer of 400 or more means; the API's own sentence where it gave one."""
    if status < httpx.codes.BAD_REQUEST:
        return
    log.warning("request %s: the API answered %d", request_id, status)
    if status == httpx.codes.UNAUTHORIZED:
        raise Refusal(Code.API_REFUSED)
    try:
        error = json.loads(content)["error"]
        code, sentence = str(error["code"]), str(error["sentence"])
    except (ValueError, KeyError, TypeError) as unreadable:
        if status in AWAY:
            raise Refusal(Code.API_DOWN, why=f"status {status}") from unreadable
        raise Refusal(Code.API_FAILED, request_id=request_id) from unreadable
    raise Refusal.passed_on(status, Code.API_DOWN if status in AWAY else code, sentence)
