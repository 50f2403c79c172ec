"""Servers in trouble, and more than one of them: what a learner meets, in words."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cluster_world import Release, wait_for
from set_up import HOME

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(600)]
FULL = HOME / "volumes" / "atlas-full"
SIZE = "8m"


def test_somebody_has_a_second_server_beside_their_own(release: Release) -> None:
    ada = release.started("ada")
    answer = ada.call("POST", "/hub/api/users/ada/servers/second")
    assert answer.status_code in (201, 202), answer.text
    try:
        wait_for(
            lambda: ada.call("GET", "/user/ada/second/api/status").status_code == 200,
            90,
            "the second server",
        )
        assert ada.call("GET", "/user/ada/api/status").status_code == 200
        refused = ada.call("POST", "/hub/api/users/ada/servers/third")
        assert refused.status_code == 400, "the chart allows one"
    finally:
        ada.call("DELETE", "/hub/api/users/ada/servers/second", json={"remove": True})


def test_who_waits_for_room_is_told_so_in_words(release: Release) -> None:
    tess = release.person("tess", "instructor")
    answer = tess.call("POST", "/hub/api/users/tess/server", json={"profile": "huge"})
    assert answer.status_code == 202, answer.text
    said: list[str] = []
    try:
        with httpx.stream(
            "GET",
            f"{release.url}/hub/api/users/tess/server/progress",
            headers={"Authorization": f"token {tess.token}"},
            timeout=60,
            trust_env=False,
        ) as progress:
            for line in progress.iter_lines():
                said.append(line)
                if "no room for another server" in line:
                    break
    finally:
        tess.call("DELETE", "/hub/api/users/tess/server")
    assert any("no room for another server" in line for line in said), said[-5:]


def test_a_size_of_another_group_is_not_given(release: Release) -> None:
    lin = release.person("lin")
    lin.call("DELETE", "/hub/api/users/lin/server")
    wait_for(lambda: not lin.call("GET", "/hub/api/users/lin").json()["servers"], 60, "the stop")
    lin.call("POST", "/hub/api/users/lin/server", json={"profile": "open"})
    release.started("lin")
    # The hub remembers what was asked for: the next start must not stumble over it either.
    (pod,) = release.get("pods", "-l", "hub.jupyter.org/username=lin")["items"]
    assert pod["metadata"]["labels"]["atlas/profile"] == "small"


@pytest.fixture
def full_disk(release: Release) -> Iterator[Path]:
    """The home of `fay`: a volume of 8 MB on which nothing more fits."""
    own = str(HOME / "kubeconfig")
    if os.environ.get("KUBECONFIG", own) != own:
        pytest.skip("a small volume can be made on the node of our own cluster only")
    FULL.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0770,gid=1000", "atlas-full", FULL]
    subprocess.run(mount, check=True)
    try:
        volume, claim = volume_of("fay", release)
        for made in (volume, claim):
            release.kubectl("apply", "-f", "-", given=made)
        yield FULL
    finally:
        release.person("fay").call("DELETE", "/hub/api/users/fay/server")
        wait_for(
            lambda: not release.get("pods", "-l", "hub.jupyter.org/username=fay")["items"],
            60,
            "fay's pod to end",
        )
        release.kubectl("delete", "pvc/atlas-home-fay", "pv/atlas-full", "--wait=false")
        subprocess.run(["umount", "-l", FULL], check=True)


def volume_of(name: str, release: Release) -> tuple[str, str]:
    """Manifests of a volume in FULL, and of the claim that the hub would make for this person."""
    volume = f"""
apiVersion: v1
kind: PersistentVolume
metadata: {{name: atlas-full}}
spec:
  capacity: {{storage: 1Gi}}
  accessModes: [ReadWriteOnce]
  storageClassName: full
  persistentVolumeReclaimPolicy: Retain
  claimRef: {{namespace: {release.namespace}, name: atlas-home-{name}}}
  local: {{path: {FULL}}}
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions: [{{key: kubernetes.io/hostname, operator: Exists}}]
"""
    claim = f"""
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {{name: atlas-home-{name}}}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: full
  volumeName: atlas-full
  resources: {{requests: {{storage: 1Gi}}}}
"""
    return volume, claim


def test_a_full_disk_lets_its_owner_in_to_save_and_delete(
    release: Release, full_disk: Path
) -> None:
    (full_disk / "essay.txt").write_text("mine")
    os.chown(full_disk / "essay.txt", 1000, 1000)
    fill = ["dd", "if=/dev/zero", f"of={full_disk}/ballast.bin", "bs=4096"]
    ended = subprocess.run(fill, capture_output=True, text=True, check=False)
    assert "No space left" in ended.stderr
    os.chown(full_disk / "ballast.bin", 1000, 1000)

    fay = release.started("fay")
    assert fay.call("GET", "/user/fay/lab").status_code == 200
    assert fay.call("GET", "/user/fay/files/essay.txt").text == "mine"
    assert fay.run("6 * 7") == "42"
    text = {"type": "file", "format": "text", "content": "x" * 100_000}
    refused = fay.call("PUT", "/user/fay/api/contents/more.txt", json=text)
    assert refused.status_code >= 400, "the disk was not full"
    assert fay.call("DELETE", "/user/fay/api/contents/ballast.bin").status_code == 204
    saved = fay.call("PUT", "/user/fay/api/contents/more.txt", json=text)
    assert saved.status_code in (200, 201), saved.text
