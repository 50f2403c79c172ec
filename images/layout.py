"""Puts the project's packages on the path of the image's environment: `layout.py FOLDER...`.

The packages keep their places of the repository below /opt/atlas/project, so that what looks for a
neighbour (`graders/hidden`, `notebooks`) finds it.
"""

import sys
from pathlib import Path

PROJECT = Path("/opt/atlas/project")

(site,) = Path("/opt/atlas/venv/lib").glob("python3*/site-packages")
lines = [str(PROJECT / folder) for folder in sys.argv[1:]]
(site / "atlas.pth").write_text("\n".join(lines) + "\n")
