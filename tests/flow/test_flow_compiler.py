"""Set-up's compiler is the one that the engine's cache is keyed by."""

import re
from pathlib import Path

import pytest
from atlas_engine.build import COMPILER, DIST, SOURCE, Flavour, file_name, find_engine, main

LOCKS = Path(__file__).resolve().parents[2] / "requirements"


def test_the_locks_hold_the_compiler_that_the_cache_is_keyed_by() -> None:
    for lock in ("engine", "test"):
        text = (LOCKS / f"{lock}.lock").read_text()
        assert re.findall(r"^ziglang==(\S+)", text, re.M) == [COMPILER]


def test_what_is_built_into_dist_is_found_there_and_needs_no_compiler() -> None:
    assert main([]) == 0
    assert main(["--check"]) == 0
    for flavour in Flavour:
        assert find_engine(flavour) == DIST / file_name(flavour)


def test_a_library_of_another_source_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert main([]) == 0
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    mark = DIST / f"{file_name(Flavour.WASM)}.from"
    known = mark.read_text()
    try:
        mark.write_text("another")
        assert find_engine(Flavour.WASM) is None
        assert main(["--check"]) == 1
    finally:
        mark.write_text(known)
    assert SOURCE in mark.parents
