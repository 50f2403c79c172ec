"""The API in a container: as `python -m atlas_api`, but on every address of its own pod.

Who may reach it is NetworkPolicy's to say. Beside the service there is `/metrics` for Prometheus on
a port of its own, which only the monitoring may reach.
"""

import os
import sys

import uvicorn
from atlas_api.__main__ import GRACE_S, Server
from atlas_api.app import build_app
from atlas_api.health.metrics import QueueMetrics, RequestMetrics
from atlas_api.logs import configure_logging
from atlas_api.settings import SettingsError, read_settings
from prometheus_client import REGISTRY, start_http_server

METRICS_PORT = 9002


def main() -> int:
    """Run until asked to stop; the exit code."""
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure_logging(settings.secrets)
    app = build_app(settings)
    app.add_middleware(RequestMetrics, registry=REGISTRY)
    REGISTRY.register(QueueMetrics(app.state.service.database))
    start_http_server(METRICS_PORT)
    server = Server(
        uvicorn.Config(
            app,
            host=os.environ.get("ATLAS_API_HOST", "0.0.0.0"),
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
    )
    server.run()
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
