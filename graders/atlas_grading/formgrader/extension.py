"""A Jupyter Server extension: what is saved in formgrader by hand goes to the API at once.

Its two routes are nbgrader's own, answered by nbgrader's own handlers first. It is loaded before
nbgrader's extension (extensions load by name), and the first route that matches wins.
"""

import asyncio
import logging
from pathlib import Path

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader.apihandlers import CommentHandler, GradeHandler

from atlas_grading.api import ApiRefusedError, ApiUnreachableError
from atlas_grading.exchange.base import own_api
from atlas_grading.formgrader.install import install
from atlas_grading.projection.by_hand import carry

log = logging.getLogger(__name__)
BAD_GATEWAY = 502


class CarriedGradeHandler(GradeHandler):  # type: ignore[misc]
    """Saves a score, then carries it."""

    async def put(self, grade_id: str) -> None:
        """Answer as nbgrader does; 502 when the API did not take it."""
        super().put(grade_id)
        row = self.gradebook.find_grade_by_id(grade_id)
        await _carry(self, row.assignment.name, row.student.id)


class CarriedCommentHandler(CommentHandler):  # type: ignore[misc]
    """Saves a comment, then carries it."""

    async def put(self, grade_id: str) -> None:
        """Answer as nbgrader does; 502 when the API did not take it."""
        super().put(grade_id)
        row = self.gradebook.find_comment_by_id(grade_id)
        await _carry(self, row.assignment.name, row.student.id)


async def _carry(handler: GradeHandler, exercise: str, learner: str) -> None:
    course, root = handler.coursedir.course_id, Path(handler.coursedir.root)

    def send() -> None:
        with own_api() as api:
            carry(api, course, root, exercise=exercise, learner=learner)

    try:
        await asyncio.to_thread(send)
    except (ApiRefusedError, ApiUnreachableError) as error:
        log.error("a grade by hand was not carried to Atlas: %s", error)
        handler.set_status(BAD_GATEWAY)


def load_jupyter_server_extension(app: ServerApp) -> None:
    """Add the routes, and what nbgrader's extension reads when it is loaded after this one."""
    install()
    base = app.web_app.settings["base_url"]
    app.web_app.add_handlers(  # type: ignore[no-untyped-call]
        ".*$",
        [
            (url_path_join(base, r"/formgrader/api/grade/([^/]+)"), CarriedGradeHandler),
            (url_path_join(base, r"/formgrader/api/comment/([^/]+)"), CarriedCommentHandler),
        ],
    )
