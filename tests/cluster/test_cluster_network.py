"""What a learner's pod and a submission's pod can't reach; and that the tests could tell."""

import json
from collections.abc import Iterator

import pytest
import yaml
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
        ("the worker", release.address("worker"), 9003),
        ("the API's metrics", release.address("api"), 9002),
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


def test_who_may_reach_the_internet_reaches_that_and_no_more(
    release: Release, targets: Targets
) -> None:
    ines = release.person("ines", "instructor")
    ines.call("DELETE", "/hub/api/users/ines/server")
    wait_for(lambda: not ines.call("GET", "/hub/api/users/ines").json()["servers"], 60, "the stop")
    ines.kernels.pop("ines").socket.shutdown()
    ines.call("POST", "/hub/api/users/ines/server", json={"profile": "open"})
    release.started("ines")
    reached = set(json.loads(ines.run(PROBE.format(targets=targets))))
    assert "the internet, metadata" in reached
    # Addresses of pods are no private ones to these values: what is shut, its owner's rule shuts.
    assert reached <= {"the internet, metadata", "the API of Kubernetes"}


def test_a_learners_pod_holds_no_token_and_no_secret(release: Release) -> None:
    ada = release.started("ada")
    assert ada.run("import os; os.path.exists('/var/run/secrets')") == "False"
    names = ada.run("import os; sorted(os.environ)")
    for word in ("PASSWORD", "WORKER", "MODEL", "SECRET"):
        assert word not in names
    assert ada.run("import os; os.path.exists('/opt/atlas/project/graders')") == "False"


def checks_in(release: Release, pod: str) -> set[str]:
    """What a search of a pod's file systems finds of hidden checks."""
    line = "find / ( -path /proc -o -path /sys ) -prune -o -name checks.py -print"
    found = release.kubectl("exec", pod, "--", *line.split(), check=False)
    return {path for path in found.split() if "site-packages" not in path}


def test_no_hidden_check_is_in_a_pod_that_a_learner_or_a_submission_runs_in(
    release: Release,
) -> None:
    ada = release.started("ada")
    (pod,) = release.get("pods", "-l", "hub.jupyter.org/username=ada")["items"]
    assert checks_in(release, pod["metadata"]["name"]) == set()
    assert checks_in(release, "deployment/atlas-sandbox") == set()
    assert ada.run("import glob; glob.glob('/opt/atlas/project/graders/**')") == "[]"


def test_the_same_search_finds_a_check_that_was_planted(release: Release) -> None:
    """The images of a learner and of a submission, with the folder mounted by mistake."""
    release.kubectl("create", "configmap", "planted", "--from-literal=checks.py=CHECKS = []")
    try:
        for component, image in (("sandbox", "sandbox"), ("server", "singleuser")):
            pod = f"planted-{component}"
            release.kubectl("apply", "-f", "-", given=planted(release, pod, image))
            release.kubectl("wait", "--for=condition=Ready", f"pod/{pod}", "--timeout=60s")
            assert checks_in(release, pod) >= {"/opt/atlas/hidden/checks.py"}
    finally:
        release.kubectl("delete", "configmap/planted")
        release.kubectl(
            "delete", "pod/planted-sandbox", "pod/planted-server", "--wait=false", check=False
        )


def planted(release: Release, name: str, image: str) -> str:
    spec = release.get("deployment", "atlas-sandbox")["spec"]["template"]["spec"]
    made = spec["containers"][0]["image"].replace("/sandbox:", f"/{image}:")
    container = {
        "name": "pod",
        "image": made,
        "command": ["sleep", "300"],
        "volumeMounts": [{"name": "hidden", "mountPath": "/opt/atlas/hidden"}],
    }
    volume = {"name": "hidden", "configMap": {"name": "planted"}}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": name},
            "spec": {
                "containers": [container],
                "volumes": [volume],
                "terminationGracePeriodSeconds": 1,
            },
        }
    )


def test_the_worker_is_where_the_checks_are(release: Release) -> None:
    paths = checks_in(release, "deployment/atlas-worker")
    assert any(path.endswith("hidden/retry-budget/checks.py") for path in paths)


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
        assert "Network rules are not enforced" in preflight(release)
    finally:
        release.kubectl("apply", "-f", "-", given=saved)
    wait_for(lambda: reached_by_a_learner(release, targets) == set(), 30, "the rules to hold")
    assert "Network rules hold" in preflight(release)


def preflight(release: Release) -> str:
    """Run the chart's own preflight once more; what it says."""
    job = next(
        json.loads(json.dumps(found))
        for found in yaml.safe_load_all(release.helm("get", "hooks", release.name))
        if found and found["metadata"]["name"] == "atlas-preflight"
    )
    job["metadata"]["name"] = "preflight-again"
    release.kubectl("delete", "job/preflight-again", "--ignore-not-found", "--wait")
    release.kubectl("apply", "-f", "-", given=json.dumps(job))

    def ended() -> bool:
        status = release.get("job", "preflight-again")["status"]
        return bool(status.get("succeeded") or status.get("failed"))

    wait_for(ended, 90, "the preflight")
    told = release.kubectl("logs", "job/preflight-again")
    succeeded = bool(release.get("job", "preflight-again")["status"].get("succeeded"))
    assert succeeded == ("Network rules hold" in told)
    return told
