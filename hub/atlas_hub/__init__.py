"""The trusted control plane: settings, sign-in, the confined spawner, roles, and the launcher.

`atlas_hub.configure.configure(c, settings)` is the whole hub configuration;
`python -m atlas_hub.launch` runs Atlas on one machine. This door imports no hub: each program that
the launcher starts passes through it.
"""

from atlas_hub.settings import Settings, SettingsError

__all__ = ["Settings", "SettingsError"]
