"""The Caller: who makes this call, with which rights in which course."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from atlas_api.errors import Code, RefusalError
from atlas_api.identity.hub import HubUser


class Role(StrEnum):
    """What somebody may be in a course."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    COURSE = "course"
    OPERATOR = "operator"
    WORKER = "worker"


MANAGERS = frozenset({Role.INSTRUCTOR, Role.COURSE})
READERS = MANAGERS | {Role.OPERATOR, Role.WORKER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who was identified. The operator reads like an instructor but changes nothing."""

    name: str
    roles: dict[str, frozenset[Role]] = field(default_factory=dict)

    def roles_in(self, course: str) -> frozenset[Role]:
        """Their roles in a course; RefusalError when there are none or no such course."""
        roles = self.roles.get(course, frozenset())
        if not roles:
            raise RefusalError(
                Code.FORBIDDEN,
                f"You are not a member of the course {course!r}; ask its instructor.",
            )
        return roles

    def reads_all(self, course: str) -> bool:
        """Whether they may see every learner's work in a course that they are in."""
        return bool(self.roles_in(course) & READERS)

    def require(self, course: str, allowed: frozenset[Role], *, doing: str) -> None:
        """RefusalError unless they have one of the roles; `doing` completes the sentence."""
        if not self.roles_in(course) & allowed:
            who = "learner" if Role.LEARNER in allowed else "instructor"
            raise RefusalError(Code.FORBIDDEN, f"Only a course's {who}s may {doing}.")


def caller_of(user: HubUser, courses: Iterable[str]) -> Caller:
    """The rights that follow from a person's groups in the hub."""
    roles: dict[str, frozenset[Role]] = {}
    for course in courses:
        held = {
            role
            for role, holds in (
                (Role.LEARNER, f"{course}-learners" in user.groups),
                (Role.LEARNER, user.name == f"canary-{course}"),
                (Role.INSTRUCTOR, f"{course}-instructors" in user.groups),
                (Role.COURSE, user.name == f"course-{course}"),
                (Role.OPERATOR, user.admin),
            )
            if holds
        }
        if held:
            roles[course] = frozenset(held)
    return Caller(name=user.name, roles=roles)


def worker(courses: Iterable[str]) -> Caller:
    """The grader's worker, in all courses."""
    return Caller(name="worker", roles={course: frozenset({Role.WORKER}) for course in courses})
