"""The hub's log as JSON lines; a request's line carries its id.

The id is what the caller sent as `X-Request-Id` (the proxy keeps it), so that one request can be
followed through proxy.log, hub.log and api.log. Queries are left out: they may hold secrets.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

from tornado import web
from tornado.httputil import HTTPHeaders
from tornado.log import access_log

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Asked every few seconds by our own programs, or once for each picture.
QUIET = re.compile(r"/hub/(health|api/?|static/.*)")


class JsonLines(logging.Formatter):
    """One record, one line of JSON; traceback and request fields where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record; never fails for want of a field."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "request", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def request_id(headers: HTTPHeaders) -> str | None:
    """The caller's id, if it is one that can stand in a log."""
    given = headers.get("X-Request-Id", "")
    return given if REQUEST_ID.fullmatch(given) else None


def log_request(handler: web.RequestHandler) -> None:
    """Write one line for a finished request; health checks and static files only when they fail."""
    request, status = handler.request, handler.get_status()
    if status < 400 and QUIET.fullmatch(request.path):
        return
    user = getattr(handler, "_jupyterhub_user", None)
    access_log.log(
        logging.INFO if status < 400 else logging.WARNING if status < 500 else logging.ERROR,
        "%s %s %s",
        status,
        request.method,
        request.path,
        extra={
            "request": {
                "request_id": request_id(request.headers),
                "status": status,
                "method": request.method,
                "path": request.path,
                "user": getattr(user, "name", None),
                "duration_ms": round(1000 * request.request_time(), 1),
            }
        },
    )
