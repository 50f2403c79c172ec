"""JSON lines on stdout, each with the id of the request that caused it, none with a secret.

The id comes from `X-Request-Id` when the caller sends a sound one, so that a line here can be
found from a line of the learner's server; it goes back in the answer. Queries and headers are
never logged: they hold what people searched for and their tokens.
"""

import logging
import re
import sys
import time
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from secrets import token_hex

from pythonjsonlogger.json import JsonFormatter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas_api.errors import SENTENCES, Code, error_answer

request_id: ContextVar[str] = ContextVar("request_id", default="")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = ("httpx", "httpx2", "httpcore", "httpcore2", "anthropic", "uvicorn.access", "alembic")
log = logging.getLogger("atlas_api.access")


class SecretFreeFormatter(JsonFormatter):
    """One JSON object a line; every known secret in it is replaced, in traces too."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )
        self._secrets = tuple(secrets)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """The moment in UTC; the name is that of the base class."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`."""
        if current := request_id.get():
            record.request_id = current
        line = str(super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return line


def configure_logging(secrets: Sequence[str]) -> None:
    """Send every logger of this process to stdout in this form."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(SecretFreeFormatter(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class RequestLog:
    """ASGI middleware: gives each request its id and writes one line when it ended."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        current = given if REQUEST_ID.fullmatch(given) else token_hex(8)
        mark = request_id.set(current)
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = current
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            log.exception("unexpected failure")
            if status == 0:
                answer = error_answer(Code.INTERNAL, SENTENCES[Code.INTERNAL])
                await answer(scope, receive, send_with_id)
        finally:
            if scope["path"] != "/health":
                log.info(
                    "request",
                    extra={
                        "method": scope["method"],
                        "path": scope["path"],
                        "status": status,
                        "ms": round((time.perf_counter() - started) * 1000, 1),
                    },
                )
            request_id.reset(mark)
