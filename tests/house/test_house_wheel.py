"""The wheel holds the rooms that a learner may have, and nothing of what grades them."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_leaves_the_graders_out(tmp_path: Path) -> None:
    script = f"from hatchling.build import build_wheel; print(build_wheel({str(tmp_path)!r}))"
    built = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(tmp_path / built.stdout.split()[-1]) as wheel:
        names = wheel.namelist()
    assert any(name.startswith("atlas_core/") for name in names)
    assert any(name.startswith("atlas_api/") for name in names)
    forbidden = ("atlas_grading", "graders/", "hidden/", "mutants/")
    assert [name for name in names if any(word in name for word in forbidden)] == []
