"""One cluster, one set of images and one release for all stories of this folder.

The cluster is that of KUBECONFIG (then ATLAS_IMAGES_REGISTRY and ATLAS_IMAGES_TAG say which
images it can pull), else the one whose scripts ATLAS_CLUSTER names, by default ../shared/cluster,
when root on Linux: `set_up.py` then installs, builds and loads what is missing. Where neither is to
be had the stories are skipped with the reason. ATLAS_CLUSTER_KEEP=1 leaves release and cluster.

Stories are told in the order of ORDER, the most telling first. Those that have not begun when
ATLAS_CLUSTER_MINUTES (40) are over are skipped with that reason: a slow machine says what it did
not get to, and nobody waits for ever.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import set_up
from cluster_world import Release, call, forwarded, program

BEGAN_S = time.monotonic()
MINUTES = float(os.environ.get("ATLAS_CLUSTER_MINUTES", "40"))
VALUES = Path(__file__).with_name("values.json")
KEPT = os.environ.get("ATLAS_CLUSTER_KEEP") == "1"
ORDER = (
    "browser",  # its people fetch the exercise themselves, so nobody may have done so before
    "main_job",
    "network",
    "failures",
    "watching",
    "servers",
    "upgrade",
    "signin",
    "many",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell the stories in their order; those of other folders stay before them."""

    def place(item: pytest.Item) -> int:
        name = item.path.stem.removeprefix("test_cluster_")
        return ORDER.index(name) if name in ORDER else -1

    items.sort(key=place)


@pytest.fixture(autouse=True)
def in_time() -> None:
    minutes = (time.monotonic() - BEGAN_S) / 60
    if minutes > MINUTES:
        pytest.skip(f"the world's {MINUTES:.0f} minutes are over (ATLAS_CLUSTER_MINUTES)")


@pytest.fixture(scope="session")
def kubeconfig() -> Iterator[str]:
    if given := os.environ.get("KUBECONFIG"):
        for name in ("kubectl", "helm"):
            if program(name) is None:
                pytest.skip(f"{name} is not here: install it to test on a cluster")
        yield given
        return
    if why := set_up.reason_against():
        pytest.skip(why)
    yield set_up.set_up()
    if not KEPT:
        call(str(set_up.SCRIPTS / "down"))


@pytest.fixture(scope="session")
def images(kubeconfig: str) -> list[str]:
    """The chart's values that name the images."""
    tag = os.environ.get("ATLAS_IMAGES_TAG")
    if registry := os.environ.get("ATLAS_IMAGES_REGISTRY"):
        return [f"image.registry={registry}", f"image.tag={tag or 'test'}"]
    if os.environ.get("KUBECONFIG") and not tag:
        pytest.skip("KUBECONFIG is set: say which images with ATLAS_IMAGES_REGISTRY, _TAG")
    return [f"image.tag={tag or set_up.TAG}", "image.pullPolicy=Never"]


@pytest.fixture(scope="session")
def empty(kubeconfig: str, images: list[str]) -> Iterator[Release]:
    """A release that is not installed yet, in an empty namespace."""
    release = Release(kubeconfig=kubeconfig, values=images, files=[VALUES])
    release.kubectl("delete", "namespace", release.namespace, "--ignore-not-found", "--wait")
    release.kubectl("create", "namespace", release.namespace)
    yield release
    if not KEPT:
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
