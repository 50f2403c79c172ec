"""`POST exercise/submit` and `GET exercise/submissions`: handing in, and what became of it."""

from tornado.web import authenticated

from atlas_server.calls.exercise import ExerciseBody, ExerciseHandler


class SubmitHandler(ExerciseHandler):
    """Hands in the notebook as it lies on the disk."""

    @authenticated
    async def post(self) -> None:
        """Answer with the API's `{submission, attempt, state}`."""
        exercise = self.body(ExerciseBody).exercise
        notebook = await self.notebook(exercise)
        self.answer(
            await self.services.submissions.hand_in(exercise, notebook, request_id=self.request_id)
        )


class SubmissionsHandler(ExerciseHandler):
    """Polled while a submission is judged, so it is no sign of activity."""

    counts_as_activity = False

    @authenticated
    async def get(self) -> None:
        """Answer with the learner's own submissions, newest first."""
        exercise = ExerciseBody.model_validate({"exercise": self.query("exercise")}).exercise
        self.answer(await self.services.submissions.of(exercise, request_id=self.request_id))
