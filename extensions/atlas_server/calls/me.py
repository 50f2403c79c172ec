"""`GET me`: who is here, in which courses, and whether the API answers."""

from pydantic import BaseModel
from tornado.web import authenticated

from atlas_server.calls.handler import AtlasHandler
from atlas_server.course import Course
from atlas_server.refusal import Refusal


class MeAnswer(BaseModel):
    """Roles and courses are empty while the API is down; `api_sentence` then says why."""

    name: str
    roles: list[str]
    courses: list[Course]
    api: str
    api_sentence: str | None = None
    formgrader_url: str | None = None


class MeHandler(AtlasHandler):
    """Polled to notice that the API is back, so it is no sign of activity."""

    counts_as_activity = False

    @authenticated
    async def get(self) -> None:
        """Answer at all times; what the API knows is left out where it can't be asked."""
        settings = self.services.settings
        try:
            me = await self.services.membership.me(request_id=self.request_id, fresh=True)
        except Refusal as refusal:
            name = settings.user or str(self.current_user.display_name)
            answer = MeAnswer(
                name=name, roles=[], courses=[], api="down", api_sentence=refusal.sentence
            )
        else:
            answer = MeAnswer(name=me.name, roles=me.roles, courses=me.courses, api="up")
        self.answer(answer.model_copy(update={"formgrader_url": settings.formgrader_url}))
