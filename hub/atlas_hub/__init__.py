"""The trusted control plane: settings, sign-in, the confined spawner, roles, and the launcher.

`configure(c, settings)` is the whole hub configuration; `python -m atlas_hub.launch` runs Atlas on
one machine.
"""

from atlas_hub.configure import configure
from atlas_hub.settings import Settings, SettingsError

__all__ = ["Settings", "SettingsError", "configure"]
