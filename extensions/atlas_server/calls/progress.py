"""`GET progress`: the API's fold over the learner's facts, as it stands there."""

from tornado.web import authenticated

from atlas_server.api import path
from atlas_server.calls.handler import AtlasHandler


class ProgressHandler(AtlasHandler):
    """Polled by the panel, so it is no sign of activity."""

    counts_as_activity = False

    @authenticated
    async def get(self) -> None:
        """Answer with the API's `/v1/progress`."""
        api = self.services.api
        self.answer(
            await api.ask("GET", path("progress"), what="progress", request_id=self.request_id)
        )
