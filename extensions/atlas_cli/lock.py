"""Resolves pyproject.toml into the committed locks: `make lock`.

`run.lock` is what the main job needs; `test.lock` holds the same versions and the test tools.
`engine.lock` holds the compiler alone, which set-up installs only where the flow engine has to be
built. All carry hashes and hold for every platform, and name no index.
"""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = (
    *("--python-version", "3.11", "--universal", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
)


def compile_lock(target: str, *options: str) -> None:
    """Write `requirements/<target>.lock`; raises CalledProcessError where nothing resolves."""
    uv = str(ROOT / ".venv" / "bin" / "uv")
    source = "requirements/engine.in" if target == "engine" else "pyproject.toml"
    command = [uv, "pip", "compile", source, *OPTIONS, *options]
    subprocess.run([*command, "-o", f"requirements/{target}.lock"], cwd=ROOT, check=True)


if __name__ == "__main__":
    compile_lock("run")
    compile_lock("test", "--extra", "test", "-c", "requirements/run.lock")
    compile_lock("engine", "-c", "requirements/test.lock")
