"""Puts the project's packages on the path of the image's environment: `layout.py FOLDER...`.

The packages keep their places of the repository below /opt/atlas/project, so that what looks for a
neighbour (`graders/hidden`, `notebooks`) finds it. The environment also learns the project's name
and version, from the pyproject.toml beside this file.
"""

import sys
import tomllib
from pathlib import Path

PROJECT = Path("/opt/atlas/project")

(site,) = Path("/opt/atlas/venv/lib").glob("python3*/site-packages")
lines = [str(PROJECT / folder) for folder in sys.argv[1:]]
(site / "atlas.pth").write_text("\n".join(lines) + "\n")

project = tomllib.loads(Path(__file__).with_name("pyproject.toml").read_text())["project"]
info = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
info.mkdir(exist_ok=True)
(info / "METADATA").write_text(
    f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
)
(info / "INSTALLER").write_text("atlas-images\n")
