"""The bubblewrap command line: what is shown, what is not, and in which order."""

from pathlib import Path

import pytest
from atlas_hub import confinement
from atlas_hub.confinement import Confinement, command, outermost, system_folders
from atlas_hub.settings import Settings
from atlas_hub.state import StateFolder
from atlas_hub.view import environ, formgrader_url, view_of

VIEW = Confinement(
    user="ada",
    home=Path("/state/homes/ada"),
    catalogue=Path("/state/catalogue"),
    inside=Path("/project/hub/atlas_hub/inside"),
    passwd=Path("/state/run/servers/ada.passwd"),
    group=Path("/state/run/servers/ada.group"),
    read_only=(Path("/project/.venv"), Path("/project/extensions")),
    hidden_folders=(Path("/project/.venv/debugpy"),),
    hidden_files=(Path("/project/.venv/setup.log"),),
)
INNER = ["/project/.venv/bin/jupyterhub-singleuser", "--flag"]


@pytest.fixture
def line() -> list[str]:
    return command(Path("/bwrap"), VIEW, ["--ro-bind", "/usr", "/usr"], INNER, info_fd=7)


def mounts(line: list[str], *options: str) -> list[tuple[str, str]]:
    return [(line[at + 1], line[at + 2]) for at, word in enumerate(line) if word in options]


def place(line: list[str], *words: str) -> int:
    """Where words stand side by side; fails when they do not."""
    for at in range(len(line)):
        if tuple(line[at : at + len(words)]) == words:
            return at
    raise AssertionError(f"{words} is not in {line}")


def test_every_namespace_but_the_network_is_its_own(line: list[str]) -> None:
    for namespace in ("user", "pid", "ipc", "uts"):
        assert f"--unshare-{namespace}" in line
    assert "--unshare-net" not in line
    assert "--disable-userns" in line
    assert "--new-session" in line


def test_the_server_outlives_the_hub(line: list[str]) -> None:
    assert "--die-with-parent" not in line


def test_only_the_home_can_be_written(line: list[str]) -> None:
    assert mounts(line, "--bind", "--bind-try", "--dev-bind", "--dev-bind-try") == [
        ("/state/homes/ada", "/home/ada")
    ]


def test_of_the_state_only_home_catalogue_and_names_are_shown(line: list[str]) -> None:
    shown = [source for source, _ in mounts(line, "--bind", "--ro-bind", "--ro-bind-try")]
    assert sorted(source for source in shown if source.startswith("/state")) == [
        "/state/catalogue",
        "/state/homes/ada",
        "/state/run/servers/ada.group",
        "/state/run/servers/ada.passwd",
    ]


def test_of_the_project_only_the_named_folders_are_shown(line: list[str]) -> None:
    shown = [source for source, _ in mounts(line, "--bind", "--ro-bind", "--ro-bind-try")]
    assert sorted(source for source in shown if source.startswith("/project")) == [
        "/project/.venv",
        "/project/extensions",
        "/project/hub/atlas_hub/inside",
    ]


def test_every_tmpfs_has_a_size(line: list[str]) -> None:
    for at, word in enumerate(line):
        if word == "--tmpfs":
            assert line[at - 2] == "--size", line[at : at + 2]
            assert int(line[at - 1]) <= 512 << 20


def test_the_switches_of_the_machine_are_covered_after_proc_is_mounted(line: list[str]) -> None:
    proc = place(line, "--proc", "/proc")
    for name in ("sys", "sysrq-trigger", "irq", "bus", "mtrr", "acpi"):
        assert place(line, "--ro-bind-try", f"/proc/{name}", f"/proc/{name}") > proc


def test_the_root_is_closed_last(line: list[str]) -> None:
    closed = place(line, "--remount-ro", "/")
    later = line[closed + 2 :]
    assert later == ["--chdir", "/home/ada", "--", *INNER]


def test_devices_are_closed_after_shared_memory_is_mounted(line: list[str]) -> None:
    assert place(line, "--dev", "/dev") < place(line, "--tmpfs", "/dev/shm")
    assert place(line, "--tmpfs", "/dev/shm") < place(line, "--remount-ro", "/dev")


def test_what_is_hidden_is_covered_after_its_folder_is_shown(line: list[str]) -> None:
    shown = place(line, "--ro-bind", "/project/.venv", "/project/.venv")
    assert place(line, "--tmpfs", "/project/.venv/debugpy") > shown
    assert place(line, "--ro-bind", "/dev/null", "/project/.venv/setup.log") > shown


def test_a_project_below_tmp_is_shown_after_the_private_tmp(line: list[str]) -> None:
    assert place(line, "--tmpfs", "/tmp") < place(line, "--ro-bind", "/project/.venv")
    assert place(line, "--tmpfs", "/tmp") < place(line, "--bind", "/state/homes/ada")


def test_no_variable_stands_on_the_command_line(line: list[str]) -> None:
    assert "--setenv" not in line


def test_the_process_is_an_ordinary_user_inside(line: list[str]) -> None:
    assert place(line, "--uid", "1000")
    assert place(line, "--gid", "1000")
    assert confinement.passwd_lines("ada").startswith("ada:x:1000:1000:ada:/home/ada:")


def test_linked_root_folders_stay_links_and_real_ones_are_bound(tmp_path: Path) -> None:
    (tmp_path / "usr" / "bin").mkdir(parents=True)
    (tmp_path / "bin").symlink_to("usr/bin")
    (tmp_path / "lib").mkdir()
    args = system_folders(tmp_path)
    assert place(args, "--symlink", "usr/bin", "/bin")
    assert place(args, "--ro-bind", str(tmp_path / "lib"), "/lib")
    assert "/lib64" not in args


def test_of_etc_no_private_key_password_or_resolver_is_shown() -> None:
    args = system_folders()
    shown = [target for _, target in mounts(args, "--ro-bind-try")]
    assert "/etc/ssl/certs" in shown
    for secret in ("/etc", "/etc/ssl", "/etc/ssl/private", "/etc/shadow", "/etc/passwd"):
        assert secret not in shown


def test_a_folder_within_another_is_bound_once() -> None:
    assert outermost(
        [Path("/p/.venv"), Path("/usr/local"), Path("/p/.venv/base"), Path("/p/.venv")]
    ) == (Path("/p/.venv"),)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(state=tmp_path / "state", port=9600)
    StateFolder(made.state).prepare()
    return made


def test_a_learner_sees_neither_hub_nor_graders(settings: Settings) -> None:
    view = view_of(settings, "ada")
    for name in ("hub", "graders", ".git", "tests", ".atlas", "notebooks"):
        for path in view.read_only:
            assert not (settings.project / name).is_relative_to(path)


def test_the_course_server_sees_the_grading_package_and_no_hidden_check(
    settings: Settings,
) -> None:
    view = view_of(settings, "course-systems")
    graders = [path for path in view.read_only if path.is_relative_to(settings.project / "graders")]
    assert graders == [settings.project / "graders" / "atlas_grading"]


def test_a_user_named_like_an_unknown_course_is_an_ordinary_user(settings: Settings) -> None:
    view = view_of(settings, "course-other")
    assert not [path for path in view.read_only if "graders" in path.parts]


def test_the_debugger_is_hidden_where_it_is_installed(settings: Settings) -> None:
    hidden = view_of(settings, "ada").hidden_folders
    assert [path.name for path in hidden] == ["debugpy"]


def test_a_learners_environment_holds_no_secret_and_no_state(settings: Settings) -> None:
    env = environ(settings, "ada", "/home/ada", ["systems-learners"])
    text = " ".join(env.values())
    assert str(settings.state) not in text
    for name in ("ATLAS_MODEL_KEY", "ATLAS_WORKER_TOKEN", "ATLAS_API_HUB_TOKEN", "ATLAS_STATE"):
        assert name not in env
    assert env["ATLAS_CATALOGUE"] == "/srv/atlas/catalogue.sqlite"
    assert env["ATLAS_API_URL"] == "http://127.0.0.1:9602"
    assert "ATLAS_FORMGRADER_URL" not in env


def test_an_instructor_is_told_where_formgrader_is(settings: Settings) -> None:
    env = environ(settings, "ines", "/home/ines", ["systems-instructors"])
    assert env["ATLAS_FORMGRADER_URL"] == formgrader_url("systems")
    assert formgrader_url("systems").startswith("/hub/spawn/course-systems?next=%2Fuser%2F")


def test_the_course_server_reads_the_graders_configuration_first(settings: Settings) -> None:
    env = environ(settings, "course-systems", "/home/course-systems", [])
    first, second, third = env["JUPYTER_CONFIG_PATH"].split(":")
    assert first.endswith("graders/atlas_grading/course_server")
    assert (second, third) == ("/srv/jupyter/course", "/srv/jupyter/etc")
    assert env["ATLAS_COURSE"] == "systems"
