"""The way to JupyterHub, against a hub on loopback: whose token is taken, and whose is not."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from api_model_endpoint import running_app
from atlas_api.identity.hub import HttpHub, HubUnreachableError, HubUser, TokenRefusedError
from fastapi import FastAPI, Request
from fastapi.responses import Response

pytestmark = pytest.mark.enable_socket


@dataclass
class Answers:
    """What the hub says: by token for /user, by path for all else."""

    url: str = ""
    user: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    status: int = 200
    refused: int = 0  # so many questions are answered 403, whoever asks
    asked: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def answers() -> Iterator[Answers]:
    answers = Answers()
    app = FastAPI(docs_url=None, openapi_url=None)

    @app.get("/hub/api/{path:path}")
    def answer(path: str, request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("token ")
        answers.asked.append((path, token))
        if answers.status != 200 or path == "":
            return Response("{}", answers.status)
        if answers.refused:
            answers.refused -= 1
            return Response("{}", 403)
        if path == "user":
            return Response(answers.user.get(token, "{}"), 200 if token in answers.user else 403)
        allowed = token == "service" and path in answers.users
        return Response(answers.users.get(path, ""), 200 if allowed else 404)

    with running_app(app) as url:
        answers.url = f"{url}/hub/api"
        yield answers


async def whoami(answers: Answers, token: str, *, service_token: str = "") -> HubUser:
    hub = HttpHub(url=answers.url, service_token=service_token)
    try:
        return await hub.whoami(token)
    finally:
        await hub.close()


async def test_the_callers_own_token_tells_name_and_groups(answers: Answers) -> None:
    answers.user["t"] = '{"kind": "user", "name": "ada", "groups": ["systems-learners"], "x": 1}'
    user = await whoami(answers, "t")
    assert user == HubUser(name="ada", groups=frozenset({"systems-learners"}))
    assert answers.asked == [("user", "t")]


async def test_a_hub_that_lost_its_database_is_asked_once_more(answers: Answers) -> None:
    answers.user["t"] = '{"kind": "user", "name": "ada", "groups": []}'
    answers.refused = 1
    assert (await whoami(answers, "t")).name == "ada"
    answers.refused = 2
    with pytest.raises(TokenRefusedError):
        await whoami(answers, "t")


async def test_what_a_token_may_not_read_is_looked_up_with_the_services_own(
    answers: Answers,
) -> None:
    answers.user["t"] = '{"kind": "user", "name": "in es"}'
    answers.users["users/in es"] = (
        '{"kind": "user", "name": "in es", "admin": true, "groups": ["systems-instructors"]}'
    )
    user = await whoami(answers, "t", service_token="service")
    assert user == HubUser(name="in es", groups=frozenset({"systems-instructors"}), admin=True)
    assert answers.asked == [("user", "t"), ("users/in es", "service")]
    assert (await whoami(answers, "t")).groups == frozenset()


async def test_a_lookup_that_is_refused_leaves_what_is_known(answers: Answers) -> None:
    answers.user["t"] = '{"kind": "user", "name": "ada", "groups": ["systems-learners"]}'
    user = await whoami(answers, "t", service_token="another")
    assert user.groups == frozenset({"systems-learners"})
    assert user.admin is False


@pytest.mark.parametrize(
    "body",
    [
        '{"kind": "service", "name": "ada", "groups": ["systems-instructors"]}',
        '{"kind": "user", "name": "ines", "groups": [], "session_id": "of-a-browser"}',
        '{"kind": "user", "name": ""}',
    ],
)
async def test_a_token_of_a_service_or_a_browser_session_is_refused(
    answers: Answers, body: str
) -> None:
    answers.user["t"] = body
    with pytest.raises(TokenRefusedError):
        await whoami(answers, "t")


async def test_an_unknown_token_is_refused(answers: Answers) -> None:
    with pytest.raises(TokenRefusedError):
        await whoami(answers, "nobody's")


@pytest.mark.parametrize("status", [404, 429, 500, 502, 503, 302])
async def test_a_hub_that_cannot_answer_is_unreachable(answers: Answers, status: int) -> None:
    answers.status = status
    with pytest.raises(HubUnreachableError):
        await whoami(answers, "t")


@pytest.mark.parametrize("body", ["", "[]", "<html>", '{"kind": "user"}'])
async def test_an_answer_of_another_shape_is_unreachable(answers: Answers, body: str) -> None:
    answers.user["t"] = body
    with pytest.raises(HubUnreachableError):
        await whoami(answers, "t")


async def test_a_hub_that_is_not_there_is_unreachable() -> None:
    hub = HttpHub(url="http://127.0.0.1:9/hub/api")
    with pytest.raises(HubUnreachableError):
        await hub.whoami("t")
    assert await hub.ping() is False
    await hub.close()


async def test_ping_needs_no_token(answers: Answers) -> None:
    hub = HttpHub(url=answers.url)
    assert await hub.ping() is True
    answers.status = 503
    assert await hub.ping() is False
    await hub.close()
    assert {token for _, token in answers.asked} == {""}
