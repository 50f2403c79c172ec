"""What is checked before anything starts."""

import errno
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from atlas_hub.launch import checks
from atlas_hub.launch.checks import RefusedError
from atlas_hub.launch.health import checks as api_checks
from atlas_hub.settings import Settings
from atlas_hub.state import SECRETS, StateFolder


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.mark.enable_socket
def test_a_taken_port_is_named_with_the_variable_that_changes_it(
    taken: int, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match=f"^Port {taken} is taken: .*ATLAS_PORT"):
        checks.ports(Settings(state=tmp_path, port=taken))


@pytest.mark.enable_socket
def test_a_taken_neighbour_is_named_as_well(taken: int, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=f"^Port {taken} is taken: .*four free ports"):
        checks.ports(Settings(state=tmp_path, port=taken - 2))


def test_a_new_state_folder_is_private_with_all_secrets(tmp_path: Path) -> None:
    state = StateFolder(tmp_path / "deep" / "state")
    checks.state_folder(state)
    assert stat.S_IMODE(state.root.stat().st_mode) == 0o700
    for name in SECRETS:
        assert len(state.secret(name)) == 64
        assert stat.S_IMODE(state.secret_file(name).stat().st_mode) == 0o600
    assert len({state.secret(name) for name in SECRETS}) == len(SECRETS)


def test_an_open_state_folder_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    checks.state_folder(StateFolder(tmp_path))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_secrets_are_made_once(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    state.prepare()
    before = [state.secret(name) for name in SECRETS]
    state.prepare()
    assert [state.secret(name) for name in SECRETS] == before


def test_a_state_folder_that_is_a_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match=r"can't be written .* set ATLAS_STATE"):
        checks.state_folder(StateFolder(tmp_path / "file"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_state_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(RefusedError, match="can't be written"):
        checks.state_folder(StateFolder(tmp_path / "state"))


def test_a_full_disk_is_told_from_one_that_may_not_be_written() -> None:
    full = checks.unwritable(Path("/state"), OSError(errno.ENOSPC, "No space left on device"))
    assert full.startswith("The disk of /state is full: free some room")


def test_a_disk_that_is_nearly_full_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "FREE_BYTES_LEAST", 1 << 60)
    with pytest.raises(RefusedError, match=r"MB left .* free some room, or set ATLAS_STATE"):
        checks.state_folder(StateFolder(tmp_path))


def test_a_missing_catalogue_is_refused_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="atlas build notebooks --out"):
        checks.catalogue(StateFolder(tmp_path))


def test_a_process_is_really_confined_here_or_the_reason_is_told(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path / "state")
    state = StateFolder(settings.state)
    state.prepare()
    why = checks.confinement(settings)
    assert why is None or len(why) > 10
    assert list(state.servers.iterdir()) == []
    assert list((state.root / "homes").iterdir()) == []


def test_a_machine_where_bubblewrap_fails_is_told_so_in_its_own_words(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path / "state", base_prefix=tmp_path / "missing")
    StateFolder(settings.state).prepare()
    why = checks.confinement(settings)
    assert why
    assert "Can't find source path" in why


def test_what_the_api_says_of_its_worker_is_passed_on() -> None:
    body = (
        b'{"checks": {"database": {"ok": true, "sentence": "Fine."}, "hub": {"ok": true,'
        b' "sentence": "Fine."}, "catalogue": {"ok": true, "sentence": "Fine."},'
        b' "worker": {"ok": false, "sentence": "No worker yet."}}}'
    )
    ill = [part for part in api_checks(body) if not part.well]
    assert [(part.part, part.why) for part in ill] == [("worker", "No worker yet.")]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"checks": {"worker": 1}}', b"<html>"])
def test_an_answer_that_is_no_health_is_ill_health(body: bytes) -> None:
    assert not any(part.well for part in api_checks(body))
