"""`nbgrader submit`: hands in as the owner of this server; the time is the API's."""

from secrets import token_hex

from nbgrader.exchange import abc

from atlas_grading.exchange.base import AtlasExchange


class ExchangeSubmit(AtlasExchange, abc.ExchangeSubmit):  # type: ignore[misc]
    """Hands in one notebook."""

    def start(self) -> None:
        """Submit one assignment."""
        path = self.local_folder() / f"{self.exercise}.ipynb"
        if not path.is_file():
            self.fail(f"{path} is not there. Fetch the assignment first.")
        with self.api() as api:
            attempt = api.submit(self.course, self.exercise, path.read_bytes(), token_hex(16))
        self.log.info("Submitted as: %s %s, attempt %d", self.course, self.exercise, attempt)
