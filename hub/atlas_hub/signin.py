"""Signing in with the accounts file.

After five failures in a row a name has to wait, twice as long each time, a minute at most: enough
against guessing, too little to keep anybody out for long. Groups follow the file: they are set at
sign-in and looked up again every few minutes, and an account that was removed is signed out.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from jupyterhub.auth import Authenticator
from tornado import web
from traitlets import Bool, List, Unicode

from atlas_hub.accounts import CANARY, RESERVED, Account, fits, load

FREE_FAILURES = 5
WAIT_S_MAX = 60.0
NAMES_MAX = 10_000
ONE_PERSON = "admin"


class Identity(TypedDict):
    """What the hub keeps about a signed-in person."""

    name: str
    groups: list[str]
    admin: bool


@dataclass(slots=True)
class Backoff:
    """Counts failures in a row by name and says how long the name has to wait."""

    clock: Callable[[], float] = time.monotonic
    failures: dict[str, tuple[int, float]] = field(default_factory=dict)

    def wait_s(self, name: str) -> float:
        """Seconds until the next try counts; 0 when one may be made now."""
        count, since = self.failures.get(name, (0, 0.0))
        if count < FREE_FAILURES:
            return 0.0
        pause = min(WAIT_S_MAX, 2.0 ** (count - FREE_FAILURES + 1))
        return max(0.0, since + pause - self.clock())

    def failed(self, name: str) -> None:
        """Count a failure; the oldest names are forgotten before the table grows large."""
        count, _ = self.failures.pop(name, (0, 0.0))
        self.failures[name] = (count + 1, self.clock())
        if len(self.failures) > NAMES_MAX:
            self.failures.pop(next(iter(self.failures)))

    def succeeded(self, name: str) -> None:
        """Forget the failures of a name."""
        self.failures.pop(name, None)


class AccountsAuthenticator(Authenticator):  # type: ignore[misc]
    """Checks a name and a password against the accounts file."""

    accounts_file = Unicode(config=True, help="the accounts file")
    courses = List(Unicode(), config=True, help="the course ids of this installation")
    one_person = Bool(
        False, config=True, help=f"servers are not confined, so only {ONE_PERSON!r} may sign in"
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.backoff = Backoff()

    async def authenticate(self, handler: web.RequestHandler, data: dict[str, str]) -> Any:
        """Return the identity, or None for a wrong name or password; 429 while a name waits."""
        name = data["username"]
        wait_s = self.backoff.wait_s(name)
        if wait_s > 0:
            raise web.HTTPError(
                429, f"Too many failed sign-ins for this name. Try again in {wait_s:.0f} s."
            )
        if self.one_person and name != ONE_PERSON:
            raise web.HTTPError(
                403,
                "Servers can't be confined on this machine, so Atlas serves one person: "
                f"sign in as {ONE_PERSON!r}.",
            )
        account = self.account(name)
        self.backoff.failed(name)  # before the slow part, so that parallel guesses count as well
        if not await asyncio.to_thread(fits, account, data["password"]):
            return None
        self.backoff.succeeded(name)
        return None if account is None else self.identity(account)

    async def refresh_user(self, user: Any, handler: web.RequestHandler | None = None) -> Any:
        """Look the person up again: new groups count, a removed account is signed out."""
        if user.name.startswith((RESERVED, CANARY)):
            return True
        account = self.account(user.name)
        return False if account is None else self.identity(account)

    def check_allowed(self, username: str, authentication: object = None) -> bool:
        """Whoever has an account may come in."""
        return self.account(username) is not None

    def account(self, name: str) -> Account | None:
        """The account of that name, as the file has it now."""
        return load(Path(self.accounts_file)).get(name)

    def identity(self, account: Account) -> Identity:
        """The person as the hub sees them; the one person of an unconfined Atlas is everything."""
        groups = account.groups
        if self.one_person:
            groups = [f"{course}-{kind}s" for course in self.courses for kind in _KINDS]
        return Identity(name=account.name, groups=groups, admin=account.operator)


_KINDS = ("learner", "instructor")
