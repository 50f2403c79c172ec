"""An exercise and what becomes of an answer: Check, Submission, Grade."""

from atlas_core.exercise.model import CheckResult, Exercise, Grade, Outcome, SubmissionState

__all__ = ["CheckResult", "Exercise", "Grade", "Outcome", "SubmissionState"]
