"""The people and the calls of the API's tests: a running service in memory, and its users."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from secrets import token_bytes

import httpx
from atlas_api.identity.hub import HubUser, NullHub
from atlas_api.service import Service
from atlas_core.facts import make_uuid7

WORKER_TOKEN = "worker-secret-of-the-tests"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOTEBOOK = b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'
USERS = {
    "ada": HubUser(name="ada", groups=frozenset({"systems-learners"})),
    "lin": HubUser(name="lin", groups=frozenset({"systems-learners"})),
    "ines": HubUser(name="ines", groups=frozenset({"systems-instructors"})),
    "course": HubUser(name="course-systems"),
    "admin": HubUser(name="admin", admin=True),
    "stranger": HubUser(name="stranger"),
}


@dataclass
class SetClock:
    """A clock that stands still until it is told to move."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@dataclass
class World:
    """One running service and the people who call it."""

    service: Service
    client: httpx.AsyncClient
    hub: NullHub
    clock: SetClock
    keys: Iterator[int] = field(default_factory=count)

    async def call(self, who: str, method: str, path: str, **arguments: object) -> httpx.Response:
        """A call with the token of `who`; "worker" and "nobody" are known too."""
        headers = dict(arguments.pop("headers", {}))
        if who == "worker":
            headers["Authorization"] = f"Bearer {WORKER_TOKEN}"
        elif who != "nobody":
            headers["Authorization"] = f"token {who}"
        return await self.client.request(method, path, headers=headers, **arguments)

    async def release(self, exercise: str = "retry", **query: object) -> str:
        """Release a notebook worth 10 points."""
        answer = await self.call(
            "course",
            "PUT",
            f"/v1/courses/systems/exercises/{exercise}/release",
            content=NOTEBOOK,
            params={"points": 10, **query},
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["release"])

    async def submit(
        self,
        who: str = "ada",
        *,
        exercise: str = "retry",
        content: bytes = NOTEBOOK,
        key: str | None = None,
    ) -> httpx.Response:
        """Hand an answer in, with a fresh key unless one is given."""
        return await self.call(
            who,
            "POST",
            f"/v1/courses/systems/exercises/{exercise}/submissions",
            content=content,
            headers={"Idempotency-Key": key or f"key-{next(self.keys)}"},
        )

    async def lease(self, worker: str = "w1", wait_s: float = 0) -> httpx.Response:
        """Ask for work."""
        return await self.call(
            "worker", "POST", "/v1/work/lease", json={"worker": worker, "wait_s": wait_s}
        )

    async def grade(
        self,
        lease: dict[str, object],
        *,
        points: float = 5,
        check_set: str = "checks-1",
        **changes: object,
    ) -> httpx.Response:
        """Hand over a grade of two checks for a lease."""
        grade = {
            "submission": lease["submission"],
            "exercise": lease["exercise"],
            "check_set": check_set,
            "points": points,
            "max_points": 10,
            "checks": [
                check("backoff", points=min(points, 6), max_points=6),
                check("jitter", points=max(points - 6, 0), max_points=4),
            ],
            "sentence": "Judged.",
            **changes,
        }
        return await self.call(
            "worker",
            "POST",
            f"/v1/work/{lease['submission']}/grade",
            json={"lease": lease["lease"], "grade": grade},
        )

    async def judged(self, who: str = "ada", *, points: float = 5) -> str:
        """Release, submit and grade; the submission's id."""
        await self.release()
        await self.submit(who)
        lease = (await self.lease()).json()
        assert (await self.grade(lease, points=points)).json() == {"created": True}
        return str(lease["submission"])

    async def submissions(self, who: str = "ada", **query: str) -> list[dict[str, object]]:
        """The listing as `who` sees it."""
        answer = await self.call(who, "GET", "/v1/courses/systems/submissions", params=query)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["submissions"])

    async def progress(self, who: str = "ada") -> dict[str, object]:
        """The progress of `who`."""
        return dict((await self.call(who, "GET", "/v1/progress")).json())


def check(name: str, *, points: float, max_points: float) -> dict[str, object]:
    return {
        "check": name,
        "title": name.title(),
        "points": points,
        "max_points": max_points,
        "outcome": "passed" if points == max_points else "failed",
        "sentence": "As it is.",
    }


def fact(
    kind: str = "page.read", subject: str = "course/retries", **changes: object
) -> dict[str, object]:
    """A sound fact as a client sends it."""
    return {
        "id": make_uuid7(time_ms=int(START.timestamp() * 1000), entropy=token_bytes(10)),
        "kind": kind,
        "subject": subject,
        "observed_at": START.isoformat(),
        "payload": {},
        **changes,
    }


def sentence(answer: httpx.Response) -> str:
    """The sentence of an error, whose shape is always the same."""
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "sentence"}
    assert body["error"]["sentence"].endswith((".", "?"))
    return str(body["error"]["sentence"])
