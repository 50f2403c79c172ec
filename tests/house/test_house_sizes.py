"""Small enough to see: files, functions, folders, and names that say something."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
FOLDER_FILES_MAX = 15
DOOR_LINES_MAX = 30
SOURCES = (".py", ".ts", ".css", ".js", ".mjs", ".c", ".h")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "stuff"}
GENERATED = ("/generated/", "/fonts/", "/snapshots/")

# Exceptions stand here by name, with a reason.
LONG_FILES = {
    "extensions/packages/contracts/src/generated.ts": "made by generate.py; read by name, not whole"
}
FULL_FOLDERS = {"mutants": "one wrong answer a file: their number is their strength"}


def tracked(*suffixes: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        name
        for name in listed.stdout.splitlines()
        if name.endswith(suffixes)
        and (ROOT / name).is_file()
        and not any(part in f"/{name}" for part in GENERATED)
    ]


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {
        name: lines
        for name in tracked(*SOURCES)
        if (lines := len((ROOT / name).read_text().splitlines())) > FILE_LINES_MAX
        and name not in LONG_FILES
    }
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": length
        for name in tracked(".py")
        for node in ast.walk(ast.parse((ROOT / name).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and (length := node.end_lineno - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert long == {}


def test_no_folder_holds_more_files_than_a_reader_can_scan() -> None:
    counts: dict[str, int] = {}
    for name in tracked(*SOURCES):
        folder = str(Path(name).parent)
        counts[folder] = counts.get(folder, 0) + 1
    full = {
        folder: count
        for folder, count in counts.items()
        if count > FOLDER_FILES_MAX and Path(folder).name not in FULL_FOLDERS
    }
    assert full == {}


def test_a_door_is_narrow() -> None:
    wide = {
        name: lines
        for name in tracked("__init__.py", "/index.ts")
        if (lines := len((ROOT / name).read_text().splitlines())) > DOOR_LINES_MAX
    }
    assert wide == {}


def test_no_file_has_an_empty_name() -> None:
    assert [name for name in tracked(*SOURCES) if Path(name).stem.lower() in EMPTY_NAMES] == []
