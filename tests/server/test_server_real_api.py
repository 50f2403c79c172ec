"""The same calls against the real API: a learner reads, fetches, hands in, asks."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from atlas_api.app import build_app
from atlas_api.database import Database
from atlas_api.identity.hub import HubUser, NullHub
from atlas_api.migrate import migrate
from atlas_api.settings import Settings
from atlas_core.catalogue import Catalogue
from atlas_core.facts import make_uuid7
from atlas_core.notebook import exercise_to_notebook
from server_world import COURSE, HUB_TOKEN, Environment, Home, jupyter_server, until

pytestmark = pytest.mark.enable_socket
ID = "retry-budget"
NOTEBOOK = f"exercises/{ID}/{ID}.ipynb"
BODY = {"exercise": ID}
WORKER_TOKEN = "the-workers-own"


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Run the API in a thread of its own; yields its address."""
    users = {HUB_TOKEN: HubUser(name="ada", groups=frozenset({f"{COURSE}-learners"}))}
    app = build_app(settings, hub=NullHub(users=users))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def address(tmp_path: Path, catalogue: Path) -> Iterator[str]:
    database = Database(f"sqlite:///{tmp_path}/atlas.sqlite")
    migrate(database)
    database.close()
    settings = Settings(
        state=tmp_path / "state",
        database_url=f"sqlite:///{tmp_path}/atlas.sqlite",
        hub_url="http://127.0.0.1:1/hub/api",
        courses=(COURSE,),
        catalogue=catalogue,
        worker_token=WORKER_TOKEN,
    )
    with serving(settings) as url:
        yield url


@pytest.fixture
async def ada(
    address: str, home: Home, catalogue: Path, environment: Environment
) -> AsyncIterator[httpx.AsyncClient]:
    """Ada's server; the exercise is released, as the worker does it."""
    with Catalogue.open(catalogue) as opened:
        notebook = exercise_to_notebook(opened.exercise_source(ID), exercise_id=ID)
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {WORKER_TOKEN}"}) as worker:
        url = f"{address}/v1/courses/{COURSE}/exercises/{ID}/release"
        (await worker.put(url, content=json.dumps(notebook))).raise_for_status()
    environment(
        ATLAS_CATALOGUE=str(catalogue), ATLAS_API_URL=address, JUPYTERHUB_API_TOKEN=HUB_TOKEN
    )
    async with jupyter_server(home.path) as client:
        yield client


def edit(home: Home, text: str) -> None:
    """Put an answer into the solution cell, as an editor does."""
    notebook = json.loads(home.read(NOTEBOOK))
    (cell,) = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("solution")]
    cell["source"] = text
    home.write(NOTEBOOK, json.dumps(notebook).encode())


async def test_from_fetching_to_a_submission_that_waits_for_its_grade(
    ada: httpx.AsyncClient, home: Home
) -> None:
    me = (await ada.get("me")).json()
    assert (me["name"], me["api"]) == ("ada", "up")
    assert me["courses"] == [{"id": COURSE, "role": "learner"}]
    assert (await ada.post("exercise/fetch", json=BODY)).json() == {
        "path": NOTEBOOK,
        "created": True,
    }
    unsolved = (await ada.post("exercise/validate", json=BODY)).json()
    assert "as it was when you fetched it" in unsolved["findings"][0]["sentence"]
    edit(home, "def budget(calls):\n    return calls // 10\n")
    assert (await ada.post("exercise/validate", json=BODY)).json() == {"ok": True, "findings": []}
    clicks = await asyncio.gather(*(ada.post("exercise/submit", json=BODY) for _ in range(2)))
    assert [click.json()["attempt"] for click in clicks] == [1, 1]
    edit(home, "def budget(calls):\n    return calls // 5\n")
    assert (await ada.post("exercise/submit", json=BODY)).json()["attempt"] == 2
    listed = (await ada.get("exercise/submissions", params={"exercise": ID})).json()
    assert [one["attempt"] for one in listed["submissions"]] == [2, 1]
    progress = (await ada.get("progress")).json()
    assert progress["exercises"][ID]["attempts"] == 2


async def test_what_was_read_shows_in_the_progress_once(ada: httpx.AsyncClient) -> None:
    read = {
        "id": make_uuid7(time_ms=1_790_000_000_000, entropy=bytes(10)),
        "kind": "page.read",
        "subject": "course/retry-storm",
        "observed_at": "2026-11-01T09:30:00Z",
        "payload": {"seconds": 60},
    }
    answers = [(await ada.post("facts", json={"facts": [read]})).json() for _ in range(2)]
    assert [(a["accepted"], a["duplicates"]) for a in answers] == [(1, 0), (0, 1)]
    progress = (await ada.get("progress")).json()
    assert progress["pages"]["course/retry-storm"]["read_at"]


async def test_the_tutor_answers_from_the_passages(ada: httpx.AsyncClient) -> None:
    question = {"question": "What does a retry multiply?", "page": "course/retry-storm"}
    answer = await ada.post("tutor", json=question)
    events = [line for line in answer.text.splitlines() if line.startswith("event: ")]
    assert (events[0], events[-1]) == ("event: meta", "event: done")
    assert "event: citation" in events


async def test_an_exercise_that_is_not_released_is_said_in_the_apis_words(
    ada: httpx.AsyncClient,
) -> None:
    answer = await ada.post("exercise/fetch", json={"exercise": "next-week"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_token_that_the_hub_does_not_know_asks_for_a_new_server(
    address: str, home: Home, environment: Environment
) -> None:
    environment(ATLAS_API_URL=address, JUPYTERHUB_API_TOKEN="an-old-token")
    async with jupyter_server(home.path) as client:
        answer = await client.get("progress")
        assert (answer.status_code, answer.json()["error"]["code"]) == (502, "api-refused")
        assert answer.json()["error"]["sentence"].endswith("Stop and start your server.")


async def test_facts_that_waited_reach_the_ledger_when_the_service_is_back(
    address: str, home: Home, catalogue: Path, environment: Environment
) -> None:
    opened = {
        "id": make_uuid7(time_ms=1_790_000_000_000, entropy=bytes(10)),
        "kind": "page.opened",
        "subject": "course/retry-storm",
        "observed_at": "2026-11-01T09:30:00Z",
        "payload": {},
    }
    home.put_waiting([opened])
    environment(ATLAS_API_URL=address, JUPYTERHUB_API_TOKEN=HUB_TOKEN)
    async with jupyter_server(home.path) as client:
        await until(lambda: home.waiting() == [])
        progress = (await client.get("progress")).json()
        assert progress["pages"]["course/retry-storm"]["opened_at"]
