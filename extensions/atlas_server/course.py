"""Who the learner is to the API, and which course an exercise belongs to."""

import time
from collections.abc import Callable

from pydantic import BaseModel, TypeAdapter

from atlas_server.api import Api, parse, path
from atlas_server.refusal import Code, Refusal

KEPT_S = 60.0
ME_S = 5.0  # the panel waits for it when it opens
INSTRUCTOR = "instructor"


class Course(BaseModel):
    """A course and what the learner is in it."""

    id: str
    role: str


class Me(BaseModel):
    """The API's `/v1/me`."""

    name: str
    roles: list[str] = []
    courses: list[Course] = []


class Released(BaseModel):
    """One line of the API's list of released exercises; the rest is not needed here."""

    id: str


ME = TypeAdapter(Me)
RELEASED = TypeAdapter(list[Released])


class Membership:
    """Asks the API and keeps the answer for a minute."""

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._clock = clock
        self._me: Me | None = None
        self._me_at = 0.0
        self._course_of: dict[str, str] = {}

    async def me(self, *, request_id: str, fresh: bool = False) -> Me:
        """Return who the learner is. Raises Refusal."""
        if not fresh and self._me is not None and self._clock() - self._me_at < KEPT_S:
            return self._me
        answer = await self._api.ask(
            "GET", path("me"), what="your course", request_id=request_id, timeout_s=ME_S
        )
        self._me, self._me_at = parse(ME, answer, request_id=request_id), self._clock()
        return self._me

    async def course_of(self, exercise: str, *, request_id: str) -> str:
        """Return the course of an exercise: the learner's only one, or the one that released it.

        Raises Refusal (no-course, exercise-not-released, and what the API says).
        """
        courses = (await self.me(request_id=request_id)).courses
        if not courses:
            raise Refusal(Code.NO_COURSE)
        if len(courses) == 1:
            return courses[0].id
        known = self._course_of.get(exercise)
        if known in {course.id for course in courses} and known is not None:
            return known
        for course in courses:
            url = path("courses", course.id, "exercises")
            answer = await self._api.ask("GET", url, what="your course", request_id=request_id)
            listed = parse(RELEASED, answer, request_id=request_id)
            if any(released.id == exercise for released in listed):
                self._course_of[exercise] = course.id
                return course.id
        raise Refusal(Code.EXERCISE_NOT_RELEASED, id=exercise)
