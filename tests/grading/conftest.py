"""The sandbox of this machine, proved once a session."""

import pytest
from atlas_grading.exercise_folder import ExerciseFolder, find_exercises
from atlas_grading.sandbox import BubblewrapSandbox


@pytest.fixture(scope="session")
def sandbox() -> BubblewrapSandbox:
    return BubblewrapSandbox.probe()


@pytest.fixture(scope="session")
def retry_budget() -> ExerciseFolder:
    return find_exercises()["retry-budget"]
