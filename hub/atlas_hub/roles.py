"""Who may do what: every role and scope of the hub in one place.

A learner has JupyterHub's own `user` role and nothing more. Instructors of a course may start, stop
and open the course's own server. The services may do what their job needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from atlas_hub.accounts import RESERVED

API_SERVICE = "atlas-api"
CULLER_SERVICE = "atlas-culler"

# A server's own token: report activity, and tell `atlas_api` who its owner is.
SERVER_TOKEN_SCOPES = (
    "users:activity!user",
    "access:servers!server",
    "read:users:name!user",
    "read:users:groups!user",
)
API_SCOPES = ("list:users", "read:users:name", "read:users:groups", "read:groups", "list:groups")
CULLER_SCOPES = ("list:users", "read:users:activity", "read:servers", "delete:servers")


class RoleSpec(TypedDict, total=False):
    """One entry of JupyterHub's `load_roles`."""

    name: str
    description: str
    scopes: list[str]
    users: list[str]
    groups: list[str]
    services: list[str]


def course_server(course: str) -> str:
    """The hub user that is the course's own server."""
    return f"{RESERVED}{course}"


def load_roles(courses: Iterable[str]) -> list[RoleSpec]:
    """The roles of the installation. Naming a user or group here also makes it."""
    roles = [
        RoleSpec(
            name=API_SERVICE,
            description="Tell who a token belongs to",
            scopes=list(API_SCOPES),
            services=[API_SERVICE],
        ),
        RoleSpec(
            name=CULLER_SERVICE,
            description="End servers that nobody uses",
            scopes=list(CULLER_SCOPES),
            services=[CULLER_SERVICE],
        ),
    ]
    for course in courses:
        server = course_server(course)
        roles += [
            RoleSpec(
                name=f"{course}-instructor",
                description=f"Start, stop and open the server of the course {course}",
                scopes=[f"servers!user={server}", f"access:servers!user={server}"],
                groups=[f"{course}-instructors"],
            ),
            RoleSpec(
                name=f"{course}-learner",
                description=f"Take part in the course {course}",
                scopes=[],
                groups=[f"{course}-learners"],
            ),
            RoleSpec(
                name=f"{server}-server",
                description=f"Be the server of the course {course}",
                scopes=[],
                users=[server],
            ),
        ]
    return roles
