"""Calls of the Atlas API, one method each. No retry here: who calls knows what may be repeated.

Every request carries an id that also stands in the API's log. Answers are parsed once, strictly
enough that the rest of the code can trust them.
"""

import base64
import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import asdict
from secrets import token_hex
from types import TracebackType
from typing import Self, TypeVar

import httpx
from atlas_core.exercise import Grade
from pydantic import TypeAdapter, ValidationError

from atlas_grading.api.model import Lease, Released, Submission

TIMEOUT_S = 15.0
PAGE = 500
T = TypeVar("T")
# What is done for one submission carries one id, here and in the API's log.
request_id: ContextVar[str] = ContextVar("request_id", default="")
IPYNB = "application/x-ipynb+json"

_SUBMISSIONS = TypeAdapter(list[Submission])
_RELEASED = TypeAdapter(list[Released])


class ApiUnreachableError(Exception):
    """No answer, or one that says to come back later; the call may be sent again."""


class ApiRefusedError(Exception):
    """The API said no. `status` is the HTTP status, the text its sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Api:
    """A connection. `authorization` is the whole header: `Bearer ...` or `token ...`."""

    def __init__(self, url: str, authorization: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._client = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"Authorization": authorization},
            timeout=timeout_s,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def lease(self, worker: str, wait_s: float) -> Lease | None:
        """Wait for a submission; None when none came."""
        answer = self._send(
            "POST", "/v1/work/lease", body={"worker": worker, "wait_s": wait_s}, wait_s=wait_s
        )
        if answer.status_code == httpx.codes.NO_CONTENT:
            return None
        fields = self._json(answer)
        if not isinstance(fields, dict):
            raise ApiUnreachableError("a lease of another shape")
        try:
            fields["content"] = base64.b64decode(fields["content"])
            return TypeAdapter(Lease).validate_python(fields)
        except (KeyError, TypeError, ValueError) as error:
            raise ApiUnreachableError(f"a lease of another shape: {error}") from error

    def heartbeat(self, lease: Lease) -> None:
        """Keep a lease; ApiRefusedError with status 409 when it is lost."""
        path = f"/v1/work/{lease.submission}/heartbeat"
        self._send("POST", path, body={"lease": lease.lease})

    def grade(self, lease: Lease, grade: Grade) -> bool:
        """Hand over a grade; False when the same was there. Safe to send again."""
        path = f"/v1/work/{lease.submission}/grade"
        answer = self._send("POST", path, body={"lease": lease.lease, "grade": asdict(grade)})
        fields = self._json(answer)
        return isinstance(fields, dict) and fields.get("created") is True

    def requeue(self, submission: str) -> None:
        """Have a graded submission judged once more."""
        self._send("POST", f"/v1/work/{submission}/requeue")

    def released(self, course: str) -> list[Released]:
        """What learners of a course can fetch."""
        return self._parse(
            _RELEASED, self._json(self._send("GET", f"/v1/courses/{course}/exercises"))
        )

    def fetch(self, course: str, exercise: str) -> bytes:
        """The released notebook."""
        return self._send("GET", f"/v1/courses/{course}/exercises/{exercise}/release").content

    def release(
        self, course: str, exercise: str, notebook: bytes, query: Mapping[str, str] | None = None
    ) -> str:
        """Give a notebook out; its SHA-256. `query` may hold title, points, due."""
        path = f"/v1/courses/{course}/exercises/{exercise}/release"
        fields = self._json(self._send("PUT", path, content=notebook, query=query))
        return str(fields.get("release")) if isinstance(fields, dict) else ""

    def submit(self, course: str, exercise: str, notebook: bytes, key: str) -> int:
        """Hand in an answer as oneself; the number of the attempt. Safe to repeat with `key`."""
        path = f"/v1/courses/{course}/exercises/{exercise}/submissions"
        fields = self._json(self._send("POST", path, content=notebook, key=key))
        return int(fields["attempt"]) if isinstance(fields, dict) else 0

    def submissions(
        self, course: str, exercise: str | None = None, learner: str | None = None
    ) -> list[Submission]:
        """All that the caller may see, newest first, with the grades that count."""
        query = {"limit": str(PAGE)}
        query |= {"exercise": exercise} if exercise else {}
        query |= {"learner": learner} if learner else {}
        found: list[Submission] = []
        while True:
            answer = self._send("GET", f"/v1/courses/{course}/submissions", query=query)
            fields = self._json(answer)
            page = self._parse(
                _SUBMISSIONS, fields.get("submissions") if isinstance(fields, dict) else None
            )
            found += page
            if len(page) < PAGE:
                return found
            query["before"] = page[-1].id

    def content(self, submission: str) -> bytes:
        """The notebook as it was handed in."""
        return self._send("GET", f"/v1/submissions/{submission}/content").content

    def grade_by_hand(
        self, course: str, submission: str, *, check: str | None, points: float, comment: str
    ) -> None:
        """Make a manual revision of one check, or of the whole for None."""
        self._send(
            "POST",
            f"/v1/courses/{course}/submissions/{submission}/manual",
            body={"check": check, "points": points, "comment": comment},
        )

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, object] | None = None,
        content: bytes | None = None,
        query: Mapping[str, str] | None = None,
        key: str = "",
        wait_s: float = 0,
    ) -> httpx.Response:
        headers = {"X-Request-Id": request_id.get() or token_hex(8)}
        headers |= {"Idempotency-Key": key} if key else {}
        if content is not None:
            headers["Content-Type"] = IPYNB
        elif body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        try:
            answer = self._client.request(
                method,
                path,
                content=content,
                params=dict(query or {}),
                headers=headers,
                timeout=self._timeout_s + wait_s,
            )
        except httpx.HTTPError as error:
            raise ApiUnreachableError(f"{method} {path}: {type(error).__name__}") from error
        if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise ApiUnreachableError(f"{method} {path}: status {answer.status_code}")
        if not answer.is_success:
            raise ApiRefusedError(answer.status_code, _sentence(answer))
        return answer

    @staticmethod
    def _json(answer: httpx.Response) -> object:
        try:
            return answer.json()
        except ValueError as error:
            raise ApiUnreachableError("an answer that is not JSON") from error

    @staticmethod
    def _parse(shape: TypeAdapter[T], fields: object) -> T:
        try:
            return shape.validate_python(fields)
        except ValidationError as error:
            raise ApiUnreachableError(f"an answer of another shape: {error}") from error


def _sentence(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["sentence"])
    except (ValueError, KeyError, TypeError):
        return f"The API answered with status {answer.status_code}."
