"""JSON lines on standard output; the worker's token never appears in one."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

from atlas_grading.api import request_id

QUIET = ("httpx", "httpcore", "traitlets", "alembic")


class TokenFreeFormatter(JsonFormatter):
    """One JSON object a line, with the token replaced."""

    def __init__(self, token: str) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`."""
        if current := request_id.get():
            record.request_id = current
        line = str(super().format(record))
        return line.replace(self._token, "[secret]") if self._token else line


def configure_logging(token: str) -> None:
    """Send every logger of this process to standard output in this form."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(TokenFreeFormatter(token))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
