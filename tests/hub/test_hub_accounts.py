import json
import stat
from pathlib import Path

import pytest
from atlas_hub import accounts
from atlas_hub.accounts import AccountsError, Role, fits, load, make_demo_accounts, new_account
from atlas_hub.state import StateFolder


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    folder = StateFolder(tmp_path / "state")
    folder.prepare()
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_right_password_fits_and_a_wrong_one_does_not() -> None:
    account = new_account("ada", "correct horse", courses={})
    assert fits(account, "correct horse")
    assert not fits(account, "correct horsE")
    assert not fits(account, "")


def test_nobody_fits_no_password() -> None:
    assert not fits(None, "")
    assert not fits(None, "anything")


def test_the_same_password_has_another_hash_in_another_account() -> None:
    assert (
        new_account("ada", "same", courses={}).hash != new_account("lin", "same", courses={}).hash
    )


def test_a_printed_account_shows_no_hash() -> None:
    assert "hash" not in repr(new_account("ada", "secret", courses={}))


def test_first_start_makes_four_accounts_with_private_files(state: StateFolder) -> None:
    assert make_demo_accounts(state, ["systems"])
    made = load(state.accounts)
    assert sorted(made) == ["ada", "admin", "ines", "lin"]
    assert made["ada"].groups == ["systems-learners"]
    assert made["ines"].groups == ["systems-instructors"]
    assert made["admin"].operator
    assert not made["admin"].groups
    assert mode(state.accounts) == 0o600
    assert mode(state.demo_passwords) == 0o600


def test_the_printed_passwords_are_those_of_the_accounts(state: StateFolder) -> None:
    make_demo_accounts(state, ["systems"])
    made = load(state.accounts)
    for line in state.demo_passwords.read_text().splitlines():
        name, password, _ = line.split()
        assert fits(made[name], password)


def test_no_password_stands_in_the_accounts_file(state: StateFolder) -> None:
    make_demo_accounts(state, ["systems"])
    text = state.accounts.read_text()
    for line in state.demo_passwords.read_text().splitlines():
        assert line.split()[1] not in text


def test_a_second_start_leaves_the_accounts_alone(state: StateFolder) -> None:
    make_demo_accounts(state, ["systems"])
    before = state.accounts.read_text()
    assert not make_demo_accounts(state, ["systems"])
    assert state.accounts.read_text() == before


@pytest.mark.parametrize("name", ["Ada", "a", "../up", "course-systems", "ada lovelace", "x" * 40])
def test_a_name_that_the_hub_can_not_carry_is_refused(name: str) -> None:
    with pytest.raises(AccountsError, match="can't be used"):
        new_account(name, "password", courses={})


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"accounts": [{"name": "ada"}]}', "not json"])
def test_a_damaged_file_is_named_with_the_remedy(state: StateFolder, text: str) -> None:
    state.accounts.write_text(text)
    with pytest.raises(AccountsError, match=r"accounts\.json can't be read"):
        load(state.accounts)


def test_an_account_that_poses_as_a_course_is_refused_at_reading(state: StateFolder) -> None:
    made = new_account("ada", "password", courses={"systems": Role.LEARNER})
    accounts.save(state.accounts, [made])
    entries = json.loads(state.accounts.read_text())
    entries["accounts"][0]["name"] = "course-systems"
    state.accounts.write_text(json.dumps(entries))
    with pytest.raises(AccountsError, match="can't be used"):
        load(state.accounts)
