"""`nbgrader release_assignment`: gives the generated notebook to the course's learners."""

from pathlib import Path

from nbgrader.exchange import abc

from atlas_grading.exchange.base import AtlasExchange


class ExchangeReleaseAssignment(AtlasExchange, abc.ExchangeReleaseAssignment):  # type: ignore[misc]
    """Releases one notebook a course assignment: its file has the assignment's name."""

    def start(self) -> None:
        """Release one assignment; the same notebook again changes nothing."""
        folder = Path(
            self.coursedir.format_path(self.coursedir.release_directory, ".", self.exercise)
        )
        path = folder / f"{self.exercise}.ipynb"
        if not path.is_file():
            self.fail(f"{path} is not there. Generate the assignment first.")
        with self.api() as api:
            known = {released.id: released for released in api.released(self.course)}
            query = {}
            if (given := known.get(self.exercise)) is not None:
                query = {"title": given.title, "points": f"{given.points:g}"}
                query |= {"due": given.due.isoformat()} if given.due else {}
            release = api.release(self.course, self.exercise, path.read_bytes(), query)
        self.log.info("Released %s as %s", self.exercise, release)
