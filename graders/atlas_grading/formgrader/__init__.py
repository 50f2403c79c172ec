"""What changes in nbgrader's own pages and commands inside the course's server."""

from atlas_grading.formgrader.extension import load_jupyter_server_extension
from atlas_grading.formgrader.install import install

_load_jupyter_server_extension = load_jupyter_server_extension


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "atlas_grading.formgrader"}]


__all__ = ["install", "load_jupyter_server_extension"]
