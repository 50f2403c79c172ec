"""`import atlas`: instant, and honest where there is nothing to open."""

import subprocess
import sys
from pathlib import Path

import atlas
import pytest
from atlas_authoring.build import build

SHOP = "flowchart TB\n  G[Gateway] --> C[Checkout] --> P[Payment]\n"


def test_the_import_loads_nothing_but_names() -> None:
    program = (
        "import sys, atlas\n"
        "assert dir(atlas) == ['Diagram', 'Simulator', 'compare', 'show', 'simulate', 'sweep']\n"
        "heavy = {'ipywidgets', 'pydantic', 'sqlite3', 'IPython'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], check=False, timeout=60, capture_output=True, text=True
    )
    assert ended.stderr == ""


def test_a_name_that_atlas_does_not_have_is_answered_with_those_it_has() -> None:
    with pytest.raises(AttributeError, match="it has Diagram, Simulator, compare, show"):
        atlas.Digram  # noqa: B018


def test_without_a_catalogue_opening_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATLAS_CATALOGUE", raising=False)
    with pytest.raises(LookupError, match="ATLAS_CATALOGUE names no file"):
        atlas.Diagram("retry-storm#1")


def test_a_catalogue_that_is_gone_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_CATALOGUE", "/nowhere/catalogue.sqlite")
    with pytest.raises(
        LookupError, match=r"The catalogue /nowhere/catalogue\.sqlite can't be read"
    ):
        atlas.Diagram("retry-storm#1")


def test_a_text_is_compared_with_a_diagram_of_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = tmp_path / "catalogue.sqlite"
    page = tmp_path / "shop" / "shop.md"
    page.parent.mkdir()
    page.write_text(f"# A shop\n\n```mermaid\n{SHOP}```\n")
    build([page.parent], catalogue, cache=tmp_path / "cache")
    monkeypatch.setenv("ATLAS_CATALOGUE", str(catalogue))
    assert atlas.compare(atlas.Diagram("shop#1").diagram, "shop#1").perfect
    comparison = atlas.compare("flowchart TB\n  X[gateway] --> Y[checkout]", "shop#1")
    assert comparison.sentences == ('"Payment" is missing, with its connection.',)
    with pytest.raises(ValueError, match="Mermaid can't read the diagram"):
        atlas.compare("flowchart TB\n  A --> [[[", "shop#1")
