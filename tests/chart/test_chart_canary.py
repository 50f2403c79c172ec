"""The walk after a deploy: a step that fails is named, and nothing is left behind."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from atlas_hub.kubernetes.canary import Canary, CanaryError, cell_message, output_of
from atlas_hub.kubernetes.configure import canary_role
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

pytestmark = pytest.mark.enable_socket
NAME = "canary-systems"


class FakeHub:
    """A hub with one possible user. broken: the path that answers 500. printed: by every cell."""

    def __init__(self, *, broken: str = "", printed: str = "42\n") -> None:
        self.broken, self.printed = broken, printed
        self.user = False
        self.calls: list[str] = []

    def answer(self, method: str, path: str) -> tuple[int, object]:
        self.calls.append(f"{method} {path}")
        if self.broken and path.endswith(self.broken):
            return 500, {"message": "broken"}
        if path == f"/hub/api/users/{NAME}":
            there, self.user = self.user, method == "POST"
            return {"POST": 201, "DELETE": 204 if there else 404}[method], None
        for end, code, body in (
            ("/server", 201 if method == "POST" else 204, None),
            ("/api/status", 200, {"started": "now"}),
            ("/api/kernels", 201, {"id": "k1"}),
            ("/submissions", 200, {"submissions": [{"state": "graded"}]}),
        ):
            if path.endswith(end):
                return code, body
        return 200, {}


def application(hub: FakeHub) -> Application:
    class Rest(RequestHandler):
        def reply(self) -> None:
            code, body = hub.answer(self.request.method or "", self.request.path)
            self.set_status(code)
            if body is not None:
                self.finish(json.dumps(body))

        get = post = delete = reply

    class Channels(WebSocketHandler):
        def on_message(self, message: str | bytes) -> None:
            asked = json.loads(message)["header"]["msg_id"]
            for kind, content in (
                ("stream", {"text": hub.printed}),
                ("status", {"execution_state": "idle"}),
            ):
                told = {"header": {"msg_type": kind}, "parent_header": {"msg_id": asked}}
                self.write_message(json.dumps(told | {"content": content}))

    return Application([(r".*/channels", Channels), (r".*", Rest)])


@contextmanager
def served(hub: FakeHub) -> Iterator[str]:
    sockets = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(application(hub))
    server.add_sockets(sockets)
    yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    server.stop()


def walk(hub: FakeHub) -> list[str]:
    said: list[str] = []

    async def run() -> None:
        with served(hub) as url:
            canary = Canary(url=url, token="t", name=NAME, exercise="e", say=said.append)
            await canary.walk()

    asyncio.run(run())
    return said


def test_it_does_what_a_learner_does_and_tidies_up() -> None:
    hub = FakeHub()
    said = walk(hub)
    assert [line.split(":")[0] for line in said] == [
        "a user",
        "a server",
        "a cell",
        "a grade",
        "tidied up",
    ]
    assert hub.user is False


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("/submit", "exercise/submit was answered with 500"),
        ("/api/kernels", "api/kernels was answered with 500"),
    ],
)
def test_a_step_that_fails_is_named_and_the_user_is_gone(broken: str, sentence: str) -> None:
    hub = FakeHub(broken=broken)
    with pytest.raises(CanaryError, match=sentence):
        walk(hub)
    assert hub.user is False
    assert hub.calls[-1] == f"DELETE /hub/api/users/{NAME}"


def test_a_kernel_that_prints_something_else_is_a_failure() -> None:
    with pytest.raises(CanaryError, match="printed '41"):
        walk(FakeHub(printed="41\n"))


def test_a_cell_that_fails_is_told_with_its_error() -> None:
    message = cell_message("1/0")
    frame = {
        "header": {"msg_type": "error"},
        "parent_header": {"msg_id": message["header"]["msg_id"]},
        "content": {"ename": "ZeroDivisionError", "evalue": "division by zero"},
    }

    async def read() -> str:
        return json.dumps(frame)

    with pytest.raises(CanaryError, match="ZeroDivisionError: division by zero"):
        asyncio.run(output_of(read, message["header"]["msg_id"]))


def test_it_may_do_everything_to_one_user_and_nothing_to_others() -> None:
    for scope in canary_role(NAME)["scopes"]:
        assert scope.endswith(f"!user={NAME}")
