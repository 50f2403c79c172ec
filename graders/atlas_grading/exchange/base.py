"""What the actions of the exchange share: the API with this server's own token, and its faults."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.exchange import abc

from atlas_grading.api import Api, ApiRefusedError, ApiUnreachableError

TIMEOUT_S = 5.0


@contextmanager
def own_api() -> Iterator[Api]:
    """The API as the owner of this server; raises ApiRefusedError outside of one."""
    url, token = os.environ.get("ATLAS_API_URL"), os.environ.get("JUPYTERHUB_API_TOKEN")
    if not url or not token:
        raise ApiRefusedError(
            401,
            "ATLAS_API_URL or JUPYTERHUB_API_TOKEN is not set. Run this in a hub's server.",
        )
    with Api(url, f"token {token}", timeout_s=TIMEOUT_S) as api:
        yield api


class AtlasExchange(abc.Exchange):  # type: ignore[misc]
    """Base of the actions. `start` is the action; a fault of the API is one sentence."""

    @property
    def course(self) -> str:
        """The course that this server or command works for."""
        return str(self.coursedir.course_id or os.environ.get("ATLAS_COURSE", ""))

    @property
    def exercise(self) -> str:
        """The assignment's id; fails where there is none."""
        if not self.coursedir.assignment_id:
            self.fail("No assignment is named.")
        return str(self.coursedir.assignment_id)

    @contextmanager
    def api(self) -> Iterator[Api]:
        """The API; what it refuses or does not answer ends the action with one sentence."""
        try:
            with own_api() as api:
                yield api
        except ApiRefusedError as error:
            self.fail(str(error))
        except ApiUnreachableError as error:
            self.fail(f"The Atlas API does not answer ({error}). Try again in a moment.")

    def local_folder(self) -> Path:
        """Where an assignment lies in a learner's home."""
        return Path(self.assignment_dir) / self.exercise

    def init_src(self) -> None:
        """There is no source folder."""

    def init_dest(self) -> None:
        """There is no destination folder."""

    def copy_files(self) -> None:
        """No files are copied; each action talks to the API."""
