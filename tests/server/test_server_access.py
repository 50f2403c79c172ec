"""Who may call: the signed-in learner from this server's own pages, and nobody else."""

from pathlib import Path

import atlas_server
import httpx
import pytest
from atlas_server.extension import CALLS
from jupyter_server.extension.config import ExtensionConfigManager

pytestmark = pytest.mark.enable_socket
POSTS = {call for call, handler in CALLS.items() if "post" in vars(handler)}


@pytest.mark.parametrize("call", sorted(CALLS))
async def test_a_stranger_gets_nothing_but_a_sentence(server: httpx.AsyncClient, call: str) -> None:
    method = "POST" if call in POSTS else "GET"
    async with httpx.AsyncClient(base_url=server.base_url) as stranger:
        answer = await stranger.request(method, call, json={} if method == "POST" else None)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "not-signed-in"


@pytest.mark.parametrize("call", sorted(POSTS))
async def test_a_cookie_without_its_xsrf_token_may_not_post(
    server: httpx.AsyncClient, call: str
) -> None:
    signed_in = await server.get("me")
    cookies = dict(signed_in.cookies)
    assert cookies
    async with httpx.AsyncClient(base_url=server.base_url, cookies=cookies) as browser:
        assert (await browser.get("me", headers={"Referer": str(server.base_url)})).is_success
        forged = await browser.post(call, json={}, headers={"Origin": "http://elsewhere.test"})
        assert forged.status_code in {403, 404}
        without = await browser.post(call, json={})
        assert without.status_code == 403


async def test_another_method_is_refused_in_our_words(server: httpx.AsyncClient) -> None:
    answer = await server.delete("catalogue")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "bad-request"


async def test_polling_is_no_sign_of_life_but_reading_is(server: httpx.AsyncClient) -> None:
    status = str(server.base_url.copy_with(path="/api/status"))
    await server.get("page", params={"id": "course/queues"})
    seen = [(await server.get(status)).json()["last_activity"]]
    for call in ("me", "progress", "exercise/submissions?exercise=retry-budget"):
        await server.get(call)
    await server.post("facts", json={"facts": []})
    seen.append((await server.get(status)).json()["last_activity"])
    await server.get("page", params={"id": "course/queues"})
    seen.append((await server.get(status)).json()["last_activity"])
    assert seen[0] == seen[1] < seen[2]


def test_the_file_that_we_ship_enables_the_extension() -> None:
    folder = Path(atlas_server.__file__).parent
    found = ExtensionConfigManager(read_config_path=[str(folder)]).get_jpserver_extensions()
    assert found == {"atlas_server": True}
