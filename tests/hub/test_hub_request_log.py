import json
import logging
import sys

import pytest
from atlas_hub.request_log import JsonLines, log_request, request_id
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPServerRequest,
    RequestStartLine,
)
from tornado.web import Application, RequestHandler


class Connection(HTTPConnection):
    def set_close_callback(self, callback: object) -> None:
        return None


def handler(path: str, status: int, headers: dict[str, str]) -> RequestHandler:
    request = HTTPServerRequest(
        start_line=RequestStartLine("GET", path, "HTTP/1.1"),
        headers=HTTPHeaders({"Host": "atlas"} | headers),
        connection=Connection(),
    )
    made = RequestHandler(Application(), request)
    made.set_status(status)
    return made


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(JsonLines().format(record)) for record in caplog.records]


def test_a_request_line_carries_the_callers_id(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_request(handler("/hub/home", 200, {"X-Request-Id": "abc-1"}))
    (line,) = lines(caplog)
    assert line["request_id"] == "abc-1"
    assert line["status"] == 200
    assert line["path"] == "/hub/home"


def test_a_query_is_not_written_down(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_request(handler("/hub/login?token=secret-token", 200, {}))
    assert "secret-token" not in json.dumps(lines(caplog))


@pytest.mark.parametrize("given", ["", "x" * 65, 'a"b', "a\\nb", "ä"])
def test_an_id_that_could_forge_a_line_is_dropped(given: str) -> None:
    assert request_id(HTTPHeaders({"X-Request-Id": given})) is None


def test_a_health_check_is_written_only_when_it_fails(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_request(handler("/hub/health", 200, {}))
        log_request(handler("/hub/health", 503, {}))
    assert [line["status"] for line in lines(caplog)] == [503]


def test_a_line_break_in_a_message_stays_within_its_line() -> None:
    record = logging.LogRecord("hub", logging.INFO, "", 0, "two\nlines", (), None)
    assert "\n" not in JsonLines().format(record)


def test_a_traceback_stands_in_its_line() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("hub", logging.ERROR, "", 0, "it", (), sys.exc_info())
    line = JsonLines().format(record)
    assert "ValueError: broken" in json.loads(line)["traceback"]
    assert "\n" not in line
