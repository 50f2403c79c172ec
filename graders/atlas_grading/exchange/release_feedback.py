"""`nbgrader release_feedback`: carries what was graded by hand to the learners.

A learner sees the judge's sentences as soon as they exist; only points and comments by hand are
still to be carried.
"""

from pathlib import Path

from nbgrader.exchange import abc

from atlas_grading.exchange.base import AtlasExchange
from atlas_grading.projection.by_hand import carry


class ExchangeReleaseFeedback(AtlasExchange, abc.ExchangeReleaseFeedback):  # type: ignore[misc]
    """Carries manual grades of one assignment, of one learner or of all."""

    def start(self) -> None:
        """Carry; the same again changes nothing."""
        student = self.coursedir.student_id
        learner = student if student not in ("", "*", None) else None
        with self.api() as api:
            revisions = carry(
                api,
                self.course,
                Path(self.coursedir.root),
                exercise=self.exercise,
                learner=learner,
            )
        self.log.info("Released feedback of %s: %d changes by hand", self.exercise, revisions)
