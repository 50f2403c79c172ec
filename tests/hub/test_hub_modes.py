"""Other ways to run Atlas: for one person where nothing can be confined, and with idle servers."""

import json
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from machine_fixtures import free_ports
from machine_room import MachineRoom, Person, runs, wait_for

pytestmark = [pytest.mark.hub, pytest.mark.enable_socket, pytest.mark.timeout(300)]


@pytest.fixture
def unconfined(tmp_path: Path, catalogue: Path) -> Iterator[MachineRoom]:
    made = MachineRoom(
        state=tmp_path / "state",
        port=free_ports(),
        catalogue=catalogue,
        environ={"ATLAS_CONFINED": "0", "ATLAS_IDLE_MINUTES": "1"},
    )
    try:
        made.start()
        yield made
    finally:
        made.stop()


def test_without_confinement_one_person_is_served_and_told_so(unconfined: MachineRoom) -> None:
    assert "serves one person" in unconfined.printed()
    stranger = Person(unconfined.url, "ada")
    with pytest.raises(AssertionError, match="could not sign in: 403"):
        stranger.sign_in(unconfined.accounts()["ada"])
    stranger.close()
    admin = unconfined.login("admin")
    admin.start_server()
    assert admin.run("6 * 7") == "42"
    link = admin.run("import os; print(os.environ['ATLAS_FORMGRADER_URL'])")
    assert link.startswith("/hub/spawn/course-systems")
    kernel = json.loads(
        admin.run("import ipykernel.connect as c; print(c.get_connection_info())").strip()
    )
    assert kernel["transport"] == "tcp"
    assert "curve_publickey" in kernel, "kernels on TCP are encrypted"


def test_an_idle_server_is_ended_and_starts_again(unconfined: MachineRoom) -> None:
    admin = unconfined.login("admin")
    admin.start_server()
    record = unconfined.state / "run" / "servers" / "admin.json"
    server = psutil.Process(json.loads(record.read_text())["pid"])
    wait_for(lambda: not runs(server), 180, "the idle server to end")
    wait_for(lambda: not record.exists(), 60, "the hub to notice")
    admin.start_server()
    assert admin.run("1 + 1") == "2"
