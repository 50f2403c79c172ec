"""Plugs Atlas into Jupyter Server: the table of calls, and what starts and stops with the server.

Enabled by a file in `jupyter_server_config.d`; configured by the environment alone.
"""

import os
from pathlib import Path

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp

from atlas_server.calls.catalogue import CatalogueHandler
from atlas_server.calls.diagram import DiagramHandler
from atlas_server.calls.exercise import FetchHandler, ValidateHandler
from atlas_server.calls.facts import FactsHandler
from atlas_server.calls.handler import SETTING, AtlasHandler
from atlas_server.calls.me import MeHandler
from atlas_server.calls.notebook import NotebookHandler
from atlas_server.calls.page import PageHandler
from atlas_server.calls.playground.compare import CompareHandler
from atlas_server.calls.playground.draft import AttemptsHandler, DraftHandler, DraftPageHandler
from atlas_server.calls.progress import ProgressHandler
from atlas_server.calls.search import SearchHandler
from atlas_server.calls.simulation import SimulationHandler
from atlas_server.calls.submission import SubmissionsHandler, SubmitHandler
from atlas_server.calls.tutor import TutorHandler
from atlas_server.services import Services
from atlas_server.settings import Settings

CALLS: dict[str, type[AtlasHandler]] = {
    "me": MeHandler,
    "catalogue": CatalogueHandler,
    "page": PageHandler,
    "diagram": DiagramHandler,
    "simulation": SimulationHandler,
    "search": SearchHandler,
    "notebook": NotebookHandler,
    "progress": ProgressHandler,
    "facts": FactsHandler,
    "exercise/fetch": FetchHandler,
    "exercise/validate": ValidateHandler,
    "exercise/submit": SubmitHandler,
    "exercise/submissions": SubmissionsHandler,
    "draft/attempts": AttemptsHandler,
    "draft/diagram": DraftHandler,
    "draft/page": DraftPageHandler,
    "compare": CompareHandler,
    "tutor": TutorHandler,
}


class AtlasServer(ExtensionApp):
    """The extension; Jupyter Server makes one and calls the methods below."""

    name = "atlas_server"

    def initialize_settings(self) -> None:
        """Make the services; no file or connection is opened yet."""
        root = str(self.settings["server_root_dir"])
        settings = Settings.read(os.environ, root=Path(root).expanduser(), home=Path.home())
        self._services = Services.make(settings)
        self.settings[SETTING] = self._services

    def initialize_handlers(self) -> None:
        """Put every call under `atlas/`."""
        self.handlers.extend((rf"/atlas/{name}", handler) for name, handler in CALLS.items())

    async def _start_jupyter_server_extension(self, _server: ServerApp) -> None:
        """Begin to send what waits, once the loop runs."""
        self._services.relay.start()

    async def stop_extension(self) -> None:
        """End what was started."""
        await self._services.close()
