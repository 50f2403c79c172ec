"""Which program gets which variable, and how the supervisor is told to run them."""

import configparser
import shlex
from pathlib import Path

import pytest
from atlas_hub.launch import supervisor
from atlas_hub.launch.programs import PROGRAMS, Program, environ_of, programs
from atlas_hub.roles import load_roles
from atlas_hub.settings import Settings
from atlas_hub.state import SECRETS, StateFolder

GIVEN = {
    "PATH": "/usr/bin",
    "HOME": "/home/operator",
    "ATLAS_MODEL_KEY": "model-key-of-the-operator",
    "ANTHROPIC_API_KEY": "other-key-of-the-operator",
    "AWS_SECRET_ACCESS_KEY": "nothing-to-do-with-atlas",
    "PYTHONPATH": "/somewhere",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(state=tmp_path / "state of 50%", port=9600)
    StateFolder(made.state).prepare()
    return made


def env(settings: Settings, name: str) -> dict[str, str]:
    program = next(program for program in PROGRAMS if program.name == name)
    return environ_of(program, settings, StateFolder(settings.state), GIVEN)


def test_the_model_key_goes_to_the_api_alone(settings: Settings) -> None:
    holders = {
        program.name
        for program in PROGRAMS
        if "model-key-of-the-operator" in env(settings, program.name).values()
        or "other-key-of-the-operator" in env(settings, program.name).values()
    }
    assert holders == {"api"}


def test_nothing_else_of_the_operators_shell_goes_anywhere(settings: Settings) -> None:
    for program in PROGRAMS:
        given = env(settings, program.name)
        assert "AWS_SECRET_ACCESS_KEY" not in given
        assert "PYTHONPATH" not in given


@pytest.mark.parametrize(
    ("secret", "holders"),
    [
        ("api-hub-token", {"api"}),
        ("worker-token", {"api", "worker"}),
        ("culler-token", {"culler"}),
        ("cookie", set()),
        ("proxy-password", set()),
    ],
)
def test_a_secret_goes_only_to_those_who_need_it(
    settings: Settings, secret: str, holders: set[str]
) -> None:
    value = StateFolder(settings.state).secret(secret)
    found = {p.name for p in PROGRAMS if value in env(settings, p.name).values()}
    assert found == holders


def test_no_secret_stands_on_a_command_line(settings: Settings) -> None:
    state = StateFolder(settings.state)
    for program in PROGRAMS:
        line = " ".join(program.command(settings))
        assert not [name for name in SECRETS if state.secret(name) in line]


def test_the_worker_is_told_what_architecture_promises(settings: Settings) -> None:
    given = env(settings, "worker")
    assert given["ATLAS_API_URL"] == "http://127.0.0.1:9602"
    assert given["ATLAS_COURSES"] == "systems"
    assert given["ATLAS_STATE"] == str(settings.state)


def test_without_an_idle_time_there_is_no_culler(settings: Settings) -> None:
    forever = Settings(state=settings.state, idle_minutes=0)
    assert "culler" not in {program.name for program in programs(forever)}


def test_the_proxy_listens_on_loopback_alone(settings: Settings) -> None:
    proxy = next(program for program in PROGRAMS if program.name == "proxy")
    addresses = [word for word in proxy.command(settings) if ".address=" in word]
    assert sorted(word.rpartition("=")[2] for word in addresses) == [
        "127.0.0.1:9600",
        "127.0.0.1:9603",
    ]
    assert not [word for word in proxy.command(settings) if "insecure" in word]


def read_configuration(settings: Settings) -> configparser.RawConfigParser:
    parsed = configparser.RawConfigParser()
    parsed.read_string(supervisor.configuration(settings, StateFolder(settings.state)))
    return parsed


def test_the_supervisor_restarts_every_program_and_ends_its_whole_group(
    settings: Settings,
) -> None:
    parsed = read_configuration(settings)
    for program in PROGRAMS:
        section = parsed[f"program:{program.name}"]
        assert section["autorestart"] == "true"
        assert section["stopasgroup"] == section["killasgroup"] == "true"
        assert shlex.split(section["command"])[-1] == program.name


def test_the_supervisor_has_no_socket_that_somebody_could_talk_to(settings: Settings) -> None:
    assert not [name for name in read_configuration(settings).sections() if "http" in name]


def test_no_secret_stands_in_the_supervisors_configuration(settings: Settings) -> None:
    state = StateFolder(settings.state)
    text = supervisor.configuration(settings, state)
    assert not [name for name in SECRETS if state.secret(name) in text]


def test_a_percent_sign_in_a_path_survives_the_supervisors_syntax(settings: Settings) -> None:
    folder = read_configuration(settings)["supervisord"]["childlogdir"]
    assert folder % {} == str(settings.state / "log")


def test_the_supervisors_environment_holds_no_service_token(settings: Settings) -> None:
    state = StateFolder(settings.state)
    values = set(supervisor.environ(settings, state, GIVEN).values())
    assert not [name for name in SECRETS if state.secret(name) in values]


def test_the_environments_own_programs_come_first_on_the_path(settings: Settings) -> None:
    path = supervisor.program_path(settings, {"PATH": "/usr/bin"})
    assert path == f"{settings.prefix / 'bin'}:/usr/bin"


def test_every_program_is_named_once() -> None:
    names = [program.name for program in PROGRAMS]
    assert len(set(names)) == len(names)
    assert all(isinstance(program, Program) for program in PROGRAMS)


def test_only_a_courses_instructors_may_open_its_server() -> None:
    roles = load_roles(["systems", "databases"])
    holders = {
        scope: role["groups"]
        for role in roles
        for scope in role["scopes"]
        if "course-systems" in scope
    }
    assert holders == {
        "servers!user=course-systems": ["systems-instructors"],
        "access:servers!user=course-systems": ["systems-instructors"],
    }


def test_no_role_of_ours_gives_a_learner_anything() -> None:
    learners = [r for r in load_roles(["systems"]) if "systems-learners" in r.get("groups", [])]
    assert [role["scopes"] for role in learners] == [[]]
