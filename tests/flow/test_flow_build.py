"""The engine is built once for each state of its source, and never left half-built."""

import shutil
from pathlib import Path

import pytest
from atlas_engine import BuildError, Engine, build_engine
from atlas_engine.build import SOURCE, Flavour


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOURCE, tmp_path / "engine"))


def test_the_same_source_is_built_once_and_a_change_builds_anew(
    source: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    first = build_engine(Flavour.NATIVE, folder, source=source)
    built_at = first.stat().st_mtime_ns
    assert build_engine(Flavour.NATIVE, folder, source=source) == first
    assert first.stat().st_mtime_ns == built_at
    header = source / "base" / "number.h"
    header.write_text(header.read_text() + "\n/* changed */\n")
    again = build_engine(Flavour.NATIVE, folder, source=source)
    assert again != first
    Engine(again)
    assert {path.name for path in folder.iterdir()} == {first.name, again.name}


def test_source_that_does_not_compile_leaves_nothing_and_shows_the_compilers_words(
    source: Path, tmp_path: Path
) -> None:
    (source / "base" / "number.h").write_text("not C at all\n")
    with pytest.raises(BuildError, match=r"number\.h"):
        build_engine(Flavour.WASM, tmp_path / "cache", source=source)
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_installation_without_the_source_says_so(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="not installed"):
        build_engine(Flavour.NATIVE, tmp_path, source=tmp_path / "nowhere")
