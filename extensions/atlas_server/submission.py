"""Handing in: the same click twice makes one submission.

The key that the API compares is the hash of the notebook and the number of attempts so far. Two
things would break it, so they are remembered here: a second click right after the first answer
(the number has grown), and a retry after an answer that never came (nobody knows whether it has).
Both reuse the first key, and the API answers with the submission that it made from it.
"""

import asyncio
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, TypeAdapter

from atlas_server.api import UPLOAD_S, Api, parse, path
from atlas_server.course import Membership

WHAT = "handing in"
SAME_CLICK_S = 10.0


class Attempt(BaseModel):
    """One of the API's submissions; what the browser gets passes through untouched."""

    model_config = ConfigDict(extra="allow")

    id: str
    attempt: int
    state: str


class Attempts(BaseModel):
    """The API's list, newest first."""

    submissions: list[Attempt] = []


ATTEMPTS = TypeAdapter(Attempts)


@dataclass(frozen=True, slots=True)
class _Sent:
    """The last thing handed in for an exercise; `answered_at` is None until the API answered."""

    digest: str
    key: str
    answered_at: float | None


class Submissions:
    """Hands in and lists. One exercise is handed in by one task at a time."""

    def __init__(
        self, api: Api, membership: Membership, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._membership = membership
        self._clock = clock
        self._turn: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._sent: dict[str, _Sent] = {}

    async def hand_in(self, exercise: str, notebook: bytes, *, request_id: str) -> bytes:
        """Post `notebook` and return the API's `{submission, attempt, state}`. Raises Refusal."""
        digest = hashlib.sha256(notebook).hexdigest()
        async with self._turn[exercise]:
            course = await self._membership.course_of(exercise, request_id=request_id)
            key = await self._key(exercise, digest, request_id)
            self._sent[exercise] = _Sent(digest, key, None)
            answer = await self._api.ask(
                "POST",
                path("courses", course, "exercises", exercise, "submissions"),
                what=WHAT,
                request_id=request_id,
                content=notebook,
                headers={"Content-Type": "application/x-ipynb+json", "Idempotency-Key": key},
                timeout_s=UPLOAD_S,
            )
            self._sent[exercise] = _Sent(digest, key, self._clock())
            return answer

    async def of(self, exercise: str, *, request_id: str) -> Attempts:
        """Return the learner's own submissions, newest first. Raises Refusal."""
        me = await self._membership.me(request_id=request_id)
        course = await self._membership.course_of(exercise, request_id=request_id)
        answer = await self._api.ask(
            "GET",
            path("courses", course, "submissions"),
            what=WHAT,
            request_id=request_id,
            params={"exercise": exercise, "learner": me.name},
        )
        return parse(ATTEMPTS, answer, request_id=request_id)

    async def _key(self, exercise: str, digest: str, request_id: str) -> str:
        sent = self._sent.get(exercise)
        if sent is not None and sent.digest == digest:
            answered_at = sent.answered_at
            if answered_at is None or self._clock() - answered_at < SAME_CLICK_S:
                return sent.key
        known = (await self.of(exercise, request_id=request_id)).submissions
        return f"{digest}-{known[0].attempt if known else 0}"
