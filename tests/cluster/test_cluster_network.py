"""What a learner's pod and a submission's pod can't reach; and that the tests could tell."""

import json
from collections.abc import Iterator

import pytest
from cluster_world import Release, wait_for

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(600)]

# Run inside a pod: which of these accept a connection.
PROBE = """
import json, socket
def connects(host, port):
    try:
        socket.create_connection((host, port), 2).close()
        return True
    except OSError:
        return False
print(json.dumps([name for name, host, port in {targets!r} if connects(host, port)]))
"""
OUTSIDE = "atlas-outside"
STAND_IN = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "stand-in", "namespace": OUTSIDE},
    "spec": {
        "containers": [
            {
                "name": "listen",
                "image": "atlas.test/busybox:1",
                "command": ["sh", "-c", "while true; do nc -l -p 80 -e true; done"],
            }
        ]
    },
}
Targets = list[tuple[str, str, int]]


@pytest.fixture(scope="module")
def stand_in(release: Release) -> Iterator[str]:
    """A pod in another namespace that only policy stops: it stands for metadata and internet."""
    release.kubectl("delete", "namespace", OUTSIDE, "--ignore-not-found")
    release.kubectl("create", "namespace", OUTSIDE)
    tool = ("-n", OUTSIDE)
    release.kubectl(*tool, "apply", "-f", "-", given=json.dumps(STAND_IN))
    release.kubectl(*tool, "wait", "--for=condition=Ready", "pod/stand-in", "--timeout=60s")
    yield str(release.get(*tool, "pod", "stand-in")["status"]["podIP"])
    release.kubectl("delete", "namespace", OUTSIDE, "--wait=false")


@pytest.fixture(scope="module")
def targets(release: Release, stand_in: str) -> Targets:
    """What nobody but its own callers may reach."""
    release.started("ada")
    release.started("lin")
    others = release.get("pods", "-l", "hub.jupyter.org/username=lin")["items"]
    return [
        ("another learner", others[0]["status"]["podIP"], 8888),
        ("the API of Kubernetes", "kubernetes.default.svc.cluster.local", 443),
        ("the internet, metadata", stand_in, 80),
        ("the database", release.address("postgresql"), 5432),
        ("the routes", release.address("redis"), 6379),
        ("the sandbox", release.address("sandbox"), 8010),
        ("the proxy's own API", release.address("proxy"), 8003),
    ]


def reached_by_a_learner(release: Release, targets: Targets) -> set[str]:
    return set(json.loads(release.started("ada").run(PROBE.format(targets=targets))))


def reached_by_a_submission(release: Release, targets: Targets) -> set[str]:
    line = ["python3", "-c", PROBE.format(targets=targets)]
    return set(json.loads(release.kubectl("exec", "deployment/atlas-sandbox", "--", *line)))


def test_a_learner_reaches_the_hub_and_the_api(release: Release, targets: Targets) -> None:
    wanted = [("hub", release.address("hub"), 8081), ("api", release.address("api"), 8002)]
    assert reached_by_a_learner(release, wanted) == {"hub", "api"}


def test_a_learner_reaches_nothing_else(release: Release, targets: Targets) -> None:
    assert reached_by_a_learner(release, targets) == set()


def test_a_submissions_pod_reaches_nothing_at_all(release: Release, targets: Targets) -> None:
    more = [("hub", release.address("hub"), 8081), ("api", release.address("api"), 8002)]
    own = [target for target in targets if target[0] != "the sandbox"]
    assert reached_by_a_submission(release, own + more) == set()


def test_a_learners_pod_holds_no_token_and_no_secret(release: Release) -> None:
    ada = release.started("ada")
    assert ada.run("import os; os.path.exists('/var/run/secrets')") == "False"
    names = ada.run("import os; sorted(os.environ)")
    for word in ("PASSWORD", "WORKER", "MODEL", "SECRET"):
        assert word not in names
    assert ada.run("import os; os.path.exists('/opt/atlas/project/graders')") == "False"


def test_a_submissions_pod_holds_no_check_and_no_project(release: Release) -> None:
    line = "find / -xdev ( -name checks.py -o -name reference.py -o -name atlas_api ) -print"
    found = release.kubectl("exec", "deployment/atlas-sandbox", "--", *line.split(), check=False)
    assert found.strip() == ""


def test_the_worker_is_where_the_checks_are(release: Release) -> None:
    """The same search finds them there, so that it can find something."""
    line = "find / -xdev ( -name checks.py -o -name reference.py ) -print"
    found = release.kubectl("exec", "deployment/atlas-worker", "--", *line.split(), check=False)
    assert "hidden/retry-budget/checks.py" in found


def test_without_the_rules_the_same_probes_get_through(release: Release, targets: Targets) -> None:
    saved = release.kubectl("get", "networkpolicies", "-o", "json")
    release.kubectl("delete", "networkpolicies", "--all")
    try:
        everything = {name for name, _, _ in targets}
        wait_for(
            lambda: reached_by_a_learner(release, targets) == everything, 30, "the way to be free"
        )
        own = {name for name in everything if name != "the sandbox"}
        assert own <= reached_by_a_submission(release, targets)
    finally:
        release.kubectl("apply", "-f", "-", given=saved)
    wait_for(lambda: reached_by_a_learner(release, targets) == set(), 30, "the rules to hold")
