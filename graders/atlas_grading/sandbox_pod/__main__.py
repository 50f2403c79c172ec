"""`python -m atlas_grading.sandbox_pod`: the worker of a cluster, until SIGTERM.

The same worker as on one machine; only the sandbox is another. A worker that loses its sandbox
while it judges ends without a grade: its lease lapses, and whoever leases the submission next, this
pod started anew or another, judges it with the same result.
"""

import os
import sys
import time
from pathlib import Path

from prometheus_client import REGISTRY, start_http_server

from atlas_grading.api import ApiRefusedError
from atlas_grading.exercise_folder import ExerciseFolderError, find_exercises
from atlas_grading.sandbox import SandboxUnavailableError
from atlas_grading.sandbox_pod.metrics import METRICS_PORT, JudgeMetrics
from atlas_grading.sandbox_pod.remote import PodSandbox, SandboxLostError
from atlas_grading.worker.logs import configure_logging
from atlas_grading.worker.main import WRONG_SETTINGS, serve
from atlas_grading.worker.settings import SettingsError, read_settings

AGAIN_S = 3.0
TRIES_MAX = 20
SANDBOX_LOST = 3
TOKEN = Path("/run/secrets/atlas/sandbox-token")


def probed(sandbox: PodSandbox) -> None:
    """Wait for the sandbox, which starts beside us; raises SandboxUnavailableError in the end."""
    for _ in range(TRIES_MAX):
        try:
            sandbox.probe()
        except SandboxUnavailableError:
            time.sleep(AGAIN_S)
        else:
            return
    sandbox.probe()


def main() -> int:
    """Run; return the exit code."""
    try:
        settings = read_settings()
        host, _, port = os.environ.get("ATLAS_SANDBOX", "").partition(":")
        if not host or not port.isdigit():
            raise SettingsError("ATLAS_SANDBOX must be host:port of the sandbox's Service.")
        configure_logging(settings.token)
        sandbox = PodSandbox(host=host, port=int(port), token=TOKEN.read_text().strip())
        folders = find_exercises()
        probed(sandbox)
        start_http_server(METRICS_PORT)
        serve(settings, sandbox, folders, JudgeMetrics(REGISTRY).judged)
    except SandboxLostError as error:
        sys.stderr.write(f"The sandbox was lost while a submission ran ({error}).\n")
        return SANDBOX_LOST
    except (SettingsError, SandboxUnavailableError, ExerciseFolderError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_SETTINGS
    except ApiRefusedError as error:
        sys.stderr.write(f"The API refuses this worker: {error}\n")
        return WRONG_SETTINGS
    return 0


if __name__ == "__main__":
    sys.exit(main())
