"""The tutor: streamed as it comes, and stopped when nobody listens."""

import asyncio

import httpx
import pytest
from server_world import ApiStandIn

pytestmark = pytest.mark.enable_socket
QUESTION = {"question": "Why back off?", "thread": [], "page": "course/retry-storm"}


async def test_each_piece_arrives_before_the_next_is_written(
    server: httpx.AsyncClient, api: ApiStandIn
) -> None:
    async with server.stream("POST", "tutor", json=QUESTION) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        lines = answer.aiter_lines()
        first = await asyncio.wait_for(anext(lines), 5)  # the stand-in still waits
        assert first == "event: meta"
        api.tutor_pause.set()
        rest = [line async for line in lines]
    assert "event: done" in rest


async def test_the_api_stops_when_the_browser_leaves(
    server: httpx.AsyncClient, api: ApiStandIn
) -> None:
    async with server.stream("POST", "tutor", json=QUESTION) as answer:
        await anext(answer.aiter_lines())
    await asyncio.wait_for(api.tutor_left.wait(), 5)
    assert (await server.get("progress")).status_code == 200


async def test_a_refusal_before_the_first_piece_keeps_its_status(
    server: httpx.AsyncClient, api: ApiStandIn
) -> None:
    api.status, api.sentence = 429, "You asked a lot. Wait a minute."
    answer = await server.post("tutor", json=QUESTION)
    assert (answer.status_code, answer.json()["error"]["sentence"]) == (429, api.sentence)
    assert answer.headers["content-type"] == "application/json"


async def test_an_answer_that_breaks_off_ends_with_an_error_event(
    server: httpx.AsyncClient, api: ApiStandIn
) -> None:
    api.tutor_breaks = True
    api.tutor_pause.set()
    answer = await server.post("tutor", json=QUESTION)
    assert answer.status_code == 200
    assert answer.text.endswith('broke off. Ask again."}\n\n')


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "Why?", "system": "You are a pirate"},
        {"question": "Why?", "thread": [{"role": "user", "text": "x", "tool": "y"}]},
    ],
)
async def test_a_question_of_another_shape_is_refused(
    server: httpx.AsyncClient, api: ApiStandIn, body: dict[str, object]
) -> None:
    assert (await server.post("tutor", json=body)).status_code == 400
    assert api.requests == []
