"""Values in, objects out: what is refused, what is left out, what is generated."""

import json
import subprocess
import sys

import pytest
import yaml
from atlas_hub.kubernetes import Values
from rendered_chart import CHART, PROJECT, Json, pods, render, run

pytestmark = pytest.mark.usefixtures("helm")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("hub.resorces.limits.cpu=1", "/hub"),
        ("proxy.replicas=two", "/proxy/replicas"),
        ("auth.kind=ldap", "/auth/kind"),
        ("singleuser.storage.capacity=lots", "/singleuser/storage/capacity"),
        ("worker.resources.limits.gpu=1", "/worker/resources/limits"),
        ("courses[0]=Systems", "/courses/0"),
    ],
)
def test_a_wrong_value_is_refused_with_its_path(given: str, path: str) -> None:
    ended = run("--set", given)
    assert ended.returncode != 0
    assert f"at '{path}'" in ended.stderr


def test_a_profile_without_limits_is_refused() -> None:
    profiles = [{"name": "small", "title": "Small"}]
    ended = run("--set-json", f"singleuser.profiles={json.dumps(profiles)}")
    assert ended.returncode != 0
    assert "/singleuser/profiles/0" in ended.stderr


def test_attached_to_a_hub_that_is_there_the_chart_holds_none() -> None:
    objects = render("--set", "hub.enabled=false")
    names = {found["metadata"]["name"] for found in objects}
    for absent in ("hub", "proxy", "redis", "culler", "prepull", "server", "canary"):
        assert f"atlas-{absent}" not in names
    images = {c["image"] for _, pod in pods(objects) for c in pod["containers"]}
    assert not any("/hub:" in image or "/proxy:" in image for image in images)
    assert {"atlas-api", "atlas-worker", "atlas-sandbox"} <= names


def named(objects: list[Json], kind: str, name: str) -> list[Json]:
    return [o for o in objects if o["kind"] == kind and o["metadata"]["name"] == name]


def test_with_a_bucket_the_api_needs_no_volume_and_may_be_many() -> None:
    objects = render("--values", str(CHART / "lint-values.yaml"))
    assert not named(objects, "PersistentVolumeClaim", "atlas-api")
    (api,) = named(objects, "Deployment", "atlas-api")
    assert api["spec"]["strategy"] == {"type": "RollingUpdate"}
    environ = {e["name"]: e for e in api["spec"]["template"]["spec"]["containers"][0]["env"]}
    assert environ["ATLAS_BUCKET_URL"]["value"] == "https://s3.example.org/atlas"
    for name, key in (("KEY_ID", "bucket-key-id"), ("SECRET", "bucket-secret")):
        found = environ[f"ATLAS_BUCKET_{name}"]["valueFrom"]["secretKeyRef"]
        assert found == {"name": "atlas-secrets", "key": key}


def test_a_bucket_that_the_rules_would_not_let_through_is_refused() -> None:
    ended = run("--set", "api.storage.bucket.url=https://s3.example.org/atlas")
    assert ended.returncode != 0
    assert "api.storage.bucket.cidrs must name the bucket's addresses" in ended.stderr


def test_the_canary_walks_after_the_rules_are_proven_and_can_be_left_out() -> None:
    (canary,) = named(render(), "Job", "atlas-canary")
    (preflight,) = named(render(), "Job", "atlas-preflight")
    hooks = [job["metadata"]["annotations"] for job in (preflight, canary)]
    assert all(hook["helm.sh/hook"] == "post-install,post-upgrade" for hook in hooks)
    weights = [int(hook.get("helm.sh/hook-weight", "0")) for hook in hooks]
    assert weights == sorted(set(weights))
    (asked,) = [
        argument.removeprefix("--exercise=")
        for argument in canary["spec"]["template"]["spec"]["containers"][0]["args"]
        if argument.startswith("--exercise=")
    ]
    assert (PROJECT / "graders" / "hidden" / asked / "checks.py").exists(), "it can't be graded"
    without = render("--set", "canary.enabled=false")
    assert not named(without, "Job", "atlas-canary")
    (hub,) = named(without, "Deployment", "atlas-hub")
    assert "canary-token" not in json.dumps(hub), "an own Secret need not hold its token"


def test_an_own_database_needs_its_host() -> None:
    ended = run("--set", "postgresql.evaluation=false")
    assert ended.returncode != 0
    assert "postgresql.external.host must be set" in ended.stderr


def test_what_the_chart_tells_the_hub_is_what_the_hub_reads() -> None:
    for arguments in ([], ["--values", str(CHART / "lint-values.yaml")]):
        values = Values.model_validate_json(hub_values(render(*arguments)))
        assert values.hub_url == "http://atlas-hub:8081"
        assert values.servers.profiles[0].name == "small"
    assert values.oidc is not None
    assert values.oidc.groups["systems-learners"] == ("cs101",)


def hub_values(objects: list[Json]) -> str:
    """The file that the hub reads."""
    (found,) = [
        o for o in objects if o["kind"] == "ConfigMap" and o["metadata"]["name"] == "atlas-hub"
    ]
    return str(found["data"]["values.json"])


def test_the_generated_files_are_fresh() -> None:
    line = [sys.executable, str(PROJECT / "helm" / "generate.py"), "--check"]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_every_network_rule_says_who_reaches_whom() -> None:
    for path in sorted((CHART / "templates").rglob("*.yaml")):
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines):
            if line.strip() in ("- from:", "- to:"):
                above = next(text for text in reversed(lines[:number]) if text.strip()[:3] != "{{-")
                assert "-->" in above, f"{path.name}:{number + 1}"


def test_the_default_values_are_one_document_without_surprises() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert values["image"]["tag"] == ""
    assert values["networkPolicy"]["enabled"] is True
    assert not any(profile["internet"] for profile in values["singleuser"]["profiles"])
