"""`POST exercise/fetch` and `exercise/validate`: the learner's copy, and what to mend in it."""

import asyncio
import hashlib
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from atlas_core.facts import FactKind
from pydantic import Field
from tornado.web import authenticated

from atlas_server.api import UPLOAD_S, path
from atlas_server.calls.handler import AtlasHandler, Body
from atlas_server.fact import make_fact
from atlas_server.finding import find
from atlas_server.home import create_file, exercise_path, replace_file
from atlas_server.refusal import Code, Refusal

NOTEBOOK_BYTES_MAX = 2 * 1024 * 1024  # the most that the API takes
WHAT = "fetching exercises"


class ExerciseBody(Body):
    """The exercise's id, as the catalogue has it."""

    exercise: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")


class ExerciseHandler(AtlasHandler):
    """What the exercise calls share: the learner's notebook and the exercise as released."""

    async def notebook(self, exercise: str) -> bytes:
        """Read the learner's notebook. Raises Refusal (not-fetched, notebook-too-large)."""
        place = exercise_path(exercise)
        file = self.services.settings.root / place
        try:
            size = (await asyncio.to_thread(file.stat)).st_size
            if size > NOTEBOOK_BYTES_MAX:
                raise Refusal(
                    Code.NOTEBOOK_TOO_LARGE,
                    path=place,
                    size_mb=round(size / 1e6, 1),
                    size_mb_max=round(NOTEBOOK_BYTES_MAX / 1e6, 1),
                )
            return await asyncio.to_thread(file.read_bytes)
        except OSError as error:
            raise Refusal(Code.NOT_FETCHED, path=place) from error

    def released_copy(self, exercise: str) -> Path:
        """Where the exercise is kept as it was when the learner fetched it."""
        return self.services.settings.state / "releases" / exercise_path(exercise).name

    async def release(self, exercise: str, course: str) -> bytes:
        """Ask the API for the exercise as released. Raises Refusal."""
        return await self.services.api.ask(
            "GET",
            path("courses", course, "exercises", exercise, "release"),
            what=WHAT,
            request_id=self.request_id,
            timeout_s=UPLOAD_S,
        )


class FetchHandler(ExerciseHandler):
    """Writes the released notebook into the home, never over the learner's work."""

    @authenticated
    async def post(self) -> None:
        """Answer `{path, created}`."""
        exercise = self.body(ExerciseBody).exercise
        place = exercise_path(exercise)
        root = self.services.settings.root
        if (root / place).exists():
            self.answer({"path": str(place), "created": False})
            return
        course = await self.services.membership.course_of(exercise, request_id=self.request_id)
        content = await self.release(exercise, course)
        created = await asyncio.to_thread(create_file, root, place, content)
        if created:
            await self._remember(exercise, course, content)
        self.answer({"path": str(place), "created": created})

    async def _remember(self, exercise: str, course: str, content: bytes) -> None:
        """Keep the release for comparison and tell the ledger; neither may spoil the fetch."""
        payload = {"release": hashlib.sha256(content).hexdigest(), "course": course}
        fact = make_fact(FactKind.EXERCISE_FETCHED, exercise, payload, now=datetime.now(UTC))
        try:
            await asyncio.to_thread(replace_file, self.released_copy(exercise), content)
            await self.services.relay.deliver([fact], request_id=self.request_id)
        except (OSError, Refusal) as error:
            self.log.warning("request %s: fetched, not recorded: %s", self.request_id, error)


class ValidateHandler(ExerciseHandler):
    """Looks at the notebook without running anything of it, and without a hidden check."""

    @authenticated
    async def post(self) -> None:
        """Answer `{ok, findings}`."""
        exercise = self.body(ExerciseBody).exercise
        notebook = await self.notebook(exercise)
        released = await self._released(exercise)
        findings = await asyncio.to_thread(find, notebook, released)
        listed = [{k: v for k, v in asdict(f).items() if v is not None} for f in findings]
        self.answer({"ok": not findings, "findings": listed})

    async def _released(self, exercise: str) -> bytes | None:
        """Return the release that was fetched, else today's, else None."""
        try:
            return await asyncio.to_thread(self.released_copy(exercise).read_bytes)
        except OSError:
            self.log.info("the fetched release of %s is not kept; asking the API", exercise)
        try:
            course = await self.services.membership.course_of(exercise, request_id=self.request_id)
            return await self.release(exercise, course)
        except Refusal as refusal:
            self.log.warning("validating %s without its release: %s", exercise, refusal.sentence)
            return None
