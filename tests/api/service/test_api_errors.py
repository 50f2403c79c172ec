"""Every failure has the same shape; logs have ids and no secrets."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from api_world import World, sentence
from atlas_api.errors import CODES, STATUS, Code
from atlas_api.identity.hub import HubUser
from atlas_api.logs import SecretFreeFormatter, request_id
from atlas_api.settings import SettingsError, read_settings

SECRET = "sk-the-key-of-the-model"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(SecretFreeFormatter([SECRET]))
    logger = logging.getLogger("atlas_api")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(before)


def parsed(lines: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_every_code_has_a_status_of_its_own() -> None:
    assert set(STATUS) == set(Code)
    assert len(CODES) == len(STATUS)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/facts", 405),
        ("GET", "/v1/courses/unknown/exercises", 403),
    ],
)
async def test_what_is_not_there_says_so_in_the_same_shape(
    world: World, method: str, path: str, status: int
) -> None:
    answer = await world.call("ada", method, path)
    assert answer.status_code == status
    sentence(answer)


async def test_a_failure_that_nobody_foresaw_shows_no_trace_and_is_logged_with_its_id(
    world: World, lines: io.StringIO
) -> None:
    # A name that is too long for any database is no input that the hub would give.
    world.hub.users["giant"] = HubUser(name="x\ud800", groups=frozenset({"systems-learners"}))
    answer = await world.call(
        "giant", "POST", "/v1/facts", json={"facts": []}, headers={"X-Request-Id": "from-lab-42"}
    )
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    sentence(answer)
    assert answer.headers["x-request-id"] == "from-lab-42"
    (failure,) = [line for line in parsed(lines) if line["level"] == "ERROR"]
    assert failure["request_id"] == "from-lab-42"
    assert "Traceback" in str(failure["exc_info"])


async def test_each_request_is_one_line_without_query_or_token(
    world: World, lines: io.StringIO
) -> None:
    answer = await world.call(
        "ada", "GET", "/v1/courses/systems/submissions", params={"exercise": "private-thing"}
    )
    (line,) = parsed(lines)
    assert line["path"] == "/v1/courses/systems/submissions"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["request_id"] == answer.headers["x-request-id"]
    assert "private-thing" not in lines.getvalue()
    assert "token" not in lines.getvalue()


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space in it", "<script>alert</script>"])
async def test_an_unsound_request_id_is_replaced(world: World, given: str) -> None:
    answer = await world.call("nobody", "GET", "/health", headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 16


def test_a_secret_is_taken_out_of_messages_and_traces(lines: io.StringIO) -> None:
    mark = request_id.set("12345678")
    try:
        raise RuntimeError(f"the key {SECRET} failed")
    except RuntimeError:
        logging.getLogger("atlas_api").exception("with %s", SECRET, extra={"more": SECRET})
    request_id.reset(mark)
    assert SECRET not in lines.getvalue()
    assert lines.getvalue().count("[secret]") == 3


def test_settings_hide_their_secrets_and_name_what_is_wrong() -> None:
    settings = read_settings({"ATLAS_MODEL_KEY": SECRET, "ATLAS_PORT": "9000"})
    assert SECRET not in repr(settings)
    assert settings.secrets == (SECRET,)
    assert settings.port == 9002
    assert settings.hub_url == "http://127.0.0.1:9001/hub/api"
    assert read_settings({"ANTHROPIC_API_KEY": SECRET}).model_key == SECRET
    assert read_settings({"ATLAS_COURSES": " a, b ,"}).courses == ("a", "b")
    with pytest.raises(SettingsError, match="ATLAS_PORT"):
        read_settings({"ATLAS_PORT": "many"})
    with pytest.raises(SettingsError, match="ATLAS_DATABASE_URL"):
        read_settings({"ATLAS_DATABASE_URL": "mysql://x"})
    url = read_settings({"ATLAS_DATABASE_URL": "postgresql://u:p@h/d"}).database_url
    assert url == "postgresql+psycopg://u:p@h/d"


def test_the_service_needs_no_other_room() -> None:
    rooms = {"atlas_hub", "atlas_server", "atlas_grading", "atlas_widgets", "atlas_authoring"}
    code = "import sys, atlas_api.__main__; print(*sorted(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.partition(".")[0] for name in ended.stdout.split()}
    assert "atlas_api" in loaded
    assert not rooms & loaded
