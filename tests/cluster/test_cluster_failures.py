"""What a lost pod costs: nobody's cell, nobody's grade."""

import time

import httpx
import pytest
from cluster_world import Release, wait_for
from test_cluster_main_job import HIDDEN, atlas, graded, solve

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(900)]
HUB_BACK_WITHIN_S = 30
HUB_USERS = 500
SLOW_CELL = """
import time
for step in range(60):
    time.sleep(1)
print("done", flush=True)
"""


@pytest.fixture
def crowd(release: Release) -> None:
    """Many people in the hub's database, who each take their part of its start."""
    names = [f"crowd-{number:03d}" for number in range(HUB_USERS)]
    answer = release.admin().call("POST", "/hub/api/users", json={"usernames": names}, timeout=120)
    assert answer.status_code in (201, 409), answer.text
    assert int(release.sql("hub", "select count(*) from users")[0][0]) >= HUB_USERS


@pytest.mark.usefixtures("crowd")
def test_a_deleted_hub_costs_nobody_their_cell(release: Release) -> None:
    ada = release.started("ada")
    message = ada.kernel().send(SLOW_CELL)
    old = release.pod("hub")["metadata"]["name"]
    release.kubectl("delete", "pod", old, "--wait=false")
    began = time.monotonic()
    assert ada.call("GET", "/user/ada/api/status").status_code == 200
    assert atlas(ada, "GET", "catalogue")["trees"], "reading stops with the hub"
    wait_for(
        lambda: old not in pod_names(release) and release.hub_ready(), 60, "the hub to come back"
    )
    took_s = time.monotonic() - began
    assert ada.kernel().collect(message, timeout_s=120) == "done"
    assert ada.call("GET", "/hub/api/users/ada").json()["servers"][""]["ready"]
    assert took_s < HUB_BACK_WITHIN_S, f"the hub was back after {took_s:.1f} s"


def pod_names(release: Release) -> set[str]:
    return {pod["metadata"]["name"] for pod in release.get("pods")["items"]}


@pytest.mark.parametrize("component", ["api", "worker", "sandbox", "postgresql"])
def test_a_pod_lost_while_grading_makes_exactly_one_grade(release: Release, component: str) -> None:
    lin = release.started("lin")
    before = len(submissions(release))
    # The same bytes handed in twice are one submission.
    answer = (HIDDEN / "reference.py").read_text() + f"\n# {component}\n"
    solve_without_waiting(release, lin.name, answer)
    release.kubectl("delete", "pod", release.pod(component)["metadata"]["name"], "--wait=false")
    time.sleep(5)
    wait_for(lambda: api_answers(release), 120, "the API")
    assert graded(lin) == 10
    now = submissions(release)
    assert len(now) == before + 1
    assert grades_in_the_database(release, now[0]) == 1


def grades_in_the_database(release: Release, submission: str) -> int:
    """Rows of the grade table: repeats that the API only hides would count."""
    query = f"select count(*) from grade where submission = '{submission}'"
    return int(release.sql("api", query)[0][0])


def solve_without_waiting(release: Release, name: str, answer: str) -> None:
    import test_cluster_main_job as main_job  # noqa: PLC0415

    person = release.started(name)
    kept, main_job.graded = main_job.graded, lambda _: 0.0
    try:
        solve(person, answer)
    finally:
        main_job.graded = kept


def submissions(release: Release) -> list[str]:
    lin = release.started("lin")
    told = atlas(lin, "GET", "exercise/submissions?exercise=retry-budget")["submissions"]
    assert isinstance(told, list)
    return [str(one["id"]) for one in told]


def api_answers(release: Release) -> bool:
    lin = release.started("lin")
    try:
        return atlas(lin, "GET", "me")["api"] == "up"
    except (AssertionError, httpx.HTTPError):
        return False
