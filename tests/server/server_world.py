"""A real Jupyter Server in this process, a small catalogue, and a stand-in for the API."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from atlas_core.catalogue.schema import APPLICATION_ID, SCHEMA, SEARCH_TABLE, TABLES
from jupyter_server.serverapp import ServerApp
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

TOKEN = "a-token-of-this-test"
HUB_TOKEN = "what-the-hub-gave"
COURSE = "systems"


def diagram_body(name: str, nodes: int = 3) -> str:
    return json.dumps(
        {
            "id": name,
            "kind": "flowchart",
            "title": "Retry storm",
            "source": {"path": "retry-storm.md", "line": 3, "text": "flowchart LR"},
            "typed": True,
            "nodes": [
                {"id": f"n{i}", "lines": [f"Service {i}", "p99: 10ms"]} for i in range(nodes)
            ],
            "edges": [
                {"id": f"e{i}", "source": f"n{i}", "target": f"n{i + 1}"} for i in range(nodes - 1)
            ],
        }
    )


def write_catalogue(
    path: Path,
    *,
    version: str = "v1",
    title: str = "Retry storm",
    diagrams: int = 2,
    nodes: int = 3,
) -> None:
    """Two pages, the first with diagrams and an exercise; written aside, then renamed."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.executescript(TABLES + SEARCH_TABLE)
        db.executemany(
            "INSERT INTO meta VALUES (?, ?)", [("schema", str(SCHEMA)), ("version", version)]
        )
        db.execute("INSERT INTO tree VALUES ('course', 'The course', 0)")
        for position, (name, heading) in enumerate([("retry-storm", title), ("queues", "Queues")]):
            db.execute(
                "INSERT INTO page "
                "VALUES (?, 'course', ?, ?, '', 'beginner', 12, ?, ?, ?, ?, 5, '[]')",
                (
                    f"course/{name}",
                    f"{name}.md",
                    heading,
                    position,
                    json.dumps({"title": heading, "tags": ["retries"]}),
                    f"<h1>{heading}</h1>",
                    f"# {heading}\n\nA retry multiplies load.\n",
                ),
            )
        for n in range(1, diagrams + 1):
            name = f"course/retry-storm#{n}"
            db.execute(
                "INSERT INTO diagram "
                "VALUES (?, 'course/retry-storm', ?, 'flowchart', 1, ?, ?, ?, ?)",
                (name, n, "Retry storm", diagram_body(name, nodes), None, None),
            )
        db.execute(
            "INSERT INTO exercise VALUES ('retry-budget', 'course/retry-storm', 'e', ?, ?)",
            (
                json.dumps(
                    {
                        "id": "retry-budget",
                        "title": "A retry budget",
                        "page": "course/retry-storm",
                        "difficulty": "beginner",
                        "minutes": 20,
                        "points": 10,
                    }
                ),
                "# A retry budget\n\n```python starter\ndef budget(calls):\n    return 0\n```\n",
            ),
        )
        db.execute(
            "INSERT INTO passage "
            "VALUES ('course/retry-storm', 0, 'Why', 'why', 'A retry multiplies')"
        )
        db.execute("INSERT INTO passage_fts VALUES ('Retry storm Why', 'A retry multiplies load')")
        db.execute(
            "INSERT INTO link VALUES ('course/queues', 'course/retry-storm', '', 'see', '', 0)"
        )
        db.commit()
    draft.replace(path)


def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.sqlite"
    write_catalogue(path)
    return path


@dataclass
class ApiStandIn:
    """What the stand-in remembers. `mood` makes it fail: "down" (no listener) or a status."""

    url: str
    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    facts: dict[str, dict[str, object]] = field(default_factory=dict)
    submissions: dict[str, dict[str, object]] = field(default_factory=dict)
    releases: dict[str, bytes] = field(default_factory=dict)
    refuse_kinds: set[str] = field(default_factory=set)
    refuse_calls_with: set[str] = field(default_factory=set)
    status: int | None = None
    sentence: str = "The ledger is being moved. Try again in a minute."
    tutor_pause: asyncio.Event = field(default_factory=asyncio.Event)
    tutor_left: asyncio.Event = field(default_factory=asyncio.Event)
    nonsense: bool = False
    tutor_breaks: bool = False
    lose_next_answer: bool = False


class _Api(RequestHandler):
    def initialize(self, state: ApiStandIn) -> None:
        self.state = state

    def prepare(self) -> None:
        request = self.request
        headers = {name.lower(): value for name, value in request.headers.get_all()}
        self.state.requests.append(
            (request.method or "", request.path, headers, bytes(request.body))
        )
        if headers.get("authorization") != f"token {HUB_TOKEN}":
            self._refuse(401, "unauthenticated", "Who are you?")
        elif self.state.status is not None:
            self._refuse(self.state.status, "unavailable", self.state.sentence)
        elif self.state.nonsense:
            self.finish("<html>a captive portal</html>")

    def _refuse(self, status: int, code: str, sentence: str) -> None:
        self.set_status(status)
        self.finish({"error": {"code": code, "sentence": sentence}})

    def get(self, path: str) -> None:
        match path.split("/"):
            case ["me"]:
                courses = [{"id": COURSE, "role": "learner"}]
                self.finish({"name": "ada", "roles": ["learner"], "courses": courses})
            case ["progress"]:
                self.finish({"pages": {}, "exercises": {}, "points": 0, "max_points": 10})
            case ["courses", _, "exercises", exercise, "release"]:
                if exercise in self.state.releases:
                    self.finish(self.state.releases[exercise])
                else:
                    self._refuse(404, "not_found", f"Exercise {exercise} is not released.")
            case ["courses", _, "submissions"]:
                listed = sorted(
                    self.state.submissions.values(), key=lambda s: -int(str(s["attempt"]))
                )
                self.finish({"submissions": listed})
            case _:
                self._refuse(404, "not_found", "There is nothing at this address.")

    async def post(self, path: str) -> None:
        match path.split("/"):
            case ["facts"]:
                facts = json.loads(self.request.body)["facts"]
                if self.state.refuse_calls_with & {fact["kind"] for fact in facts}:
                    self._refuse(422, "invalid", "The field 'facts' is wrong.")
                else:
                    self.finish(self._take(facts))
            case ["courses", _, "exercises", exercise, "submissions"]:
                self.finish(self._hand_in(exercise))
            case ["tutor", "ask"]:
                await self._answer()
            case _:
                self._refuse(404, "not_found", "There is nothing at this address.")

    def _take(self, facts: list[dict[str, object]]) -> dict[str, object]:
        answer = {"accepted": 0, "duplicates": 0, "refused": []}
        for fact in facts:
            name = str(fact["id"])
            if fact["kind"] in self.state.refuse_kinds:
                answer["refused"].append({"id": name, "sentence": "Not this one."})
            elif name in self.state.facts:
                answer["duplicates"] += 1
            else:
                self.state.facts[name] = fact
                answer["accepted"] += 1
        return answer

    def _hand_in(self, exercise: str) -> dict[str, object]:
        key = self.request.headers["Idempotency-Key"]
        if key not in self.state.submissions:
            count = len(self.state.submissions) + 1
            self.state.submissions[key] = {
                "id": f"s{count}",
                "exercise": exercise,
                "attempt": count,
                "state": "queued",
                "submitted_at": "2026-03-01T09:30:00Z",
            }
        if self.state.lose_next_answer:
            self.state.lose_next_answer = False
            self.set_status(500)
        made = self.state.submissions[key]
        return {"submission": made["id"], "attempt": made["attempt"], "state": "queued"}

    async def _answer(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.write('event: meta\ndata: {"mode":"offline","note":"No model."}\n\n')
        await self.flush()
        try:
            await asyncio.wait_for(self.state.tutor_pause.wait(), 20)
            if self.state.tutor_breaks:
                self.request.connection.stream.close()
                return
            self.write('event: delta\ndata: {"text":"Because."}\n\n')
            await self.flush()
            self.write("event: done\ndata: {}\n\n")
        except StreamClosedError:
            self.state.tutor_left.set()

    def on_connection_close(self) -> None:
        self.state.tutor_left.set()


@asynccontextmanager
async def listening(state: ApiStandIn, port: int | None = None) -> AsyncIterator[HTTPServer]:
    """Let the stand-in answer; on `port` again where it has been there before."""
    app = Application([(r"/v1/(.*)", _Api, {"state": state})])
    server = HTTPServer(app)
    if port is None:
        socket, port = bind_unused_port()
        server.add_socket(socket)
        state.url = f"http://127.0.0.1:{port}"
    else:
        server.listen(port, "127.0.0.1")
    try:
        yield server
    finally:
        server.stop()
        await server.close_all_connections()


async def api() -> AsyncIterator[ApiStandIn]:
    state = ApiStandIn(url="")
    async with listening(state):
        yield state


@dataclass(frozen=True)
class Home:
    """The folders of the learner whose server runs."""

    path: Path

    @property
    def outbox(self) -> Path:
        return self.path / ".local" / "share" / "atlas" / "outbox"

    def read(self, path: str) -> bytes:
        return (self.path / path).read_bytes()

    def write(self, path: str, content: bytes) -> None:
        (self.path / path).parent.mkdir(parents=True, exist_ok=True)
        (self.path / path).write_bytes(content)

    def files(self, folder: str) -> list[str]:
        found = (self.path / folder).rglob("*")
        return sorted(str(file.relative_to(self.path)) for file in found if file.is_file())

    def waiting(self) -> list[dict[str, object]]:
        return _lines(self.outbox / "facts.jsonl")

    def refused(self) -> list[dict[str, object]]:
        return _lines(self.outbox / "refused.jsonl")

    def put_waiting(self, facts: list[dict[str, object]], tail: str = "") -> None:
        self.outbox.mkdir(parents=True)
        lines = "".join(f"{json.dumps(fact)}\n" for fact in facts)
        (self.outbox / "facts.jsonl").write_text(lines + tail)


def _lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


async def until(happened: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 (what is awaited has no event)
            await asyncio.sleep(0.02)


@asynccontextmanager
async def jupyter_server(root: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Start a server with only our extension; the client is signed in by its token."""
    app = ServerApp.instance(jpserver_extensions={"atlas_server": True}, open_browser=False)
    app.initialize(
        argv=[
            f"--ServerApp.root_dir={root}",
            "--ServerApp.allow_root=True",
            f"--IdentityProvider.token={TOKEN}",
            "--ServerApp.ip=127.0.0.1",
            "--ServerApp.port=0",
        ],
        find_extensions=False,
    )
    await app.extension_manager.start_all_extensions()
    client = httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{app.port}/atlas/",
        headers={"Authorization": f"token {TOKEN}"},
        timeout=20,
    )
    try:
        async with client:
            yield client
    finally:
        await app._cleanup()
        ServerApp.clear_instance()


Environment = Callable[..., None]
