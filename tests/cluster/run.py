"""The cluster world with its set-up, and a line at least every minute: `make cluster`.

    python tests/cluster/run.py [pytest's arguments]

Sets up, then runs the chart's tests (Helm is there now) and the stories, and stops the cluster. All
of it may take ATLAS_CLUSTER_MINUTES (40), and GRACE_MIN for the story that runs then; after that
pytest is ended and the world has failed. Where the machine can't hold a cluster that is said, and
the exit code is 0: a world that can't be run here is not one that failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

import set_up

MINUTES = float(os.environ.get("ATLAS_CLUSTER_MINUTES", "40"))
GRACE_MIN = 6.0
TELL_EVERY_S = 60.0
# A connection that a deleted pod cut may be left to the garbage collector: told. (Where it was made
# tells PYTHONTRACEMALLOC=8, by hand: with it the import of KubeSpawner takes minutes.)
LEFT = ["-W", "default::pytest.PytestUnraisableExceptionWarning"]
TESTS = [*LEFT, "-m", "cluster or not cluster", "tests/chart", "tests/cluster"]


def play(began: float) -> int:
    """Run pytest; its exit code, or 1 when the time was over."""
    left_min = MINUTES - (time.monotonic() - began) / 60
    environ = os.environ | {"ATLAS_CLUSTER_MINUTES": f"{left_min:.1f}", "PYTHONUNBUFFERED": "1"}
    line = [sys.executable, "-m", "pytest", "-v", "-rs", "--durations=25", *TESTS, *sys.argv[1:]]
    process = subprocess.Popen(line, env=environ, cwd=set_up.PROJECT)
    while True:
        try:
            return process.wait(TELL_EVERY_S)
        except subprocess.TimeoutExpired:
            minutes = (time.monotonic() - began) / 60
            set_up.tell(f"{minutes:.0f} of {MINUTES:.0f} minutes")
            if minutes > MINUTES + GRACE_MIN:
                set_up.tell("failed: the time is over, and a story still runs")
                process.kill()
                return 1


def main() -> int:
    """Set up where KUBECONFIG names no cluster, play, stop; the exit code."""
    began = time.monotonic()
    if os.environ.get("KUBECONFIG"):
        return play(began)
    if why := set_up.reason_against():
        set_up.tell(f"skipped: {why}")
        return 0
    try:
        set_up.set_up()
        return play(began)
    except set_up.SetUpError as error:
        set_up.tell(f"failed: {error}")
        return 1
    finally:
        if os.environ.get("ATLAS_CLUSTER_KEEP") != "1":
            subprocess.run([set_up.SCRIPTS / "down"], check=False)
        set_up.tell(f"the cluster world took {(time.monotonic() - began) / 60:.1f} minutes")


if __name__ == "__main__":
    sys.exit(main())
