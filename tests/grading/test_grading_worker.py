"""The whole path on loopback: real API, real worker, real sandbox, nbgrader's gradebook."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from atlas_core.exercise import Grade
from atlas_grading.api import ApiRefusedError
from atlas_grading.exercise_folder import PROJECT, ExerciseFolder
from atlas_grading.gate.gate import answer_notebook
from atlas_grading.projection.by_hand import carry
from grading_world import COURSE, World, until, world
from nbgrader.api import Gradebook

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(300)]
NAME = "retry-budget"
SLOW = "import time\ndef backoff_s(*_): time.sleep(2.5)\n"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("state")) as built:
        built.start_api()
        built.start_worker()
        yield built


def hand_in(atlas: World, name: str, source: str, key: str) -> None:
    with atlas.as_user(name) as api:
        api.submit(COURSE, NAME, answer_notebook(source), key)


def shown(atlas: World, learner: str) -> tuple[float, dict[str, float]]:
    """The score of a learner in nbgrader's gradebook, and that of each cell."""
    with Gradebook(f"sqlite:///{atlas.course_root}/gradebook.db", COURSE) as gradebook:
        notebook = gradebook.find_submission_notebook(NAME, NAME, learner)
        found = notebook.score, {row.name: row.score for row in notebook.grades}
    gradebook.engine.dispose()
    return found


def until_shown(atlas: World, learner: str, points: float) -> None:
    def right() -> bool:
        try:
            return shown(atlas, learner)[0] == points
        except Exception:
            return False

    until(right, f"the gradebook shows {points:g} points for {learner}", seconds=90)


def grade_rows(atlas: World, submission: str) -> list[str]:
    with closing(sqlite3.connect(atlas.state / "api" / "atlas.sqlite")) as database:
        rows = database.execute("SELECT check_set FROM grade WHERE submission = ?", (submission,))
        return [row[0] for row in rows]


def test_a_submission_is_judged_and_the_gradebook_says_the_same(
    atlas: World, retry_budget: ExerciseFolder
) -> None:
    hand_in(atlas, "ada", retry_budget.mutants()["no_jitter"], "first")
    grade = atlas.graded("ada").grade
    assert isinstance(grade, Grade)
    assert (grade.points, grade.max_points) == (7, 10)
    until_shown(atlas, "ada", grade.points)
    assert shown(atlas, "ada")[1] == {check.check: check.points for check in grade.checks}
    notebook = (atlas.course_root / "autograded/ada" / NAME / f"{NAME}.ipynb").read_text()
    assert all(check.sentence in notebook for check in grade.checks)


def test_the_attempt_with_the_most_points_is_the_one_that_is_shown(
    atlas: World, retry_budget: ExerciseFolder
) -> None:
    hand_in(atlas, "lin", retry_budget.reference(), "first")
    assert atlas.graded("lin").grade is not None
    until_shown(atlas, "lin", 10)
    hand_in(atlas, "lin", retry_budget.mutants()["no_cap"], "second")
    assert atlas.graded("lin", attempt=2).grade is not None
    assert shown(atlas, "lin")[0] == 10


def test_a_learners_html_never_reaches_the_notebook_that_is_shown(
    atlas: World, retry_budget: ExerciseFolder
) -> None:
    notebook = json.loads(answer_notebook(retry_budget.reference()))
    evil = "<img src=x onerror=alert(1)>"
    notebook["cells"].append(
        {"cell_type": "markdown", "source": evil, "metadata": {}, "attachments": {}}
    )
    notebook["cells"][0]["outputs"] = [
        {"output_type": "display_data", "data": {"text/html": evil}, "metadata": {}}
    ]
    notebook["cells"][0]["metadata"]["nbgrader"]["comment"] = evil
    notebook["metadata"] = {"kernelspec": {"name": evil}, "title": evil}
    with atlas.as_user("ines") as ines, pytest.raises(ApiRefusedError):
        ines.submit(COURSE, NAME, b"{}", "not-a-learner")
    with atlas.as_user("lin") as api:
        api.submit(COURSE, NAME, json.dumps(notebook).encode(), "evil")
    atlas.graded("lin", attempt=3)
    path = atlas.course_root / "autograded/lin" / NAME / f"{NAME}.ipynb"
    until(lambda: _shows(path, atlas, 3), "attempt 3 is shown")
    assert evil not in path.read_text()


def _shows(path: Path, atlas: World, attempt: int) -> bool:
    submission = json.loads(path.read_text())["metadata"]["atlas"]["submission"]
    return bool(submission == atlas.graded("lin", attempt).id)


def test_a_grade_by_hand_is_carried_to_the_api_once(atlas: World) -> None:
    database = f"sqlite:///{atlas.course_root}/gradebook.db"
    with Gradebook(database, COURSE) as gradebook:
        row = gradebook.find_grade("full-jitter", NAME, NAME, "ada")
        row.manual_score = 1.5
        comment = gradebook.find_comment("solution", NAME, NAME, "ada")
        comment.manual_comment = "Nearly there."
        gradebook.db.commit()
    gradebook.engine.dispose()
    with atlas.as_user(f"course-{COURSE}") as api:
        made = [carry(api, COURSE, atlas.course_root, exercise=NAME) for _ in range(2)]
    assert made == [2, 0]
    grade = atlas.graded("ada").grade
    assert grade is not None
    assert (grade.points, grade.sentence, grade.graded_by) == (8.5, "Nearly there.", "instructor")


def test_a_rebuilt_gradebook_says_what_the_api_says(atlas: World) -> None:
    before = {name: shown(atlas, name)[0] for name in ("ada", "lin")}
    (atlas.course_root / "gradebook.db").unlink()
    command = [sys.executable, "-m", "atlas_grading.rebuild_gradebook"]
    done = subprocess.run(
        command, env=atlas.environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, f"{COURSE}: 2 grades shown\n"), done.stderr
    assert {name: shown(atlas, name)[0] for name in ("ada", "lin")} == before


def test_nbgraders_commands_work_over_the_api(atlas: World) -> None:
    def nbgrader(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            env=atlas.environment
            | {
                "HOME": str(atlas.course_root),
                "ATLAS_COURSE": COURSE,
                "ATLAS_WORKER_TOKEN": "",
                "JUPYTERHUB_API_TOKEN": f"course-{COURSE}",
                "JUPYTER_CONFIG_PATH": str(PROJECT / "graders/atlas_grading/course_server"),
            },
            cwd=atlas.course_root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stderr

    assert f"{COURSE} {NAME}" in nbgrader("list")
    assert "ada: queued for the worker" in nbgrader("autograde", NAME, "--student", "ada")
    atlas.graded("ada")


def test_a_worker_that_dies_while_it_judges_leaves_exactly_one_grade(atlas: World) -> None:
    worker = atlas.processes[-1]
    hand_in(atlas, "ada", SLOW, "slow")
    until(lambda: _states(atlas) == {"judging"}, "the worker judges")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    atlas.start_worker()
    with closing(sqlite3.connect(atlas.state / "api" / "atlas.sqlite")) as database:
        database.execute("UPDATE submission SET lease_until = '2020-01-01 00:00:00.000000'")
        database.commit()
    graded = atlas.graded("ada", attempt=2)
    assert len(grade_rows(atlas, graded.id)) == 1
    assert graded.grade is not None
    assert graded.grade.points == 0


def _states(atlas: World) -> set[str]:
    with atlas.as_user("ada") as api:
        return {str(one.state) for one in api.submissions(COURSE) if one.attempt == 2}


def test_a_worker_outlives_a_restart_of_the_api(atlas: World, retry_budget: ExerciseFolder) -> None:
    api = next(process for process in atlas.processes if "atlas_api" in process.args)
    api.send_signal(signal.SIGKILL)
    api.wait()
    until(lambda: "does not answer" in atlas.log("atlas_grading.worker"), "the worker notices")
    atlas.start_api()
    hand_in(atlas, "ada", retry_budget.reference(), "after the restart")
    graded = atlas.graded("ada", attempt=3)
    assert graded.grade is not None
    assert graded.grade.points == 10


def test_a_worker_that_is_asked_to_stop_finishes_what_it_judges(atlas: World) -> None:
    worker = next(
        process
        for process in reversed(atlas.processes)
        if "atlas_grading.worker" in process.args and process.poll() is None
    )
    hand_in(atlas, "lin", SLOW, "slow")
    with atlas.as_user("lin") as api:
        until(lambda: api.submissions(COURSE)[0].state == "judging", "the worker judges")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    assert atlas.graded("lin", attempt=4).grade is not None
    lines = [json.loads(line) for line in atlas.log("atlas_grading.worker").splitlines()]
    assert lines[-1]["message"] == "stopped"
    assert {"time", "level", "logger", "message"} <= lines[-1].keys()
