"""Makes what the stories of this folder need on a Linux machine where we are root, and says so.

    python3 tests/cluster/set_up.py

Installs Debian's buildah and debootstrap where they are missing, starts the cluster (building it
the first time, some eight minutes of two cores), builds Helm, builds the images of this commit and
of the one that PREVIOUS names, and loads them. Each step is done once: a second run finds what the
first left in CLUSTER_HOME (/var/lib/atlas-cluster) and ATLAS_IMAGES_STORE (/var/cache/atlas/images)
and takes seconds. Raises SetUpError with one sentence where something is not to be had; nothing is
asked, nothing waits for ever. Only the standard library: it runs before there is an environment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(os.environ.get("ATLAS_CLUSTER") or PROJECT.parent / "shared" / "cluster")
HOME = Path(os.environ.get("CLUSTER_HOME", "/var/lib/atlas-cluster"))
STORE = Path(os.environ.get("ATLAS_IMAGES_STORE", "/var/cache/atlas/images"))
PREVIOUS = (Path(__file__).parent / "PREVIOUS").read_text().strip()
HELM = "helm.sh/helm/v3/cmd/helm@v3.20.2"
PACKAGES = {"buildah": "buildah", "debootstrap": "debootstrap"}
TAG, PREVIOUS_TAG = "test", "previous"
STEP_S_MAX = 1800
TELL_EVERY_S = 30


class SetUpError(Exception):
    """What is not to be had here, as one sentence with its remedy."""


def program(name: str) -> str | None:
    """kubectl or helm, on the PATH or beside the cluster's other programs."""
    return shutil.which(name) or shutil.which(name, path=str(HOME / "bin"))


def tell(text: str) -> None:
    """A line for whoever watches."""
    sys.stdout.write(f"[cluster] {time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Tell when something begins, every half minute that it goes on, and what it took."""
    began, ended = time.monotonic(), threading.Event()
    tell(title)

    def tick() -> None:
        while not ended.wait(TELL_EVERY_S):
            tell(f"{title}: {time.monotonic() - began:.0f} s so far")

    watch = threading.Thread(target=tick, daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()
    tell(f"{title}: done, {time.monotonic() - began:.0f} s")


def run(line: list[str], *, environ: Mapping[str, str] | None = None, told: bool = False) -> str:
    """Run a program; its standard output, which is passed on line by line where `told`."""
    given = os.environ | dict(environ or {})
    lines = []
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=given
    ) as process:
        timer = threading.Timer(STEP_S_MAX, process.kill)
        timer.start()
        for text in process.stdout or ():
            lines.append(text)
            if told:
                tell(text.rstrip())
        timer.cancel()
    if process.returncode:
        last = " / ".join(text.strip() for text in lines[-5:])
        raise SetUpError(f"{' '.join(line[:3])} failed ({process.returncode}): {last}")
    return "".join(lines)


def reason_against() -> str | None:
    """Why a cluster of our own can't be had here, or None."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "KUBECONFIG is not set, and a cluster of our own needs root on Linux"
    if not (SCRIPTS / "up").exists():
        return f"KUBECONFIG is not set, and there are no scripts of a cluster at {SCRIPTS}"
    if program("go") is None and not (HOME / "bin" / "stamp").exists():
        return "Go is not here, and the cluster's programs are not built yet"
    missing = [name for name in PACKAGES if shutil.which(name) is None]
    if missing and shutil.which("apt-get") is None:
        return f"{' and '.join(missing)} can't be installed here: there is no apt-get"
    return None


def install_packages() -> None:
    """Debian's builder of images and of their base."""
    missing = [package for name, package in PACKAGES.items() if shutil.which(name) is None]
    if not missing:
        return
    with step(f"apt-get install {' '.join(missing)}"):
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], environ=quiet)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], environ=quiet)


def start_cluster() -> str:
    """Start the cluster; where its kubeconfig is."""
    with step("the cluster: build what is missing, start"):
        ended = run([str(SCRIPTS / "up")])
    return ended.strip().splitlines()[-1].removeprefix("export KUBECONFIG=")


def install_helm() -> None:
    """Helm, built where it is missing: it is not in Debian."""
    if program("helm"):
        return
    with step("helm: go install"):
        environ = {"CGO_ENABLED": "0", "GOBIN": str(HOME / "bin")}
        flags = ["-trimpath", "-ldflags", "-s -w"]
        run([program("go") or "go", "install", *flags, HELM], environ=environ)


def build_images(tag: str, commit: str = "HEAD", *names: str) -> Path:
    """Build, or find, the images of a commit; the folder of their archives."""
    out = STORE / "archives" / tag
    environ = {
        "ATLAS_IMAGES_BASE": "debootstrap",
        "ATLAS_IMAGES_ENGINE": "buildah",
        "ATLAS_IMAGES_STORE": str(STORE),
    }
    line = [sys.executable, str(PROJECT / "images" / "build.py"), "--reuse", "--tag", tag]
    with step(f"images of {commit} as {tag}"):
        run([*line, "--commit", commit, "--out", str(out), *names], environ=environ, told=True)
    return out


def load_images(folder: Path) -> None:
    """Load the archives that the cluster has not seen yet."""
    seen_in = HOME / "atlas-images.json"
    seen = json.loads(seen_in.read_text()) if seen_in.exists() else {}
    stamps = {str(path): path.read_text() for path in sorted(folder.glob("*.content"))}
    fresh = [path for path, content in stamps.items() if seen.get(path) != content]
    if fresh:
        with step(f"load {len(fresh)} images from {folder.name}"):
            tars = [path.removesuffix(".content") + ".tar" for path in fresh]
            run([str(SCRIPTS / "load-image"), *tars])
        seen_in.write_text(json.dumps(seen | stamps, indent=1))


def build_all_images() -> list[Path]:
    """The images of this commit, the light one, and those of the commit before."""
    folders = [build_images(TAG)]
    build_images(TAG, "HEAD", "light")
    return [*folders, build_images(PREVIOUS_TAG, PREVIOUS)]


def set_up() -> str:
    """Everything; where the kubeconfig is. Raises SetUpError."""
    if why := reason_against():
        raise SetUpError(why)

    def programs() -> str:
        kubeconfig = start_cluster()
        install_helm()
        return kubeconfig

    # Before the cluster starts, because its script may install too, and apt-get waits for nobody.
    install_packages()
    # The cluster's build keeps the cores busy, the images mostly wait for the network.
    both: tuple[Callable[[], str], Callable[[], list[Path]]] = (programs, build_all_images)
    with ThreadPoolExecutor(len(both)) as pool:
        started, built = pool.submit(both[0]), pool.submit(both[1])
        kubeconfig, folders = started.result(), built.result()
    for folder in folders:
        load_images(folder)
    return kubeconfig


def main() -> int:
    """Set up; the exit code."""
    try:
        tell(f"ready: KUBECONFIG={set_up()}")
    except SetUpError as error:
        tell(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
