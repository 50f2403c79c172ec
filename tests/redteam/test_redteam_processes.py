"""From inside learner A's kernel: other processes, files, and the machine itself."""

import os

import pytest
from attacker import Attacker
from machine_fixtures import MODEL_KEY
from machine_room import PROJECT, MachineRoom, Person

pytestmark = [pytest.mark.redteam, pytest.mark.enable_socket, pytest.mark.timeout(300)]

KEY = MODEL_KEY.encode().hex()
MARK = "what-only-lin-knows-77"


@pytest.fixture(scope="module")
def lin(room: MachineRoom) -> Person:
    person = room.login("lin")
    person.start_server()
    person.run(
        f"import os; secret = os.environ['SECRET'] = {MARK!r}; open('diary','w').write(secret)"
    )
    return person


@pytest.fixture(scope="module")
def attacker(ada: Person, lin: Person) -> Attacker:
    return Attacker(ada.kernel())


def worker_token(room: MachineRoom) -> str:
    return (room.state / "secrets" / "worker-token").read_text().strip()


def test_no_environment_holds_the_model_key(room: MachineRoom, attacker: Attacker) -> None:
    call = f"processes_whose('environ', {KEY!r})"
    assert room.pid("api") in attacker.outside(call)
    assert attacker.inside(call) == []


def test_outside_the_model_key_is_with_the_api_and_its_keepers_alone(
    room: MachineRoom, attacker: Attacker
) -> None:
    holders = set(attacker.outside(f"processes_whose('environ', {KEY!r})"))
    assert room.process
    keepers = {room.pid("api"), room.pid("supervisor"), room.process.pid, os.getpid()}
    others = {room.pid(name) for name in ("hub", "proxy", "worker", "culler")}
    assert holders & others == set()
    assert holders & keepers


def test_no_memory_within_reach_holds_the_model_key(room: MachineRoom, attacker: Attacker) -> None:
    control = attacker.outside(f"processes_whose_memory({KEY!r}, [{room.pid('api')}])")
    assert control == [room.pid("api")]
    assert attacker.inside(f"processes_whose_memory({KEY!r})") == []


def test_no_memory_within_reach_holds_the_workers_token(
    room: MachineRoom, attacker: Attacker
) -> None:
    token = worker_token(room).encode().hex()
    control = attacker.outside(f"processes_whose_memory({token!r}, [{room.pid('worker')}])")
    assert control == [room.pid("worker")]
    assert attacker.inside(f"processes_whose_memory({token!r})") == []


def test_no_memory_within_reach_holds_what_another_learner_typed(attacker: Attacker) -> None:
    call = f"processes_whose('environ', {b'JUPYTERHUB_USER=lin'.hex()!r})"
    lins = attacker.outside(call)
    assert lins
    mark = MARK.encode().hex()
    assert attacker.outside(f"processes_whose_memory({mark!r}, {lins})")
    assert attacker.inside(call) == []
    assert attacker.inside(f"processes_whose_memory({mark!r})") == []


def test_only_the_learners_own_processes_are_seen(room: MachineRoom, attacker: Attacker) -> None:
    assert any(
        "jupyterhub --config" in line for line in map(str, attacker.outside("command_lines()"))
    )
    seen = attacker.inside("command_lines()")
    assert 2 <= len(seen) <= 5
    for line in seen:
        assert "singleuser" in line or "/kernel.py" in line or "bwrap" in line, line


@pytest.mark.parametrize("program", ["hub", "api", "worker", "proxy", "supervisor"])
def test_no_process_outside_can_be_signalled(
    room: MachineRoom, attacker: Attacker, program: str
) -> None:
    pid = room.pid(program)
    assert attacker.outside(f"signals({pid})")
    assert not attacker.inside(f"signals({pid}) and {pid} > 1000")


def test_state_and_secrets_and_other_homes_can_not_be_read(
    room: MachineRoom, attacker: Attacker
) -> None:
    course = room.state / "homes" / "course-systems"
    course.mkdir(exist_ok=True)
    (course / "gradebook.db").touch()
    names = [
        "", "accounts.json", "accounts.txt", "secrets", "secrets/worker-token", "run", "log",
        "log/hub.log", "hub/jupyterhub.sqlite", "hub/rules/rules.toml", "api", "api/atlas.sqlite",
        "homes", "homes/lin", "homes/lin/diary", "homes/course-systems/gradebook.db",
    ]  # fmt: skip
    paths = [str(room.state / name) for name in names]
    assert attacker.outside(f"readable({paths})") == paths
    assert attacker.inside(f"readable({paths})") == []


def test_graders_hub_and_history_can_not_be_read(attacker: Attacker) -> None:
    names = ["graders/hidden", "graders/atlas_grading", "graders", "hub", "tests", "pyproject.toml"]
    paths = [str(PROJECT / name) for name in names]
    assert attacker.outside(f"readable({paths})") == paths
    assert attacker.inside(f"readable({[*paths, str(PROJECT / '.git')]})") == []


def test_no_copy_of_a_secret_lies_anywhere(room: MachineRoom, attacker: Attacker) -> None:
    names = ["accounts.json", "worker-token", "atlas.sqlite", "gradebook.db", "diary", "shadow",
             "checks.py", "reference.py", "hints.yaml"]  # fmt: skip
    outside = attacker.outside(f"files_named({names}, [{str(room.state)!r}])")
    assert len(outside) >= 4
    inside = attacker.inside(f"files_named({names})")
    own = str(PROJECT / "extensions")
    assert [path for path in inside if "site-packages" not in path and own not in path] == []


def test_nothing_but_the_home_and_scratch_can_be_written(attacker: Attacker) -> None:
    system = ["/", "/etc", "/usr", "/usr/bin", "/srv", "/srv/atlas", "/srv/jupyter", "/dev"]
    system += ["/home", "/root", *(str(PROJECT / name) for name in ("", ".venv", "extensions"))]
    own = ["/home/ada", "/tmp", "/run", "/dev/shm"]
    # A checkout below /tmp leaves its empty name in the learner's own scratch, and nothing of it.
    name = [str(PROJECT)] if PROJECT.is_relative_to("/tmp") else []
    assert set(attacker.inside(f"written({own + system})")) == {*own, *name}


def test_scratch_space_is_bounded(attacker: Attacker) -> None:
    for place in ("/tmp", "/dev/shm", "/run"):
        size = attacker.inside(f"(lambda s: s.f_blocks * s.f_frsize)(os.statvfs({place!r}))")
        assert size <= 512 << 20, place


def test_no_switch_of_the_machine_can_be_turned(attacker: Attacker) -> None:
    if os.geteuid() == 0:
        assert "/proc/sys/kernel/core_pattern" in attacker.outside("switches_of_the_machine()")
    assert attacker.inside("switches_of_the_machine()") == []


def test_there_is_no_privilege_and_no_way_to_a_namespace_that_has_one(attacker: Attacker) -> None:
    told = attacker.inside("privileges()")
    assert told["Uid"].split() == ["1000"] * 4
    for name in ("CapEff", "CapPrm", "CapBnd"):
        assert int(told[name], 16) == 0, name
    assert told["NoNewPrivs"] == "1"
    assert not attacker.inside("new_namespace()")


def test_a_terminal_is_confined_like_a_kernel(attacker: Attacker, ada: Person) -> None:
    name = ada.call("POST", "/user/ada/api/terminals").json()["name"]
    own = "[l for l in command_lines() if 'bash' in l or '/bin/sh' in l]"
    assert len(attacker.inside(own)) == 1
    ada.call("DELETE", f"/user/ada/api/terminals/{name}")


def test_memory_beyond_the_limit_is_refused(attacker: Attacker) -> None:
    assert attacker.inside("__import__('resource').getrlimit(9)[1]") == 8192 << 20
    with pytest.raises(AssertionError, match="MemoryError"):
        attacker.kernel.run("bytearray(9 << 30)")
