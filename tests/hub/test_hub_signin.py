from pathlib import Path
from types import SimpleNamespace

import pytest
from atlas_hub import accounts
from atlas_hub.accounts import Role, new_account
from atlas_hub.signin import AccountsAuthenticator, Backoff
from tornado import web


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.json"
    accounts.save(
        path,
        [
            new_account("ada", "ada's own", courses={"systems": Role.LEARNER}),
            new_account("admin", "admin's own", courses={}, operator=True),
        ],
    )
    return path


@pytest.fixture
def authenticator(file: Path, clock: Clock) -> AccountsAuthenticator:
    made = AccountsAuthenticator(accounts_file=str(file), courses=["systems"])
    made.backoff = Backoff(clock=clock)
    return made


def form(name: str, password: str) -> dict[str, str]:
    return {"username": name, "password": password}


async def sign_in(authenticator: AccountsAuthenticator, name: str, password: str) -> object:
    return await authenticator.authenticate(SimpleNamespace(), form(name, password))


async def test_the_right_password_gives_name_and_groups(
    authenticator: AccountsAuthenticator,
) -> None:
    assert await sign_in(authenticator, "ada", "ada's own") == {
        "name": "ada",
        "groups": ["systems-learners"],
        "admin": False,
    }


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("nobody", "x"), ("", "")])
async def test_a_wrong_name_or_password_gives_nobody(
    authenticator: AccountsAuthenticator, name: str, password: str
) -> None:
    assert await sign_in(authenticator, name, password) is None


async def test_after_five_failures_even_the_right_password_has_to_wait(
    authenticator: AccountsAuthenticator, clock: Clock
) -> None:
    for _ in range(5):
        await sign_in(authenticator, "ada", "guess")
    with pytest.raises(web.HTTPError, match="Try again in 2 s") as refused:
        await sign_in(authenticator, "ada", "ada's own")
    assert refused.value.status_code == 429
    clock.now += 2.1
    assert await sign_in(authenticator, "ada", "ada's own") is not None


async def test_one_persons_failures_keep_nobody_else_out(
    authenticator: AccountsAuthenticator,
) -> None:
    for _ in range(5):
        await sign_in(authenticator, "ada", "guess")
    assert await sign_in(authenticator, "admin", "admin's own") is not None


async def test_a_sign_in_clears_the_failures(authenticator: AccountsAuthenticator) -> None:
    for _ in range(4):
        await sign_in(authenticator, "ada", "guess")
    await sign_in(authenticator, "ada", "ada's own")
    for _ in range(4):
        assert await sign_in(authenticator, "ada", "guess") is None


def test_the_wait_doubles_and_ends_at_a_minute(clock: Clock) -> None:
    backoff = Backoff(clock=clock)
    waits = []
    for _ in range(14):
        backoff.failed("ada")
        waits.append(backoff.wait_s("ada"))
    assert waits[:8] == [0, 0, 0, 0, 2, 4, 8, 16]
    assert waits[-1] == 60


def test_a_flood_of_invented_names_does_not_grow_the_table(clock: Clock) -> None:
    backoff = Backoff(clock=clock)
    for number in range(10_050):
        backoff.failed(f"name-{number}")
    assert len(backoff.failures) == 10_000


async def test_a_removed_account_is_signed_out_and_a_course_server_is_not(
    authenticator: AccountsAuthenticator,
) -> None:
    assert await authenticator.refresh_user(SimpleNamespace(name="gone")) is False
    assert await authenticator.refresh_user(SimpleNamespace(name="course-systems")) is True


async def test_unconfined_only_the_operator_comes_in_and_is_everything(file: Path) -> None:
    one = AccountsAuthenticator(accounts_file=str(file), courses=["systems"], one_person=True)
    with pytest.raises(web.HTTPError, match="serves one person"):
        await sign_in(one, "ada", "ada's own")
    assert await sign_in(one, "admin", "admin's own") == {
        "name": "admin",
        "groups": ["systems-learners", "systems-instructors"],
        "admin": True,
    }
