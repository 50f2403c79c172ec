"""Solving: fetch, validate, hand in, and the same click twice."""

import asyncio
import json

import httpx
import pytest
from server_world import HUB_TOKEN, ApiStandIn, Environment, Home, jupyter_server

pytestmark = pytest.mark.enable_socket
ID = "retry-budget"
BODY = {"exercise": ID}
STARTER = "def budget(calls):\n    # write here\n    return 0\n"


def cell(text: str, name: str = "", **marks: bool) -> dict[str, object]:
    metadata = {"nbgrader": {"grade_id": name, **marks}} if name else {}
    kind = "markdown" if marks.get("locked") else "code"
    return {"cell_type": kind, "source": text, "metadata": metadata}


def notebook(*cells: dict[str, object]) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


TASK = cell("# The task", "task", locked=True, solution=False)
RELEASE = notebook(TASK, cell(STARTER, "solution", solution=True))


def solved(text: str = "def budget(calls):\n    return calls // 10\n") -> bytes:
    return notebook(TASK, cell(text, "solution", solution=True))


@pytest.fixture(autouse=True)
def released(api: ApiStandIn) -> None:
    api.releases[ID] = RELEASE


async def fetched(server: httpx.AsyncClient) -> dict[str, object]:
    return dict((await server.post("exercise/fetch", json=BODY)).raise_for_status().json())


async def test_a_fetched_exercise_lies_in_the_home_as_released(
    server: httpx.AsyncClient, home: Home, api: ApiStandIn
) -> None:
    assert await fetched(server) == {"path": f"exercises/{ID}/{ID}.ipynb", "created": True}
    assert home.read(f"exercises/{ID}/{ID}.ipynb") == RELEASE
    assert [fact["kind"] for fact in api.facts.values()] == ["exercise.fetched"]


async def test_fetching_again_keeps_the_learners_work(
    server: httpx.AsyncClient, home: Home
) -> None:
    await fetched(server)
    home.write(f"exercises/{ID}/{ID}.ipynb", solved())
    assert (await fetched(server))["created"] is False
    assert home.read(f"exercises/{ID}/{ID}.ipynb") == solved()


async def test_two_fetches_at_once_create_one_file(server: httpx.AsyncClient, home: Home) -> None:
    answers = await asyncio.gather(*(fetched(server) for _ in range(4)))
    assert sorted(answer["created"] for answer in answers) == [False, False, False, True]
    assert home.files("exercises") == [f"exercises/{ID}/{ID}.ipynb"]


async def test_the_apis_own_sentence_reaches_the_learner(server: httpx.AsyncClient) -> None:
    answer = await server.post("exercise/fetch", json={"exercise": "next-week"})
    assert answer.status_code == 404
    assert answer.json()["error"] == {
        "code": "not_found",
        "sentence": "Exercise next-week is not released.",
    }


@pytest.mark.parametrize("name", ["../../etc", "", ".hidden", "a/b", "x" * 200, "a%00b"])
async def test_an_exercise_id_can_not_leave_its_folder(
    server: httpx.AsyncClient, home: Home, name: str
) -> None:
    answer = await server.post("exercise/fetch", json={"exercise": name})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad-request")
    assert home.files("exercises") == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (RELEASE, "Cell 2, your solution, is as it was"),
        (solved("# only a comment\n"), "Cell 2, your solution, is empty."),
        (solved("def budget(calls):\n    return (calls\n"), "Cell 2, line 2: '(' was never closed"),
        (solved("%time\nx = 1"), "Cell 2, line 1: the grader runs plain Python, so `%time`"),
        (notebook(TASK), "The cell for your solution is gone."),
        (notebook(cell("x = 1", "solution", solution=True)), 'The locked cell "task" was removed.'),
        (b"{}", "This is not a notebook"),
        (b"\xff\x00", "This is not a notebook"),
        (b"[" * 100_000, "This is not a notebook"),
        (solved("(" * 5000 + ")" * 5000), "Cell 2, line 1: "),
    ],
)
async def test_validating_names_what_to_mend(
    server: httpx.AsyncClient, home: Home, content: bytes, expected: str
) -> None:
    await fetched(server)
    home.write(f"exercises/{ID}/{ID}.ipynb", content)
    answer = (await server.post("exercise/validate", json=BODY)).raise_for_status().json()
    assert answer["ok"] is False
    assert answer["findings"][0]["sentence"].startswith(expected)


async def test_a_changed_locked_cell_is_found(server: httpx.AsyncClient, home: Home) -> None:
    await fetched(server)
    easier = cell("# An easier task", "task", locked=True, solution=False)
    home.write(
        f"exercises/{ID}/{ID}.ipynb", notebook(easier, cell("x = 1", "solution", solution=True))
    )
    findings = (await server.post("exercise/validate", json=BODY)).json()["findings"]
    assert [finding["cell"] for finding in findings] == [0]


async def test_magics_outside_of_the_solution_are_no_fault(
    server: httpx.AsyncClient, home: Home
) -> None:
    await fetched(server)
    mine = notebook(
        TASK,
        cell("%time budget(3)\n!ls\nawait thing()"),
        cell("def budget(calls):\n    return 3", "solution", solution=True),
    )
    home.write(f"exercises/{ID}/{ID}.ipynb", mine)
    answer = await server.post("exercise/validate", json=BODY)
    assert answer.json() == {"ok": True, "findings": []}


async def test_validating_works_while_the_api_is_away(
    server: httpx.AsyncClient, home: Home, api: ApiStandIn
) -> None:
    await fetched(server)
    api.status = 503
    answer = (await server.post("exercise/validate", json=BODY)).raise_for_status().json()
    assert answer["findings"][0]["sentence"].startswith("Cell 2, your solution, is as it was")


async def test_handing_in_what_was_never_fetched_says_so(server: httpx.AsyncClient) -> None:
    for call in ("exercise/submit", "exercise/validate"):
        answer = await server.post(call, json=BODY)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not-fetched")


async def test_a_double_click_hands_in_once(
    server: httpx.AsyncClient, home: Home, api: ApiStandIn
) -> None:
    home.write(f"exercises/{ID}/{ID}.ipynb", solved())
    first = server.post("exercise/submit", json=BODY)
    answers = await asyncio.gather(first, server.post("exercise/submit", json=BODY))
    later = await server.post("exercise/submit", json=BODY)
    assert [answer.json()["attempt"] for answer in (*answers, later)] == [1, 1, 1]
    assert len(api.submissions) == 1


async def test_a_changed_answer_is_a_new_attempt(
    server: httpx.AsyncClient, home: Home, api: ApiStandIn
) -> None:
    for text in ("x = 1", "x = 2"):
        home.write(f"exercises/{ID}/{ID}.ipynb", solved(text))
        (await server.post("exercise/submit", json=BODY)).raise_for_status()
    listed = (await server.get("exercise/submissions", params={"exercise": ID})).json()
    assert [one["attempt"] for one in listed["submissions"]] == [2, 1]
    assert listed["submissions"][0]["submitted_at"] == "2026-03-01T09:30:00Z"


async def test_trying_again_after_a_lost_answer_hands_in_once(
    server: httpx.AsyncClient, home: Home, api: ApiStandIn
) -> None:
    home.write(f"exercises/{ID}/{ID}.ipynb", solved())
    api.lose_next_answer = True
    lost = await server.post("exercise/submit", json=BODY)
    assert (lost.status_code, lost.json()["error"]["code"]) == (502, "api-failed")
    again = await server.post("exercise/submit", json=BODY)
    assert (again.json()["attempt"], len(api.submissions)) == (1, 1)


async def test_a_notebook_too_large_is_refused_before_it_is_sent(
    server: httpx.AsyncClient, home: Home, api: ApiStandIn
) -> None:
    home.write(f"exercises/{ID}/{ID}.ipynb", solved("#" * 3_000_000))
    answer = await server.post("exercise/submit", json=BODY)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "notebook-too-large")
    assert api.requests == []


async def test_every_request_to_the_api_carries_the_hub_token_and_a_request_id(
    server: httpx.AsyncClient, api: ApiStandIn
) -> None:
    answer = await server.get("progress")
    _method, path, headers, _body = api.requests[-1]
    assert path == "/v1/progress"
    assert headers["authorization"] == f"token {HUB_TOKEN}"
    assert headers["x-request-id"] == answer.headers["x-request-id"]


async def test_without_a_hub_reading_works_and_the_rest_says_what_is_missing(
    home: Home, catalogue: object, environment: Environment
) -> None:
    environment(ATLAS_CATALOGUE=str(catalogue))
    async with jupyter_server(home.path) as client:
        assert (await client.get("catalogue")).status_code == 200
        me = (await client.get("me")).json()
        assert (me["api"], me["courses"]) == ("down", [])
        refused = [
            await client.get("progress"),
            await client.post("exercise/fetch", json=BODY),
            await client.post("tutor", json={"question": "Why?"}),
        ]
        assert {answer.json()["error"]["code"] for answer in refused} == {"no-hub"}
        assert {answer.status_code for answer in refused} == {503}


async def test_without_a_catalogue_reading_says_how_to_get_one(home: Home) -> None:
    async with jupyter_server(home.path) as client:
        answer = await client.get("catalogue")
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "no-catalogue")


async def test_an_answer_that_makes_no_sense_is_the_services_fault_in_a_sentence(
    server: httpx.AsyncClient, api: ApiStandIn, home: Home
) -> None:
    home.write(f"exercises/{ID}/{ID}.ipynb", solved())
    api.nonsense = True
    answer = await server.post("exercise/submit", json=BODY)
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "api-failed")
    assert answer.headers["x-request-id"] in answer.json()["error"]["sentence"]
