"""JupyterHub's configuration: read the settings, hand over."""

import os

from atlas_hub import Settings
from atlas_hub.configure import configure

configure(get_config(), Settings.from_environ(os.environ))  # type: ignore[name-defined]  # noqa: F821
