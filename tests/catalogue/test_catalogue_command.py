"""The `atlas` command as a person meets it."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from atlas_cli.main import COMMANDS, main


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"{command.name} " in said and command.sentence in said for command in COMMANDS)


def test_a_wrong_command_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bild"]) == 2
    assert capsys.readouterr().err == "atlas: no command `bild`; `atlas --help` lists them.\n"


@pytest.mark.parametrize(
    "arguments",
    [["build"], ["build", "docs"], ["build", "nowhere", "--out", "x"], ["problems"]],
)
def test_bad_arguments_are_one_sentence_and_exit_2(
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_missing_catalogue_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["problems", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_asking_for_help_imports_no_command() -> None:
    program = (
        "import sys; from atlas_cli.main import main; main(['--help']);"
        "sys.exit(any(name.startswith(('atlas_authoring', 'atlas_core')) for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_awkward_tree_is_built_with_real_diagrams_and_summed_up(
    awkward: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    out, listed = tmp_path / "c.sqlite", tmp_path / "problems.txt"
    assert main(["build", str(awkward), "--out", str(out), "--problems", str(listed)]) == 0
    said = capsys.readouterr()
    assert "19 in 1 tree" in said.out
    assert "diagrams    15" in said.out
    assert "flowchart" in said.out
    assert "\r" not in said.err
    lines = listed.read_text().splitlines()
    assert f"problems    {len(lines)}" in said.out
    assert said.out.count("  tree/") == 20
    assert f"and {len(lines) - 20} more" in said.out
    assert main(["problems", str(out)]) == 0
    assert capsys.readouterr().out.splitlines() == lines
    assert main(["build", str(awkward), "--out", str(out), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_full_disk_is_one_sentence_and_the_old_catalogue_stays(
    awkward: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    empty = tmp_path / "empty"
    empty.mkdir()
    out = tmp_path / "c.sqlite"
    assert main(["build", str(empty), "--out", str(out), "--quiet"]) == 0
    before = out.read_bytes()
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, room[1]))  # SQLite sees a full disk
    try:
        assert main(["build", str(awkward), "--out", str(out), "--quiet"]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert capsys.readouterr().err.count("\n") == 1
    assert out.read_bytes() == before
    assert not list(tmp_path.glob(".*"))
