"""What an operator sees: the canary's walk, one request through all logs, metrics."""

import json

import pytest
from cluster_world import Release, wait_for
from test_cluster_main_job import HIDDEN, fetched, graded

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(600)]
SUBMITTED = "/srv/state/homes/course-systems/submitted"
ASK = (
    "import sys, urllib.request as r; "
    "q = r.Request(sys.argv[1], headers={'Authorization': 'token ' + sys.stdin.read().strip()}); "
    "sys.stdout.write(r.urlopen(q, timeout=10).read().decode())"
)


def test_the_canary_walked_and_left_nothing_behind(release: Release) -> None:
    told = release.kubectl("logs", "job/atlas-canary")
    steps = [line.split(":")[0] for line in told.splitlines()]
    assert steps[:4] == ["a user", "a server", "a cell", "a grade"]
    assert "Learners can work." in told
    assert release.sql("hub", "select name from users where name like 'canary-%'") == []
    claims = {item["metadata"]["name"] for item in release.get("pvc")["items"]}
    assert not [name for name in claims if "canary" in name]


def test_one_request_is_found_in_every_log_from_click_to_grade(release: Release) -> None:
    ada = release.started("ada")
    path = f"/user/ada/api/contents/{fetched(ada)}"
    notebook = ada.call("GET", path).json()["content"]
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "solution":
            cell["source"] = (HIDDEN / "reference.py").read_text() + "\n# followed\n"
    ada.call("PUT", path, json={"type": "notebook", "format": "json", "content": notebook})
    answer = ada.call("POST", "/user/ada/atlas/exercise/submit", json={"exercise": "retry-budget"})
    assert answer.status_code == 200, answer.text
    request = answer.headers["X-Request-Id"]
    assert graded(ada) == 10
    api = told_of(release, "api", request)
    assert any(str(line["logger"]).startswith("atlas_api.access") for line in api)

    def the_worker_told() -> bool:  # it tells the API first
        return any(line["message"] == "graded" for line in told_of(release, "worker", request))

    wait_for(the_worker_told, 30, "the worker's line about the request")


def told_of(release: Release, component: str, request: str) -> list[dict[str, object]]:
    """The lines of a component's pod that carry a request's id."""
    pod = release.pod(component)["metadata"]["name"]
    told = release.kubectl("logs", pod, "--tail=2000").splitlines()
    lines = (json.loads(line) for line in told if request in line)
    return [line for line in lines if line.get("request_id") == request]


def test_formgrader_does_not_show_the_canary(release: Release) -> None:
    handed_in = release.sql("api", "select hub_name from person where hub_name like 'canary-%'")
    assert handed_in == [["canary-systems"]], "it handed in, so it could be shown"
    shown: set[str] = set()

    def ada_is_there() -> bool:
        line = ("exec", "deployment/atlas-worker", "--", "ls", SUBMITTED)
        shown.update(release.kubectl(*line, check=False).split())
        return "ada" in shown

    wait_for(ada_is_there, 90, "the gradebook to show ada")
    assert "canary-systems" not in shown


def metrics(release: Release, component: str, address: str, token: str = "") -> str:
    line = ("exec", "-i", f"deployment/atlas-{component}", "--", "python", "-c", ASK, address)
    return release.kubectl(*line, given=token)


def test_hub_api_and_worker_tell_prometheus(release: Release) -> None:
    hub = metrics(
        release, "hub", "http://127.0.0.1:8081/hub/metrics", release.secret("metrics-token")
    )
    assert "jupyterhub_running_servers" in hub
    api = metrics(release, "api", "http://127.0.0.1:9002/metrics")
    assert 'route="/v1/courses/{course}/exercises/{exercise}/submissions",status="200"' in api
    assert 'atlas_submissions{state="queued"}' in api
    assert "atlas_worker_seen_seconds" in api
    assert "ada" not in api, "no name of a person in a label"
    worker = metrics(release, "worker", "http://127.0.0.1:9003/metrics")
    assert 'atlas_judge_seconds_count{exercise="retry-budget",points="all"}' in worker


def test_the_hubs_metrics_need_a_token(release: Release) -> None:
    answer = release.started("ada").call("GET", "/hub/metrics")
    assert answer.status_code == 403
    wait_for(release.hub_ready, 30, "the hub")
