"""What every object of the chart must be, whatever is switched on."""

import re

import kubernetes_validate
import pytest
from rendered_chart import Json, containers, pods

# The Prometheus operator's own kinds have no schema in Kubernetes.
FOREIGN = {"ServiceMonitor"}
SECRET_WORD = re.compile(r"token|password|secret|key", re.IGNORECASE)


def test_strict_schemas_of_kubernetes_accept_every_object(objects: list[Json]) -> None:
    checked = 0
    for found in objects:
        if found["kind"] not in FOREIGN:
            kubernetes_validate.validate(found, "1.34", strict=True)
            checked += 1
    assert checked > 20


def test_no_two_objects_share_kind_and_name(objects: list[Json]) -> None:
    names = [(found["kind"], found["metadata"]["name"]) for found in objects]
    assert len(set(names)) == len(names)


def test_every_container_has_requests_and_limits(objects: list[Json]) -> None:
    for container in containers(objects):
        for bound in ("requests", "limits"):
            given = container.spec["resources"][bound]
            assert given["cpu"], container.name
            assert given["memory"], container.name


def test_every_scratch_volume_has_a_size(objects: list[Json]) -> None:
    for owner, pod in pods(objects):
        for volume in pod.get("volumes", []):
            if "emptyDir" in volume:
                assert volume["emptyDir"]["sizeLimit"], f"{owner}: {volume['name']}"


def test_no_container_is_root_or_can_become_it(objects: list[Json]) -> None:
    seen = 0
    for container in containers(objects):
        assert container.pod["securityContext"]["runAsNonRoot"] is True, container.name
        assert container.pod["securityContext"]["runAsUser"] == 1000, container.name
        context = container.spec["securityContext"]
        assert context["allowPrivilegeEscalation"] is False, container.name
        assert context["readOnlyRootFilesystem"] is True, container.name
        assert context["capabilities"] == {"drop": ["ALL"]}, container.name
        assert context["seccompProfile"] == {"type": "RuntimeDefault"}, container.name
        seen += 1
    assert seen >= 7


def test_no_pod_is_handed_a_token_of_kubernetes_but_the_hub(objects: list[Json]) -> None:
    for owner, pod in pods(objects):
        assert pod["automountServiceAccountToken"] is False, owner
        assert not pod.get("hostNetwork"), owner
        assert not pod.get("hostPID"), owner
        for volume in pod.get("volumes", []):
            assert "hostPath" not in volume, owner
            if "projected" in volume:
                assert owner == "Deployment/atlas-hub"


def test_no_secret_stands_as_an_environment_literal(objects: list[Json]) -> None:
    for container in containers(objects):
        for entry in container.spec.get("env", []):
            if SECRET_WORD.search(entry["name"]):
                literal = entry.get("value", "")
                assert "valueFrom" in entry or literal.startswith("/"), (
                    f"{container.name}: {entry['name']}"
                )


def test_no_secret_is_in_a_config_map(objects: list[Json]) -> None:
    secrets = [found for found in objects if found["kind"] == "Secret"]
    assert secrets
    values = {value for found in secrets for value in found["data"].values() if value}
    maps = str([found for found in objects if found["kind"] == "ConfigMap"])
    assert not any(value in maps for value in values)
    assert "password" not in maps


def test_every_pod_is_denied_first_and_has_rules_of_its_own(objects: list[Json]) -> None:
    policies = [found for found in objects if found["kind"] == "NetworkPolicy"]
    deny = next(found for found in policies if found["metadata"]["name"] == "atlas-deny")
    assert set(deny["spec"]["policyTypes"]) == {"Ingress", "Egress"}
    assert not deny["spec"].get("ingress")
    assert not deny["spec"].get("egress")
    wanted = deny["spec"]["podSelector"]["matchLabels"].items()
    for found in objects:
        template = found.get("spec", {}).get("template")
        if isinstance(template, dict) and "metadata" in template:
            assert wanted <= template["metadata"]["labels"].items(), found["metadata"]["name"]


@pytest.mark.parametrize("component", ["sandbox", "redis", "postgresql"])
def test_some_reach_nobody(objects: list[Json], component: str) -> None:
    name = f"atlas-{component}"
    for found in objects:
        if found["kind"] == "NetworkPolicy" and found["metadata"]["name"] == name:
            assert "Egress" in found["spec"]["policyTypes"]
            assert not found["spec"].get("egress")


def test_only_the_worker_reaches_the_sandbox(objects: list[Json]) -> None:
    (found,) = [
        found
        for found in objects
        if found["kind"] == "NetworkPolicy" and found["metadata"]["name"] == "atlas-sandbox"
    ]
    (rule,) = found["spec"]["ingress"]
    (peer,) = rule["from"]
    labels = peer["podSelector"]["matchLabels"]
    assert labels["app.kubernetes.io/component"] == "worker"
