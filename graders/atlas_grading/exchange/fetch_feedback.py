"""`nbgrader fetch_feedback`: one's grades as a page, made from the API's grade."""

from html import escape

from atlas_core.exercise import Grade
from nbgrader.exchange import abc

from atlas_grading.exchange.base import AtlasExchange


class ExchangeFetchFeedback(AtlasExchange, abc.ExchangeFetchFeedback):  # type: ignore[misc]
    """Writes feedback/<attempt>/<assignment>.html beside the assignment."""

    def start(self) -> None:
        """Fetch the feedback of every graded attempt of one assignment."""
        with self.api() as api:
            submissions = api.submissions(self.course, self.exercise)
        for submission in submissions:
            if submission.grade is None:
                continue
            folder = self.local_folder() / "feedback" / f"attempt-{submission.attempt}"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{self.exercise}.html"
            path.write_text(feedback_page(submission.grade), encoding="utf-8")
            self.log.info("Fetched feedback: %s", path)


def feedback_page(grade: Grade) -> str:
    """A page without script, every text escaped."""
    rows = "".join(
        f"<tr><td>{escape(check.title)}</td><td>{check.points:g} of {check.max_points:g}</td>"
        f"<td>{escape(check.sentence)}</td></tr>"
        for check in grade.checks
    )
    title = escape(f"{grade.exercise}: {grade.points:g} of {grade.max_points:g} points")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{escape(grade.sentence)}</p><table>{rows}</table></html>\n"
    )
