"""Sixty learners come at once. Their servers are light ones, so that two cores are enough."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from cluster_world import Release, wait_for
from machine_room import Person

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(900)]
COUNT = 60
WITHIN_S = 300
LOOK_EVERY_S = 2.0
LIGHT = {
    "singleuser": {
        "image": os.environ.get("ATLAS_LIGHT_IMAGE", ""),
        "prePull": False,
        "defaultUrl": "/api/status",
        "profiles": [
            {
                "name": "light",
                "title": "Light",
                "description": "",
                "groups": [],
                "cpu": {"request": "1m", "limit": "1"},
                "memory": {"request": "48Mi", "limit": "256Mi"},
                "internet": False,
            }
        ],
    }
}
INVITE = f"""
from atlas_hub.kubernetes.accounts import main
for number in range({COUNT}):
    main(["invite", f"many-{{number:02d}}", "systems", "learner"])
"""
NAMES = [f"many-{number:02d}" for number in range(COUNT)]


@pytest.fixture
def light(release: Release, tmp_path: Path) -> Person:
    """The operator of a release whose servers are light. The last story: nothing is put back."""
    tag = next(value for value in release.values if value.startswith("image.tag=")).split("=")[1]
    values = json.loads(json.dumps(LIGHT))
    values["singleuser"]["image"] = LIGHT["singleuser"]["image"] or f"localhost/atlas/light:{tag}"
    (tmp_path / "light.json").write_text(json.dumps(values))
    release.upgrade(files=[tmp_path / "light.json"])
    admin = release.admin()
    line = ("exec", f"deployment/{release.name}-hub", "-c", "hub", "--", "python", "-c", INVITE)
    release.kubectl(*line)
    answer = admin.call("POST", "/hub/api/users", json={"usernames": NAMES})
    assert answer.status_code == 201, answer.text
    return admin


def test_sixty_servers_start_within_five_minutes(light: Person) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(COUNT) as pool:
        asked = list(pool.map(lambda name: ask(light, name), NAMES))
    assert set(asked) <= {201, 202}, "a start was refused"
    missing = set(NAMES)

    def all_answer() -> bool:
        # One question for all: sixty people who ask ten times a second cost a core of the two.
        time.sleep(LOOK_EVERY_S)
        for name in sorted(missing & ready(light)):
            if answers(light, name):
                missing.discard(name)
        return not missing

    wait_for(all_answer, WITHIN_S, f"{COUNT} servers; {len(missing)} are missing")
    assert time.monotonic() - began < WITHIN_S
    assert ready(light) >= set(NAMES), "the hub lost a start"


def ask(admin: Person, name: str) -> int:
    return admin.call("POST", f"/hub/api/users/{name}/server", timeout=120).status_code


def ready(admin: Person) -> set[str]:
    """Whose server the hub says to be ready."""
    query = {"state": "ready", "limit": "200"}
    return {user["name"] for user in admin.call("GET", "/hub/api/users", params=query).json()}


def answers(admin: Person, name: str) -> bool:
    try:
        return admin.call("GET", f"/user/{name}/api/status", timeout=10).status_code == 200
    except httpx.HTTPError:
        return False
