"""`nbgrader fetch_assignment`: the released notebook, into a folder of the home."""

from nbgrader.exchange import abc

from atlas_grading.exchange.base import AtlasExchange


class ExchangeFetchAssignment(AtlasExchange, abc.ExchangeFetchAssignment):  # type: ignore[misc]
    """Never overwrites a notebook that is there."""

    def start(self) -> None:
        """Fetch one assignment."""
        path = self.local_folder() / f"{self.exercise}.ipynb"
        if path.exists():
            self.fail(f"{path} is there already. Rename it to fetch the assignment again.")
        with self.api() as api:
            notebook = api.fetch(self.course, self.exercise)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        new.write_bytes(notebook)
        new.replace(path)
        self.log.info("Fetched as: %s %s", self.course, self.exercise)
