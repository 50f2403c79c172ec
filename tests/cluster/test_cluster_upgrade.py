"""Upgrade with data from the commit that PREVIOUS names to this one, and back."""

import os
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster_world import CHART, PROJECT, Release, forwarded, wait_for
from machine_room import Person
from set_up import PREVIOUS, PREVIOUS_TAG
from test_cluster_main_job import HIDDEN, atlas, solve

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(1800)]
TAG = os.environ.get("ATLAS_PREVIOUS_TAG", "")


@pytest.fixture
def previous_chart(tmp_path: Path) -> Path:
    """The chart as it was."""
    packed = tmp_path / "chart.tar"
    line = ["git", "archive", f"--output={packed}", PREVIOUS, "helm"]
    subprocess.run(line, cwd=PROJECT, check=True)
    with tarfile.open(packed) as tar:
        tar.extractall(tmp_path, filter="data")
    return tmp_path / "helm" / "atlas"


@pytest.fixture
def previous_tag() -> str:
    """The tag of the images of that commit; `set_up.py` built them on a cluster of our own."""
    if not TAG and os.environ.get("KUBECONFIG"):
        pytest.skip("say which images are the previous ones with ATLAS_PREVIOUS_TAG")
    return TAG or PREVIOUS_TAG


@pytest.fixture
def older(
    kubeconfig: str, images: list[str], previous_chart: Path, previous_tag: str
) -> Iterator[Release]:
    """A release of the previous commit, in a namespace of its own."""
    kept = [value for value in images if not value.startswith("image.tag=")]
    found = Release(kubeconfig=kubeconfig, values=kept, namespace="atlas-older")
    found.kubectl("delete", "namespace", found.namespace, "--ignore-not-found", "--wait")
    found.kubectl("create", "namespace", found.namespace)
    sets = [part for value in (*kept, f"image.tag={previous_tag}") for part in ("--set", value)]
    found.helm("install", "atlas", str(previous_chart), "--wait", "--timeout", "5m", *sets)
    with forwarded(found) as url:
        found.url = url
        yield found
        found.forget()
    found.kubectl("delete", "namespace", found.namespace, "--wait=false")


def state(person: Person) -> tuple[object, str, object]:
    """What must survive: the grade, the notebook, the start time of the server."""
    points = atlas(person, "GET", "progress")["points"]
    note = person.call("GET", f"/user/{person.name}/api/contents/note.txt").json()["content"]
    started = person.call("GET", f"/user/{person.name}/api/status").json()["started"]
    return points, note, started


def test_an_upgrade_and_a_rollback_lose_nothing(older: Release, images: list[str]) -> None:
    ada = older.started("ada")
    assert solve(ada, (HIDDEN / "reference.py").read_text()) == 10
    text = {"type": "file", "format": "text", "content": "mine"}
    ada.call("PUT", "/user/ada/api/contents/note.txt", json=text)
    before = state(ada)
    assert before[:2] == (10, "mine")

    was = older.sql("api", "select version_num from alembic_version")

    older.values[:] = images
    # As the docs say it: what was set stays set, and the defaults are the new chart's.
    sets = [part for value in images for part in ("--set", value)]
    line = ("upgrade", older.name, str(CHART), "--wait", "--timeout", "5m")
    older.helm(*line, "--reset-then-reuse-values", *sets)
    assert "Learners can work." in older.kubectl("logs", "job/atlas-canary")
    after_change(older, before)
    now = older.sql("api", "select version_num from alembic_version")
    assert now > was, "no migration lies between the two versions: PREVIOUS is too new"

    older.helm("rollback", "atlas", "--wait", "--timeout", "5m")
    after_change(older, before)
    assert older.sql("api", "select version_num from alembic_version") == now
    answer = (HIDDEN / "reference.py").read_text() + "\n# after the rollback\n"
    with forwarded(older) as url:
        older.url = url
        older.forget()
        assert solve(older.person("ada"), answer) == 10, "the old API works on the new schema"


def after_change(release: Release, before: tuple[object, str, object]) -> None:
    """The same state is seen by whoever signs in now; the proxy's pods are other ones."""
    with forwarded(release) as url:
        release.url = url
        release.forget()
        ada = release.person("ada")

        def same() -> bool:
            try:
                return state(ada) == before
            except (AssertionError, KeyError, ValueError):
                return False

        wait_for(same, 120, "grade, notebook and server as they were")
