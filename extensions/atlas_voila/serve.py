"""Runs Voilà on one notebook, on loopback, behind a token, asking no other machine for anything.

Who opens the page gets a kernel that runs the notebook's own cells and no others: Voilà lets a
browser exchange only widgets' messages with it. Once the page stands, the browser simulates alone;
a kernel that nothing is asked of ends.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

HOST = "127.0.0.1"
SHARE = Path(__file__).parent / "share"
EXTENSION = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@atlas" / "labextension"
ALLOWED = [
    "@atlas/voila",
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
]
IDLE_S = 600
CULL_EACH_S = 60
POLL_S = 0.2


class ServeError(RuntimeError):
    """Voilà can't serve; the text is one sentence with the remedy."""


def configuration(*, port: int, token: str, dark: bool) -> dict[str, dict[str, object]]:
    """Return what Voilà is told: where it listens, who may look, what it loads."""
    return {
        "Voila": {"ip": HOST, "port": port, "port_retries": 0, "open_browser": False}
        | {"token": token, "log_level": "ERROR"},
        "VoilaConfiguration": {
            "template": "atlas",
            "theme": "dark" if dark else "light",
            "extra_labextensions_path": [str(EXTENSION / "voila")],
            "extension_allowlist": ALLOWED,
        },
        "PasswordIdentityProvider": {"allow_password_change": False},
        "MappingKernelManager": {
            "cull_idle_timeout": IDLE_S,
            "cull_interval": CULL_EACH_S,
            "cull_connected": True,
        },
    }


def serve(
    notebook: str,
    catalogue: Path,
    *,
    port: int,
    dark: bool,
    say: Callable[[str], None],
) -> int:
    """Serve until Ctrl-C or SIGTERM, then return 0; `say` gets the address.

    Returns Voilà's exit code where it ends by itself.
    Raises ServeError where the port is taken or the widgets are not built.
    """
    if not (EXTENSION / "voila").is_dir():
        raise ServeError("the widgets are not built: run `make run` or `make test` once.")
    _check_free(port)
    token = secrets.token_urlsafe(16)
    with TemporaryDirectory(prefix="atlas-voila-") as name:
        folder = Path(name)  # ours alone to read, as the token is inside
        (folder / "voila.json").write_text(
            json.dumps(configuration(port=port, token=token, dark=dark))
        )
        page = folder / "page.ipynb"
        page.write_text(notebook, encoding="utf-8")
        environment = os.environ | {
            "ATLAS_CATALOGUE": str(catalogue.resolve()),
            "JUPYTER_PATH": _joined(str(SHARE), os.environ.get("JUPYTER_PATH")),
            "JUPYTER_CONFIG_PATH": _joined(name, os.environ.get("JUPYTER_CONFIG_PATH")),
        }
        command = [sys.executable, "-m", "voila", str(page)]
        with subprocess.Popen(command, env=environment, cwd=folder) as running:
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            try:
                while running.poll() is None and not _answers(port):
                    time.sleep(POLL_S)
                if running.poll() is None:
                    say(f"http://{HOST}:{port}/?token={token}")
                return running.wait()
            except KeyboardInterrupt:
                running.terminate()
                running.wait()
                return 0


def _check_free(port: int) -> None:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            raise ServeError(f"port {port} is taken: give another one with --port.") from None


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex((HOST, port)) == 0


def _joined(first: str, rest: str | None) -> str:
    return os.pathsep.join(part for part in (first, rest) if part)
