"""The state folder: where each thing lies, and the secrets that Atlas makes for itself.

Guarantees: the folder and all that is made here is private to the operator (0700, files 0600); a
secret is made once and is whole or absent, never half-written.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

FOLDERS = (
    "secrets",
    "run",
    "run/servers",
    "log",
    "hub",
    "hub/rules",
    "api",
    "catalogue",
    "homes",
)
SECRETS = ("cookie", "api-hub-token", "worker-token", "culler-token", "proxy-password")


@dataclass(frozen=True, slots=True)
class StateFolder:
    """Names of the places below `$ATLAS_STATE`."""

    root: Path

    @property
    def accounts(self) -> Path:
        """Who may sign in: hashes, roles, courses."""
        return self.root / "accounts.json"

    @property
    def demo_passwords(self) -> Path:
        """The generated passwords of the demo accounts, for the operator's eyes."""
        return self.root / "accounts.txt"

    @property
    def catalogue(self) -> Path:
        """The built catalogue."""
        return self.root / "catalogue" / "catalogue.sqlite"

    @property
    def fingerprints(self) -> Path:
        """What the tutor's guard knows of the reference answers."""
        return self.root / "api" / "fingerprints.json"

    @property
    def run(self) -> Path:
        """Records of running processes, and configuration written at each start."""
        return self.root / "run"

    @property
    def servers(self) -> Path:
        """Records of learners' servers, one file each."""
        return self.run / "servers"

    @property
    def log(self) -> Path:
        """One rotating file a program."""
        return self.root / "log"

    @property
    def hub(self) -> Path:
        """The hub's database and the proxy's rules."""
        return self.root / "hub"

    @property
    def rules(self) -> Path:
        """What the hub writes and traefik reads; a folder of its own, because it is watched."""
        return self.hub / "rules" / "rules.toml"

    def home(self, user: str) -> Path:
        """The home of a learner, or a course's root."""
        return self.root / "homes" / user

    def secret(self, name: str) -> str:
        """Read a secret; KeyError if there is no such secret."""
        if name not in SECRETS:
            raise KeyError(name)
        return self.secret_file(name).read_text().strip()

    def secret_file(self, name: str) -> Path:
        """Where a secret lies."""
        return self.root / "secrets" / name

    def prepare(self) -> None:
        """Make the folders and the missing secrets; OSError where the disk refuses."""
        for folder in (self.root, *(self.root / name for name in FOLDERS)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        for name in SECRETS:
            if not self.secret_file(name).exists():
                write_private(self.secret_file(name), secrets.token_hex(32) + "\n")


def write_private(path: Path, text: str) -> None:
    """Write a file that only the operator can read; a rename, so that it is whole or absent."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600, exist_ok=False)
    fresh.write_text(text)
    fresh.replace(path)
