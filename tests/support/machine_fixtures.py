"""Fixtures of the tests that need a whole Atlas; a folder's conftest.py imports what it uses."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine_room import MachineRoom, Person

FIRST_PORT = int(os.environ.get("ATLAS_TEST_PORT", "9600"))
MODEL_KEY = "planted-model-key-5f1c"


def free_ports(first: int = FIRST_PORT, step: int = 4) -> int:
    """The first of four neighbouring free ports."""
    for port in range(first, first + 400, step):
        if all(is_free(port + offset) for offset in range(4)):
            return port
    raise AssertionError(f"no four free ports from {first} on")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def given_catalogue() -> Path | None:
    """A catalogue built before; without it each machine-room builds the course's own."""
    given = os.environ.get("ATLAS_TEST_CATALOGUE")
    return Path(given) if given else None


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One catalogue for all machine-rooms of a run."""
    if given := given_catalogue():
        return given
    builder = MachineRoom(state=tmp_path_factory.mktemp("built") / "state", port=1)
    builder.prepare_catalogue()
    return builder.state / "catalogue" / "catalogue.sqlite"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, catalogue: Path) -> Iterator[MachineRoom]:
    """A running Atlas with a model key planted; it leaves no process behind."""
    state = tmp_path_factory.mktemp("room") / "state"
    made = MachineRoom(
        state=state,
        port=free_ports(),
        catalogue=catalogue,
        environ={"ATLAS_MODEL_KEY": MODEL_KEY, "ATLAS_MODEL_URL": "http://127.0.0.1:9"},
    )
    try:
        made.start()
        yield made
    finally:
        made.stop()
        for process in made.processes():
            process.kill()
        shutil.rmtree(state, ignore_errors=True)


@pytest.fixture(scope="module")
def ada(room: MachineRoom) -> Person:
    """A learner with a running server."""
    person = room.login("ada")
    person.start_server()
    return person
