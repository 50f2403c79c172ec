"""The main job on a cluster: install, sign in, spawn, run, submit, be graded."""

import json
import statistics

import pytest
from cluster_world import PROJECT, Release, wait_for
from machine_room import Person

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(900)]
HIDDEN = PROJECT / "graders" / "hidden" / "retry-budget"
READY_WITHIN_S = 180
RELEASED_WITHIN_S = 180
GRADED_WITHIN_S = 90
SPAWN_P95_S = 10


def test_the_chart_is_ready_within_three_minutes(installed: tuple[Release, float]) -> None:
    release, took_s = installed
    assert took_s < READY_WITHIN_S
    told = release.kubectl("logs", "job/atlas-preflight")
    assert "Network rules hold" in told


def atlas(person: Person, method: str, path: str, **body: object) -> dict[str, object]:
    """A call of the server extension."""
    base = f"/user/{person.name}/atlas/{path}"
    answer = person.call(method, base, json=body) if body else person.call(method, base)
    assert answer.status_code < 300, answer.text
    found: dict[str, object] = answer.json()
    return found


def solve(person: Person, answer: str) -> float:
    """Fetch, write the answer, submit, wait for the grade: its points."""
    name = person.name
    contents = f"/user/{name}/api/contents/{fetched(person)}"
    notebook = person.call("GET", contents, params={"content": 1}).json()["content"]
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "solution":
            cell["source"] = answer
    saved = {"type": "notebook", "format": "json", "content": notebook}
    assert person.call("PUT", contents, json=saved).status_code == 200
    atlas(person, "POST", "exercise/submit", exercise="retry-budget")
    return graded(person)


def fetched(person: Person) -> str:
    """Where the copy of the exercise is; a new installation releases it within minutes."""
    path, body = f"/user/{person.name}/atlas/exercise/fetch", {"exercise": "retry-budget"}
    wait_for(
        lambda: person.call("POST", path, json=body).status_code == 200,
        RELEASED_WITHIN_S,
        "the exercise to be released",
    )
    return str(person.call("POST", path, json=body).json()["path"])


def graded(person: Person) -> float:
    """Wait for the grade of the newest attempt: its points."""
    found: list[float] = []

    def look() -> bool:
        told = atlas(person, "GET", "exercise/submissions?exercise=retry-budget")
        newest = json.loads(json.dumps(told["submissions"]))[0]
        if newest["state"] == "graded":
            found.append(float(newest["grade"]["points"]))
        return bool(found)

    wait_for(look, GRADED_WITHIN_S, f"the grade of {person.name}")
    return found[0]


def test_a_learner_gets_a_pod_and_reads(release: Release) -> None:
    ada = release.started("ada")
    me = atlas(ada, "GET", "me")
    assert me["name"] == "ada"
    assert me["api"] == "up"
    assert atlas(ada, "GET", "catalogue")["trees"]
    assert ada.run("import os; (os.getuid(), os.path.expanduser('~'))") == "(1000, '/home/atlas')"


def test_a_right_answer_gets_all_points(release: Release) -> None:
    assert solve(release.started("ada"), (HIDDEN / "reference.py").read_text()) == 10


def test_a_partly_right_answer_keeps_some_points(release: Release) -> None:
    answer = (HIDDEN / "mutants" / "no_cap.py").read_text()
    assert 0 < solve(release.started("lin"), answer) < 10


def test_the_instructor_opens_the_courses_server_with_formgrader(release: Release) -> None:
    ines = release.started("ines", "instructor")
    assert "ATLAS_FORMGRADER_URL" in ines.run("import os; list(os.environ)")
    ines.start_server("course-systems", within_s=120)
    base = "/user/course-systems/formgrader"
    wait_for(
        lambda: "retry-budget" in ines.call("GET", f"{base}/api/assignments").text,
        90,
        "the gradebook",
    )


def test_a_warm_spawn_takes_ten_seconds_at_most(release: Release) -> None:
    lin = release.started("lin")
    took = []
    for _ in range(5):
        lin.call("DELETE", "/hub/api/users/lin/server")
        wait_for(
            lambda: not lin.call("GET", "/hub/api/users/lin").json()["servers"], 60, "the stop"
        )
        took.append(lin.start_server(within_s=60))
    p95_s = statistics.quantiles(took, n=20, method="inclusive")[-1]
    assert p95_s <= SPAWN_P95_S, [round(seconds, 1) for seconds in took]
