"""What one person's server, or a course's own, gets: its view of the machine and its environment.

A course's own server sees the grading package besides, and nbgrader's configuration; what is hidden
from learners in `graders/hidden` it does not see either.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from atlas_hub import confinement
from atlas_hub.accounts import RESERVED
from atlas_hub.confinement import Confinement
from atlas_hub.settings import Settings
from atlas_hub.state import StateFolder, write_private

INSIDE = Path(__file__).resolve().parent / "inside"


def environ(settings: Settings, name: str, home: str, groups: list[str]) -> dict[str, str]:
    """What a server gets besides the hub's own names; `home` as the server sees it."""
    course = course_of(settings, name)
    inside = confinement.JUPYTER if settings.confined else INSIDE
    config = [str(inside / "etc")]
    own: dict[str, str] = {}
    if course:
        graders = settings.project / "graders" / "atlas_grading" / "course_server"
        config = [str(graders), str(inside / "course"), *config]
        own["ATLAS_COURSE"] = course
    else:
        config = [str(inside / "learner"), *config]
    taught = [course for course in settings.courses if f"{course}-instructors" in groups]
    if taught:
        own["ATLAS_FORMGRADER_URL"] = formgrader_url(taught[0])
    if settings.confined:
        own["JUPYTER_RUNTIME_DIR"] = str(confinement.RUNTIME)
        own["ATLAS_PROCESSES"] = str(settings.processes)
        own["ATLAS_CATALOGUE"] = str(confinement.CATALOGUE / "catalogue.sqlite")
    else:
        own["ATLAS_CATALOGUE"] = str(StateFolder(settings.state).catalogue)
    return own | {
        "ATLAS_API_URL": settings.api_url,
        "ATLAS_COURSES": ",".join(settings.courses),
        "HOME": home,
        "USER": name,
        "LOGNAME": name,
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "PATH": f"{settings.prefix / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "JUPYTER_CONFIG_PATH": os.pathsep.join(config),
        "JUPYTER_PATH": str(inside / "share"),
    }


def course_of(settings: Settings, name: str) -> str | None:
    """The course whose own server this is, or None for a person's."""
    course = name.removeprefix(RESERVED)
    return course if name.startswith(RESERVED) and course in settings.courses else None


def formgrader_url(course: str) -> str:
    """Where an instructor's link leads: the hub starts the course's server where it sleeps."""
    server = f"{RESERVED}{course}"
    after = quote(f"/user/{server}/formgrader", safe="")
    return f"/hub/spawn/{server}?next={after}"


def view_of(settings: Settings, name: str) -> Confinement:
    """What the server of that name sees; writes the two files that name the user inside."""
    state = StateFolder(settings.state)
    passwd, group = state.servers / f"{name}.passwd", state.servers / f"{name}.group"
    write_private(passwd, confinement.passwd_lines(name))
    write_private(group, confinement.group_lines(name))
    read_only = [settings.prefix, settings.base_prefix, settings.project / "extensions"]
    if course_of(settings, name):
        read_only.append(settings.project / "graders" / "atlas_grading")
    return Confinement(
        user=name,
        home=state.home(name),
        catalogue=state.catalogue.parent,
        inside=INSIDE,
        passwd=passwd,
        group=group,
        read_only=confinement.outermost(read_only),
        hidden_folders=tuple(settings.prefix.glob("lib/python3*/site-packages/debugpy")),
        hidden_files=tuple(settings.prefix.glob("*.log")),
    )
