"""formgrader in a course's server, as an instructor sees it in Chromium."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from atlas_grading.exercise_folder import PROJECT, ExerciseFolder
from atlas_grading.gate.gate import answer_notebook
from grading_world import COURSE, World, until, world
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.timeout(240)]
NAME = "retry-budget"
TOKEN = "a-token-for-the-browser-of-this-test"
CONFIGURATION = (
    PROJECT / "graders/atlas_grading/course_server",
    PROJECT / "hub/atlas_hub/inside/course",
)


@pytest.fixture(scope="module")
def atlas(
    tmp_path_factory: pytest.TempPathFactory, retry_budget: ExerciseFolder
) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("state")) as built:
        built.start_api()
        built.start_worker()
        source = retry_budget.mutants()["no_jitter"] + "\n# <script>document.title = 'x'</script>"
        with built.as_user("ada") as api:
            api.submit(COURSE, NAME, answer_notebook(source), "first")
        built.graded("ada")
        until(built.course_root.is_dir, "the grade is in the gradebook")
        start_course_server(built)
        yield built


def start_course_server(atlas: World) -> None:
    """JupyterLab with nbgrader's extensions, configured as in the course's own server."""
    environment = atlas.environment | {
        "HOME": str(atlas.course_root),
        "ATLAS_COURSE": COURSE,
        "ATLAS_WORKER_TOKEN": "",
        "JUPYTERHUB_API_TOKEN": f"course-{COURSE}",
        "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, CONFIGURATION)),
        "JUPYTER_RUNTIME_DIR": str(atlas.state / "run"),
    }
    command = [sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser"]
    command += [f"--port={atlas.port + 3}", "--ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"]
    command += [f"--ServerApp.root_dir={atlas.course_root}", "--ServerApp.port_retries=0"]
    with (atlas.state / "course-server.log").open("ab") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=atlas.course_root, stdout=log, stderr=log
        )
    atlas.processes.append(process)
    until(lambda: _formgrader_is_up(atlas), "formgrader answers")


def _formgrader_is_up(atlas: World) -> bool:
    try:
        answer = httpx.get(
            f"{server(atlas)}/formgrader/api/status?token={TOKEN}", trust_env=False, timeout=5
        )
    except httpx.HTTPError:
        return False
    return answer.status_code == 200


def server(atlas: World) -> str:
    return f"http://127.0.0.1:{atlas.port + 3}"


@pytest.fixture
def page(atlas: World, browser: Browser) -> Iterator[Page]:
    """A page that fails the test on a console error or a request that leaves the machine."""
    faults: list[str] = []
    opened = browser.new_page(viewport={"width": 1300, "height": 1200})
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else 0)
    opened.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((server(atlas), "data:")) else faults.append(asked.url)
        ),
    )
    opened.goto(f"{server(atlas)}/formgrader/manage_assignments?token={TOKEN}")
    yield opened
    opened.close()
    assert faults == []


def test_an_instructor_sees_the_grade_of_the_api_and_corrects_it(
    atlas: World, page: Page, tmp_path: Path
) -> None:
    page.wait_for_selector(f"text={NAME}")
    page.goto(f"{server(atlas)}/formgrader/manage_submissions/{NAME}")
    page.wait_for_selector("td:has-text('7 / 10')")
    page.screenshot(path=tmp_path / "submissions.png")

    listed = page.request.get(f"{server(atlas)}/formgrader/api/submitted_notebooks/{NAME}/{NAME}")
    (shown,) = json.loads(listed.text())
    page.goto(f"{server(atlas)}/formgrader/submissions/{shown['id']}/?index=0")
    page.wait_for_selector("text=callers return together")
    assert page.title() == NAME
    expect(page.locator("#full-jitter")).to_have_attribute("placeholder", "0")

    page.fill("#full-jitter", "1.5")
    page.keyboard.press("Tab")
    until(lambda: _points(atlas) == 8.5, "the API has the points given by hand")
    page.fill("#solution-comment", "Read the part on jitter again.")
    page.locator("#solution-comment").blur()
    until(lambda: _sentence(atlas) == "Read the part on jitter again.", "it has the comment")
    page.screenshot(path=tmp_path / "submission.png", full_page=True)


def test_the_buttons_of_formgrader_do_their_work_over_the_api(atlas: World, page: Page) -> None:
    def press(path: str) -> dict[str, object]:
        secret = next(
            item["value"] for item in page.context.cookies() if item.get("name") == "_xsrf"
        )
        answer = page.request.post(
            f"{server(atlas)}/formgrader/api/{path}", headers={"X-XSRFToken": str(secret)}
        )
        return dict(json.loads(answer.text()))

    for path, words in {
        f"assignment/{NAME}/assign": "Writing",
        f"assignment/{NAME}/release": f"Released {NAME}",
        f"assignment/{NAME}/collect": "Collected: ada",
        f"submission/{NAME}/ada/autograde": "ada: queued for the worker",
        f"assignment/{NAME}/generate_feedback": "Writing",
        f"assignment/{NAME}/release_feedback": "Released feedback",
    }.items():
        result = press(path)
        assert result["success"], result
        assert words in str(result["log"])
    page_of_feedback = atlas.course_root / "feedback/ada" / NAME / f"{NAME}.html"
    text = page_of_feedback.read_text()
    assert "<script>document" not in text
    assert "cdnjs" not in text
    assert press(f"assignment/{NAME}/unrelease")["success"] is False
    until(lambda: atlas.log("atlas_grading.worker").count('"judging"') == 2, "it is judged again")


def _points(atlas: World) -> float:
    grade = atlas.graded("ada").grade
    return grade.points if grade else 0.0


def _sentence(atlas: World) -> str:
    grade = atlas.graded("ada").grade
    return grade.sentence if grade else ""
