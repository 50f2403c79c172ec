"""What the worker reads from its environment, once, at start."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class SettingsError(ValueError):
    """A setting that the worker can't start with; the sentence is for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the API is, and where the courses' homes are. The token is not shown by `repr`."""

    api_url: str
    token: str = field(repr=False)
    state: Path
    courses: tuple[str, ...]
    name: str

    def course_root(self, course: str) -> Path:
        """nbgrader's course root: the home of the course's own server."""
        return self.state / "homes" / f"course-{course}"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raise SettingsError, which names the variable, when something is missing."""
    for name in ("ATLAS_API_URL", "ATLAS_WORKER_TOKEN", "ATLAS_STATE"):
        if not environment.get(name, "").strip():
            raise SettingsError(f"{name} is not set. Start the worker with `make run`.")
    listed = environment.get("ATLAS_COURSES", "systems").split(",")
    return Settings(
        api_url=environment["ATLAS_API_URL"].strip(),
        token=environment["ATLAS_WORKER_TOKEN"].strip(),
        state=Path(environment["ATLAS_STATE"].strip()).absolute(),
        courses=tuple(course.strip() for course in listed if course.strip()),
        name=f"{socket.gethostname()[:60]}-{os.getpid()}",
    )
