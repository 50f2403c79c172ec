"""Facts: relayed in order, kept while the API is away, delivered once."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from atlas_core.facts import make_uuid7
from server_world import (
    HUB_TOKEN,
    ApiStandIn,
    Environment,
    Home,
    jupyter_server,
    listening,
    until,
)

pytestmark = pytest.mark.enable_socket
ANSWER = {"accepted": 0, "duplicates": 0, "refused": [], "queued": 0}


def fact(n: int, kind: str = "page.opened", **changes: object) -> dict[str, object]:
    name = make_uuid7(time_ms=1_790_000_000_000 + n, entropy=bytes(10))
    whole = {
        "id": name,
        "kind": kind,
        "subject": "course/retry-storm",
        "observed_at": "2026-11-01T09:30:00Z",
        "payload": {},
    }
    return {**whole, **changes}


async def test_facts_reach_the_ledger(server: httpx.AsyncClient, api: ApiStandIn) -> None:
    answer = await server.post("facts", json={"facts": [fact(1), fact(2)]})
    assert (answer.status_code, answer.json()) == (200, {**ANSWER, "accepted": 2})
    assert list(api.facts) == [fact(1)["id"], fact(2)["id"]]


async def test_a_fact_that_a_learner_may_not_assert_never_leaves_the_server(
    server: httpx.AsyncClient, api: ApiStandIn
) -> None:
    forged = fact(1, "exercise.graded")
    answer = (await server.post("facts", json={"facts": [forged, fact(2)]})).json()
    assert (answer["accepted"], answer["refused"][0]["id"]) == (1, forged["id"])
    assert list(api.facts) == [fact(2)["id"]]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"facts": 3}', b'{"facts": [], "learner": "lin"}', b'{"facts": [1]}'],
)
async def test_a_body_of_another_shape_is_refused_with_a_sentence(
    server: httpx.AsyncClient, body: bytes
) -> None:
    answer = await server.post("facts", content=body)
    if body == b'{"facts": [1]}':
        assert answer.json()["refused"][0]["sentence"].startswith("A fact is a JSON object")
    else:
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad-request")


async def test_facts_wait_while_the_api_is_away_and_follow_in_order(
    server: httpx.AsyncClient, api: ApiStandIn, home: Home
) -> None:
    api.status = 503
    for n in (1, 2):
        answer = await server.post("facts", json={"facts": [fact(n)]})
        assert (answer.status_code, answer.json()) == (202, {**ANSWER, "queued": 1})
    api.status = None
    answer = await server.post("facts", json={"facts": [fact(3)]})
    assert answer.json() == {**ANSWER, "accepted": 1}
    assert list(api.facts) == [fact(n)["id"] for n in (1, 2, 3)]
    assert home.waiting() == []


async def test_what_waits_is_sent_without_a_new_fact(
    home: Home, catalogue: Path, api: ApiStandIn, environment: Environment
) -> None:
    home.put_waiting([fact(1), fact(2)])
    environment(ATLAS_API_URL=api.url, JUPYTERHUB_API_TOKEN=HUB_TOKEN)
    async with jupyter_server(home.path):
        await until(lambda: len(api.facts) == 2 and home.waiting() == [])


async def test_a_line_torn_by_a_kill_costs_neither_its_neighbours_nor_the_next_fact(
    home: Home, api: ApiStandIn, environment: Environment
) -> None:
    home.put_waiting([fact(1)], tail='{"id": "half')
    api.status = 503
    environment(ATLAS_API_URL=api.url, JUPYTERHUB_API_TOKEN=HUB_TOKEN)
    async with jupyter_server(home.path) as client:
        await client.post("facts", json={"facts": [fact(2)]})
        api.status = None
        await client.post("facts", json={"facts": [fact(3)]})
    assert list(api.facts) == [fact(n)["id"] for n in (1, 2, 3)]


async def test_a_fact_that_the_ledger_refuses_for_good_does_not_stop_those_behind_it(
    server: httpx.AsyncClient, api: ApiStandIn, home: Home
) -> None:
    api.status = 503
    queued = [fact(1), fact(2, "page.read"), fact(3)]
    await server.post("facts", json={"facts": queued})
    api.status, api.refuse_kinds = None, {"page.read"}
    await server.post("facts", json={"facts": [fact(4)]})
    assert list(api.facts) == [fact(n)["id"] for n in (1, 3, 4)]
    assert home.refused() == [{"id": fact(2)["id"], "sentence": "Not this one."}]


async def test_a_batch_refused_as_a_whole_is_tried_one_by_one(
    server: httpx.AsyncClient, api: ApiStandIn, home: Home
) -> None:
    api.status = 503
    await server.post("facts", json={"facts": [fact(1), fact(2, "page.read")]})
    api.status, api.refuse_calls_with = None, {"page.read"}
    await server.post("facts", json={"facts": [fact(3)]})
    assert list(api.facts) == [fact(1)["id"], fact(3)["id"]]
    assert home.refused()[0]["id"] == fact(2)["id"]


async def test_a_dead_api_is_told_from_a_slow_page(
    home: Home, catalogue: Path, environment: Environment
) -> None:
    held = socket.socket()  # bound, not listening: else the server below may get the same port
    held.bind(("127.0.0.1", 0))
    port = held.getsockname()[1]
    state = ApiStandIn(url=f"http://127.0.0.1:{port}")
    environment(
        ATLAS_CATALOGUE=str(catalogue), ATLAS_API_URL=state.url, JUPYTERHUB_API_TOKEN=HUB_TOKEN
    )
    async with jupyter_server(home.path) as client:
        assert (await client.get("page", params={"id": "course/queues"})).status_code == 200
        progress = await client.get("progress")
        assert (progress.status_code, progress.json()["error"]["code"]) == (503, "api-down")
        assert (await client.get("me")).json()["api"] == "down"
        answer = await client.post("facts", json={"facts": [fact(1)]})
        assert (answer.status_code, answer.json()["queued"]) == (202, 1)
        held.close()
        async with listening(state, port):
            assert (await client.get("me")).json()["api"] == "up"
            await client.post("facts", json={"facts": [fact(2)]})
        assert list(state.facts) == [fact(1)["id"], fact(2)["id"]]


def test_a_queued_fact_survives_a_kill_of_the_server(home: Home) -> None:
    program = (
        "import asyncio, os, signal, sys\n"
        "from pathlib import Path\n"
        "from atlas_server.fact import Sendable\n"
        "from atlas_server.outbox import Outbox\n"
        "box = Outbox(Path(sys.argv[1]))\n"
        "asyncio.run(box.keep([Sendable(id='a', line=sys.argv[2])]))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", program, str(home.outbox), json.dumps(fact(1))]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    assert home.waiting() == [fact(1)]
    assert (home.outbox / "facts.jsonl").stat().st_mode & 0o077 == 0
