"""Who may sign in: names, roles and scrypt hashes in one JSON file.

The file is read anew at each sign-in, so an account added or withdrawn by hand counts at once.
Passwords: scrypt (RFC 7914), N=2^14, r=8, p=1, 16 bytes of salt; compared in constant time, and an
unknown name costs as much time as a wrong password.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from atlas_hub.state import StateFolder, write_private

NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")
RESERVED = "course-"
# The user of the walk after each deploy: `canary-<course>`, a learner of that course.
CANARY = "canary-"
COST, BLOCK, PARALLEL = 2**14, 8, 1
PASSWORD_LENGTH_MAX = 256
# Told apart at a glance on paper: no 0 o 1 l i.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Role(StrEnum):
    """What a person is in a course."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"


class AccountsError(ValueError):
    """The accounts file can't be used, as one sentence with its remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person. `courses` maps a course id to the role there; `operator` rules the hub."""

    name: str
    salt: bytes = field(repr=False)
    hash: bytes = field(repr=False)
    courses: Mapping[str, Role] = field(default_factory=dict)
    operator: bool = False

    @property
    def groups(self) -> list[str]:
        """Hub groups: `<course>-learners`, `<course>-instructors`."""
        return [f"{course}-{role}s" for course, role in self.courses.items()]


def digest(password: str, salt: bytes) -> bytes:
    """Derive 32 bytes from a password (about 40 ms)."""
    return hashlib.scrypt(
        password.encode()[:PASSWORD_LENGTH_MAX], salt=salt, n=COST, r=BLOCK, p=PARALLEL, dklen=32
    )


def fits(account: Account | None, password: str) -> bool:
    """Whether the password is the account's; None, for nobody, takes as long and never fits."""
    salt = account.salt if account else b"nobody signs in"
    expected = account.hash if account else bytes(32)
    return hmac.compare_digest(digest(password, salt), expected) and account is not None


def new_account(
    name: str, password: str, *, courses: Mapping[str, Role], operator: bool = False
) -> Account:
    """Make an account with a fresh salt; AccountsError for a name that the hub can't carry."""
    check_name(name)
    salt = secrets.token_bytes(16)
    return Account(
        name=name, salt=salt, hash=digest(password, salt), courses=courses, operator=operator
    )


def check_name(name: str) -> None:
    """Refuse names that are no folder name, no URL part, or that belong to a course's server."""
    if not NAME.fullmatch(name) or name.startswith((RESERVED, CANARY)):
        raise AccountsError(
            f"The account name {name!r} can't be used: take 2 to 31 small letters, digits or "
            f"hyphens, a letter first, and neither {RESERVED!r} nor {CANARY!r} at the beginning."
        )


def load(path: Path) -> dict[str, Account]:
    """Read the accounts; AccountsError names the file and what is wrong with it."""
    try:
        entries = json.loads(path.read_text())["accounts"]
        accounts = [
            Account(
                name=entry["name"],
                salt=bytes.fromhex(entry["salt"]),
                hash=bytes.fromhex(entry["hash"]),
                courses={course: Role(role) for course, role in entry["courses"].items()},
                operator=bool(entry["operator"]),
            )
            for entry in entries
        ]
    except FileNotFoundError:
        raise AccountsError(
            f"{path} is missing: start Atlas again, it makes new demo accounts."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AccountsError(
            f"{path} can't be read ({error}): mend it, or remove it and Atlas makes new demo "
            "accounts at the next start."
        ) from error
    for account in accounts:
        check_name(account.name)
    return {account.name: account for account in accounts}


def save(path: Path, accounts: Iterable[Account]) -> None:
    """Write the accounts, private to the operator."""
    entries = [
        {
            "name": account.name,
            "salt": account.salt.hex(),
            "hash": account.hash.hex(),
            "courses": dict(account.courses),
            "operator": account.operator,
        }
        for account in accounts
    ]
    write_private(path, json.dumps({"accounts": entries}, indent=1) + "\n")


def make_demo_accounts(state: StateFolder, courses: Iterable[str]) -> bool:
    """At first start: two learners, an instructor, an operator; False when accounts exist."""
    if state.accounts.exists():
        return False
    courses = tuple(courses)
    wanted = (
        ("ada", Role.LEARNER, False),
        ("lin", Role.LEARNER, False),
        ("ines", Role.INSTRUCTOR, False),
        ("admin", None, True),
    )
    passwords = {name: "".join(secrets.choice(LETTERS) for _ in range(14)) for name, _, _ in wanted}
    accounts = [
        new_account(
            name,
            passwords[name],
            courses=dict.fromkeys(courses, role) if role else {},
            operator=operator,
        )
        for name, role, operator in wanted
    ]
    lines = [
        f"{name:<8}{passwords[name]:<18}{'operator' if operator else role}"
        for name, role, operator in wanted
    ]
    write_private(state.demo_passwords, "\n".join(lines) + "\n")
    save(state.accounts, accounts)
    return True
