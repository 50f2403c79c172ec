"""Imports point down: the contracts hold, and they fail where somebody breaks them."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "extensions" / "atlas_core"
ROOMS = ("extensions", "hub", "graders")
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# What brings a clock, a socket, a file, a random generator or a framework into the core.
IMPURE = {
    *("socket", "ssl", "http", "urllib", "asyncio", "threading", "subprocess", "random", "secrets"),
    *("time", "tempfile", "shutil", "glob", "fastapi", "httpx", "tornado", "jupyter_server"),
    *("sqlalchemy", "anthropic", "ipywidgets", "nbgrader", "jupyterhub", "requests"),
}
DOORS = {"catalogue"}  # opens SQLite: the one room of the core whose job is a file


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(str(tree / room) for room in ROOMS)
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    skip = shutil.ignore_patterns("packages", "node_modules", "__pycache__", "hidden")
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=skip)
    return tmp_path


def test_the_import_contracts_hold(copy: Path) -> None:
    ended = lint_imports(copy)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("extensions/atlas_core/planted.py", "import atlas_server\n"),
        ("extensions/atlas_server/planted.py", "import atlas_api\n"),
        ("hub/atlas_api/planted.py", "import atlas_grading\n"),
        ("graders/atlas_grading/planted.py", "import atlas_hub\n"),
    ],
)
def test_a_planted_upward_or_sideways_import_breaks_them(copy: Path, room: str, line: str) -> None:
    (copy / room).write_text(line)
    ended = lint_imports(copy)
    assert ended.returncode == 1
    assert "planted" in ended.stdout


def impure_imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {"open"} & {node.func.id}
        elif isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
            found |= {"clock"} if ast.unparse(node.value).endswith(("datetime", "date")) else set()
    return found & (IMPURE | {"open", "clock"})


def test_the_core_has_no_clock_socket_file_or_random_generator() -> None:
    broken = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in sorted(CORE.rglob("*.py"))
        if path.relative_to(CORE).parts[0] not in DOORS
        and (found := impure_imports(path.read_text()))
    }
    assert broken == {}


def test_a_clock_in_the_core_would_be_seen() -> None:
    assert impure_imports("from datetime import datetime\nx = datetime.now()\n") == {"clock"}
    assert impure_imports("import random\n") == {"random"}
    assert impure_imports("open('x')\n") == {"open"}
