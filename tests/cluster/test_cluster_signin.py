"""Sign-in by OpenID Connect: names, roles and operators come from the provider's groups."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cluster_world import Release, wait_for

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(600)]
PORT = 8443
# A provider of our own: a code is a name, and the groups stand in a table.
PROVIDER = """
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs
GROUPS = {"ada": ["cs101"], "ines": ["staff"], "root": ["it"], "eve": ["others"],
          "course-systems": ["staff"]}
class Provider(BaseHTTPRequestHandler):
    def answer(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer({"access_token": form["code"][0], "token_type": "Bearer"})
    def do_GET(self):
        name = self.headers["Authorization"].split()[1]
        self.answer({"preferred_username": name, "groups": GROUPS[name]})
HTTPServer(("", 8443), Provider).serve_forever()
"""
VALUES = {
    "auth": {
        "kind": "oidc",
        "oidc": {
            "clientId": "atlas",
            "authorizeUrl": "https://login.example.org/authorize",
            "tokenUrl": f"http://provider:{PORT}/token",
            "userinfoUrl": f"http://provider:{PORT}/userinfo",
            "callbackUrl": "http://127.0.0.1/hub/oauth_callback",
            "groups": {"systems-learners": ["cs101"], "systems-instructors": ["staff"]},
            "adminGroups": ["it"],
            "ports": [PORT],
        },
    }
}


@pytest.fixture(scope="module")
def oidc(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """The release with sign-in by the provider; afterwards with its own accounts again."""
    image = release.get("deployment", "atlas-api")["spec"]["template"]["spec"]["containers"][0]
    provider = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "provider", "labels": {"app": "provider"}},
        "spec": {
            "containers": [
                {"name": "p", "image": image["image"], "command": ["python", "-c", PROVIDER]}
            ]
        },
    }
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "provider"},
        "spec": {"selector": {"app": "provider"}, "ports": [{"port": PORT}]},
    }
    for made in (provider, service):
        release.kubectl("apply", "-f", "-", given=json.dumps(made))
    release.kubectl("wait", "--for=condition=Ready", "pod/provider", "--timeout=60s")
    path: Path = tmp_path_factory.mktemp("values") / "oidc.json"
    path.write_text(json.dumps(VALUES))
    release.upgrade(files=[path])
    yield release
    release.kubectl("delete", "pod/provider", "service/provider", "--wait=false")
    release.upgrade()


def sign_in(release: Release, name: str) -> httpx.Response:
    """Go to the provider and come back with a code; the hub's last answer."""
    with httpx.Client(base_url=release.url, trust_env=False, timeout=30) as client:
        asked = client.get("/hub/oauth_login")
        assert asked.status_code == 302, asked.text
        target = urlsplit(asked.headers["location"])
        assert target.hostname == "login.example.org"
        query = parse_qs(target.query)
        assert "code_challenge" in query
        code = {"code": name, "state": query["state"][0]}
        came_back = client.get("/hub/oauth_callback", params=code)
        if came_back.status_code != 302:
            return came_back
        return client.get("/hub/home", follow_redirects=False)


def groups(release: Release) -> dict[str, tuple[list[str], bool]]:
    """What the hub's database knows of each person."""
    query = (
        "select u.name, u.admin, coalesce(string_agg(g.name, ' '), '') from users u "
        "left join user_group_map m on m.user_id = u.id left join groups g on g.id = m.group_id "
        "group by u.name, u.admin"
    )
    rows = release.sql("hub", query)
    return {name: (sorted(held.split()), admin == "t") for name, admin, held in rows}


def test_groups_of_the_provider_become_roles(oidc: Release) -> None:
    wait_for(oidc.hub_ready, 60, "the hub")
    for name in ("ada", "ines", "root"):
        assert sign_in(oidc, name).status_code == 200, name
    known = groups(oidc)
    assert known["ada"] == (["systems-learners"], False)
    assert known["ines"] == (["systems-instructors"], False)
    assert known["root"] == (["operators"], True)


@pytest.mark.parametrize("name", ["eve", "course-systems"])
def test_who_has_no_group_or_a_courses_name_is_not_let_in(oidc: Release, name: str) -> None:
    assert sign_in(oidc, name).status_code == 403
