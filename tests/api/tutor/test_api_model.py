"""The gateway to the model, against an endpoint that speaks its streaming protocol."""

import asyncio
import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from api_catalogue import write_catalogue
from api_events import ask, read_events
from api_model_endpoint import Endpoint, cites, running_app, running_endpoint
from api_world import SetClock, World
from atlas_api.app import build_app
from atlas_api.identity.hub import HubUser, NullHub
from atlas_api.settings import Settings
from atlas_api.tutor.anthropic_model import AnthropicModel
from atlas_api.tutor.tables import TutorUsage
from sqlalchemy import select

pytestmark = pytest.mark.enable_socket
KEY = "sk-ant-the-key-of-this-test"
QUESTION = "Why does jitter help against a retry storm?"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with running_endpoint() as endpoint:
        yield endpoint


@pytest.fixture
def model(endpoint: Endpoint) -> AnthropicModel:
    return AnthropicModel(key=KEY, url=endpoint.url, model="the-model")


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    write_catalogue(tmp_path / "catalogue.sqlite")
    return replace(
        settings,
        catalogue=tmp_path / "catalogue.sqlite",
        model_key=KEY,
        model="the-model",
    )


async def test_text_and_citations_stream_through(world: World, endpoint: Endpoint) -> None:
    endpoint.says("Retries ", "spread out")
    endpoint.pieces += [cites(0), cites(0), {"type": "text_delta", "text": ". Yes [2]."}, cites(7)]
    answer = await ask(world, question=QUESTION)
    assert answer.text == "Retries spread out [1]. Yes [2]."
    assert answer.cited == [1, 2]
    assert answer.names[-1] == "done"
    (headers,) = endpoint.headers
    assert headers["authorization"] == f"Bearer {KEY}"


async def test_what_is_sent_is_the_policy_the_passages_and_nothing_that_the_api_refuses(
    world: World, endpoint: Endpoint
) -> None:
    endpoint.says("x")
    await ask(world, question=QUESTION)
    (request,) = endpoint.requests
    assert set(request) == {"model", "max_tokens", "system", "messages", "stream"}
    assert request["model"] == "the-model"
    system = request["system"]
    assert system[0]["cache_control"] == {"type": "ephemeral"}
    content = request["messages"][-1]["content"]
    assert [block["type"] for block in content] == ["search_result", "search_result", "text"]
    assert content[0]["citations"] == {"enabled": True}
    assert content[0]["source"].startswith("course/retries#")


async def test_usage_is_what_the_endpoint_counted_cache_included(
    world: World, endpoint: Endpoint
) -> None:
    endpoint.says("x")
    await ask(world, question=QUESTION)
    with world.service.database.reading() as session:
        (usage,) = session.scalars(select(TutorUsage))
    assert (usage.input_tokens, usage.output_tokens) == (120, 42)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "begin a new talk"),
        (401, "tell your operator"),
        (403, "tell your operator"),
        (404, "does not exist"),
        (413, "begin a new talk"),
        (429, "busy"),
        (500, "can't be reached"),
        (529, "busy"),
    ],
)
async def test_an_error_of_the_endpoint_is_a_sentence_and_the_key_is_nowhere(
    world: World, endpoint: Endpoint, status: int, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("anthropic").setLevel(logging.WARNING)
    endpoint.status = status
    answer = await world.call("ada", "POST", "/v1/tutor/ask", json={"question": QUESTION})
    events = read_events(answer.text)
    assert events.names == ["meta", "error"]
    assert words in str(events.data("error")["sentence"])
    assert KEY not in answer.text
    assert KEY not in str(answer.headers)
    assert KEY not in caplog.text


async def test_an_answer_that_breaks_off_ends_with_an_error(
    world: World, endpoint: Endpoint
) -> None:
    endpoint.says("Half an ans")
    endpoint.breaks_off = True
    answer = await ask(world, question=QUESTION)
    assert answer.text == "Half an ans"
    assert answer.names[-1] == "error"


async def test_an_endpoint_that_is_not_there_is_a_sentence(settings: Settings) -> None:
    model = AnthropicModel(key=KEY, url="http://127.0.0.1:9", model="m")
    hub = NullHub(users={"ada": HubUser(name="ada", groups=frozenset({"systems-learners"}))})
    app = build_app(settings, hub=hub, clock=SetClock(), model=model)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://atlas") as client,
    ):
        answer = await client.post(
            "/v1/tutor/ask", json={"question": "x"}, headers={"Authorization": "token ada"}
        )
    assert "can't be reached" in str(read_events(answer.text).data("error")["sentence"])


async def test_a_full_or_declined_answer_says_so(world: World, endpoint: Endpoint) -> None:
    endpoint.says("On and on")
    endpoint.stop_reason = "max_tokens"
    assert "ask for the rest" in (await ask(world, question=QUESTION)).text
    endpoint.stop_reason = "refusal"
    assert "declined" in str((await ask(world, question=QUESTION)).data("error")["sentence"])


async def test_a_learner_who_leaves_ends_the_model_s_answer_and_pays_for_it(
    settings: Settings, endpoint: Endpoint
) -> None:
    """Over a real socket, because leaving is a matter of sockets."""
    endpoint.says(*["word "] * 200)
    endpoint.pause_s = 0.05
    hub = NullHub(users={"ada": HubUser(name="ada", groups=frozenset({"systems-learners"}))})
    model = AnthropicModel(key=KEY, url=endpoint.url, model="m")
    app = build_app(settings, hub=hub, clock=SetClock(), model=model)
    with running_app(app) as url:
        async with (
            httpx.AsyncClient() as client,
            client.stream(
                "POST",
                f"{url}/v1/tutor/ask",
                json={"question": QUESTION},
                headers={"Authorization": "token ada"},
            ) as answer,
        ):
            async for line in answer.aiter_lines():
                if line.startswith("event: delta"):
                    break
        for _ in range(100):
            await asyncio.sleep(0.05)
            with app.state.service.database.reading() as session:
                (usage,) = session.scalars(select(TutorUsage))
                if usage.input_tokens == 120:
                    break
        assert (usage.questions, usage.input_tokens) == (1, 120)
        await asyncio.sleep(0.2)
        assert endpoint.finished == 0
    app.state.service.database.close()


async def test_the_key_is_in_no_log_line_even_at_debug(world: World, endpoint: Endpoint) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    endpoint.says("x")
    await ask(world, question=f"My key is {KEY[:5]}")
    logging.getLogger().removeHandler(handler)
    assert KEY not in stream.getvalue()
