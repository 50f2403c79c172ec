"""The Jupyter Server extension.

Pages, exercises, the facts relay and the tutor's host. Runs as the learner; not trusted.
"""

from atlas_server.extension import AtlasServer

__all__ = ["AtlasServer"]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    """Name the extension to Jupyter Server, which calls this."""
    return [{"module": "atlas_server", "app": AtlasServer}]
