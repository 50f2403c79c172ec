"""From a submitted notebook to a Grade. Every verdict is made here, outside the learner's code."""

from atlas_grading.judge.checkset import CheckSet, CheckSetError, load_check_set
from atlas_grading.judge.judge import judge

__all__ = ["CheckSet", "CheckSetError", "judge", "load_check_set"]
