"""`python -m atlas_api`: serve on 127.0.0.1, port ATLAS_PORT + 2, until SIGTERM."""

import signal
import sys
from types import FrameType

import uvicorn

from atlas_api.app import build_app
from atlas_api.logs import configure_logging
from atlas_api.settings import SettingsError, read_settings

HOST = "127.0.0.1"
GRACE_S = 3


class Server(uvicorn.Server):
    """A server that lets waiting workers go as soon as it is asked to stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGINT or SIGTERM: end the long polls first, or they would hold up the end."""
        service = self.config.app.state.service  # type: ignore[union-attr]
        service.stopping.set()
        service.bell.ring()
        super().handle_exit(sig, frame)


def main() -> int:
    """Run until asked to stop; the exit code."""
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure_logging(settings.secrets)
    server = Server(
        uvicorn.Config(
            build_app(settings),
            host=HOST,
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
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    sys.exit(main())
