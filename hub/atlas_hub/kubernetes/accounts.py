"""Accounts of a small class: `python -m atlas_hub.kubernetes.accounts COMMAND`, in the hub's pod.

first                        make the first operator, whose password is a secret of the release
invite NAME COURSE ROLE      make an account; its password is printed once and kept nowhere
remove NAME                  withdraw an account
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path

from atlas_hub.accounts import LETTERS, Account, AccountsError, Role, load, new_account, save
from atlas_hub.kubernetes.values import Secrets, ValuesError, read_values

FIRST = "admin"
PASSWORD_LENGTH = 14


def first(accounts: dict[str, Account], password: str) -> dict[str, Account]:
    """With the first operator; an operator who is there already keeps their password."""
    if FIRST in accounts:
        return accounts
    return accounts | {FIRST: new_account(FIRST, password, courses={}, operator=True)}


def invite(
    accounts: dict[str, Account], name: str, course: str, role: Role, password: str
) -> dict[str, Account]:
    """With an account, or with a new password and one more course for the one that is there."""
    held = dict(accounts[name].courses) if name in accounts else {}
    operator = name in accounts and accounts[name].operator
    made = new_account(name, password, courses=held | {course: role}, operator=operator)
    return accounts | {name: made}


def main(arguments: list[str]) -> int:
    """Run one command; each refusal is a sentence on standard error."""
    parser = argparse.ArgumentParser(prog="accounts")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("first")
    inviting = commands.add_parser("invite")
    inviting.add_argument("name")
    inviting.add_argument("course")
    inviting.add_argument("role", choices=[role.value for role in Role])
    commands.add_parser("remove").add_argument("name")
    given = parser.parse_args(arguments)
    try:
        values = read_values(Path(os.environ["ATLAS_KUBERNETES"]))
        path = values.state / "accounts.json"
        accounts = load(path) if path.exists() else {}
        if given.command == "first":
            folder = Secrets(Path(os.environ["ATLAS_SECRETS"]))
            accounts = first(accounts, folder.read("first-admin-password"))
        elif given.command == "invite":
            if given.course not in values.courses:
                raise AccountsError(f"There is no course {given.course!r}: see `courses`.")
            password = "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LENGTH))
            accounts = invite(accounts, given.name, given.course, Role(given.role), password)
            sys.stdout.write(f"{given.name} {password}\n")
        elif accounts.pop(given.name, None) is None:
            raise AccountsError(f"There is no account {given.name!r}.")
        save(path, accounts.values())
    except (AccountsError, ValuesError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
