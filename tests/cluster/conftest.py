"""One cluster, one set of images and one release for all stories of this folder.

The cluster is that of KUBECONFIG (then ATLAS_IMAGES_REGISTRY and ATLAS_IMAGES_TAG say which
images it can pull), else the one whose scripts ATLAS_CLUSTER names, by default ../shared/cluster,
when root on Linux; else the stories are skipped with the reason. On that one the images are built
and loaded, unless ATLAS_IMAGES_TAG names a tag that was loaded before.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from cluster_world import PROJECT, Release, call, forwarded, program

SCRIPTS = Path(os.environ.get("ATLAS_CLUSTER") or PROJECT.parent / "shared" / "cluster")
TAG = "test"


@pytest.fixture(scope="session")
def kubeconfig() -> Iterator[str]:
    for name in ("kubectl", "helm"):
        if program(name) is None and not (name == "kubectl" and (SCRIPTS / "up").exists()):
            pytest.skip(f"{name} is not here: install it to test on a cluster")
    if given := os.environ.get("KUBECONFIG"):
        yield given
        return
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("KUBECONFIG is not set, and a cluster of our own needs root on Linux")
    if not (SCRIPTS / "up").exists():
        pytest.skip(f"KUBECONFIG is not set, and there are no scripts of a cluster at {SCRIPTS}")
    told = call(str(SCRIPTS / "up"), timeout_s=1200)
    yield told.strip().removeprefix("export KUBECONFIG=")
    call(str(SCRIPTS / "down"))


@pytest.fixture(scope="session")
def images(kubeconfig: str) -> list[str]:
    """The chart's values that name the images."""
    tag = os.environ.get("ATLAS_IMAGES_TAG")
    if registry := os.environ.get("ATLAS_IMAGES_REGISTRY"):
        return [f"image.registry={registry}", f"image.tag={tag or 'test'}"]
    if os.environ.get("KUBECONFIG") and not tag:
        pytest.skip("KUBECONFIG is set: say which images with ATLAS_IMAGES_REGISTRY, _TAG")
    if not tag:
        build_and_load()
    return [f"image.tag={tag or TAG}", "image.pullPolicy=Never"]


def build_and_load() -> None:
    for need in ("buildah", "debootstrap"):
        if shutil.which(need) is None:
            pytest.skip(f"{need} is not here: the images can't be built (apt-get install {need})")
    out = PROJECT / "build" / "images" / "archives"
    line = [sys.executable, str(PROJECT / "images" / "build.py"), "--tag", TAG, "--out", str(out)]
    environ = os.environ | {"ATLAS_IMAGES_BASE": "debootstrap", "ATLAS_IMAGES_ENGINE": "buildah"}
    for images in ([], ["light"]):
        ended = subprocess.run(
            [*line, *images], env=environ, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr[-2000:]
    call(str(SCRIPTS / "load-image"), *map(str, sorted(out.glob("*.tar"))), timeout_s=900)


@pytest.fixture(scope="session")
def empty(kubeconfig: str, images: list[str]) -> Iterator[Release]:
    """A release that is not installed yet, in an empty namespace."""
    release = Release(kubeconfig=kubeconfig, values=images)
    release.kubectl("delete", "namespace", release.namespace, "--ignore-not-found", "--wait")
    release.kubectl("create", "namespace", release.namespace)
    yield release
    if os.environ.get("ATLAS_CLUSTER_KEEP") != "1":
        release.kubectl("delete", "namespace", release.namespace, "--wait=false")


@pytest.fixture(scope="session")
def installed(empty: Release) -> tuple[Release, float]:
    """The release, and how long it took until it was ready, in seconds."""
    return empty, empty.install()


@pytest.fixture(scope="session")
def release(installed: tuple[Release, float]) -> Iterator[Release]:
    """The installed release with a way in."""
    found, _ = installed
    with forwarded(found) as url:
        found.url = url
        yield found
        found.forget()
