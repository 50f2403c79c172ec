"""What can be set from outside: environment variables, read once, refused with one sentence each.

Ports are neighbours of the public one: proxy `port`, hub `port+1`, API `port+2`, traefik's own API
`port+3`. Everything else in Atlas is derived from these values.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
COURSE_ID = re.compile(r"[a-z][a-z0-9-]{1,30}")
PORT_DEFAULT = 8000
PORT_LAST = 65_532  # three neighbours follow


class SettingsError(ValueError):
    """A value that Atlas can't run with, as one sentence with its remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation on one machine.

    state: the folder that holds everything which outlives a restart (mode 0700).
    port: the public port on 127.0.0.1; the next three belong to Atlas as well.
    courses: ids; the hub groups are `<course>-learners` and `<course>-instructors`.
    idle_minutes: a learner's server ends after so long without activity; 0 never ends one.
    memory_mb: address space of each process of a learner (RLIMIT_AS).
    processes: processes and threads of a learner's server (RLIMIT_NPROC).
    confined: whether servers run in bubblewrap; otherwise Atlas serves one person.
    """

    state: Path
    port: int = PORT_DEFAULT
    courses: tuple[str, ...] = ("systems",)
    idle_minutes: int = 60
    memory_mb: int = 8192
    processes: int = 1024
    confined: bool = True
    project: Path = PROJECT
    prefix: Path = Path(sys.prefix)
    base_prefix: Path = Path(sys.base_prefix)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read `ATLAS_*`; raises SettingsError for the first value that makes no sense."""
        state = Path(environ.get("ATLAS_STATE") or PROJECT / ".atlas").expanduser().absolute()
        return cls(
            state=state,
            port=number(environ, "ATLAS_PORT", default=PORT_DEFAULT, least=1024, most=PORT_LAST),
            courses=course_ids(environ.get("ATLAS_COURSES") or "systems"),
            idle_minutes=number(environ, "ATLAS_IDLE_MINUTES", default=60, least=0, most=10_080),
            memory_mb=number(environ, "ATLAS_MEMORY_MB", default=8192, least=1024, most=1 << 20),
            processes=number(environ, "ATLAS_PROCESSES", default=1024, least=64, most=1 << 20),
            confined=environ.get("ATLAS_CONFINED", "1") != "0",
        )

    @property
    def hub_port(self) -> int:
        """Where the hub listens for the proxy, the API and the servers."""
        return self.port + 1

    @property
    def api_port(self) -> int:
        """Where `atlas_api` listens."""
        return self.port + 2

    @property
    def proxy_port(self) -> int:
        """Where traefik's own API listens, behind a password."""
        return self.port + 3

    @property
    def public_url(self) -> str:
        """What a person types into the browser."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def hub_api_url(self) -> str:
        """The hub's REST API."""
        return f"http://127.0.0.1:{self.hub_port}/hub/api"

    @property
    def api_url(self) -> str:
        """The root of `atlas_api`."""
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def proxy_api_url(self) -> str:
        """The root of traefik's own API."""
        return f"http://127.0.0.1:{self.proxy_port}"


def number(environ: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    """Read a whole number within bounds, or refuse it by name."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"{name} is {text!r}: set it to a whole number from {least} to {most}.")
    return int(text)


def course_ids(text: str) -> tuple[str, ...]:
    """Split `ATLAS_COURSES` at commas; refuse what can't be part of a hub name."""
    ids = tuple(part.strip() for part in text.split(",") if part.strip())
    for course in ids:
        if not COURSE_ID.fullmatch(course):
            raise SettingsError(
                f"ATLAS_COURSES names {course!r}: a course id has 2 to 31 small letters, digits or "
                "hyphens and starts with a letter."
            )
    if not ids or len(set(ids)) != len(ids):
        raise SettingsError("ATLAS_COURSES must name at least one course, and none twice.")
    return ids
