"""What Voilà is given: the notebook of a page, the configuration; and what is refused in words."""

import json
import socket
from pathlib import Path

import pytest
from atlas_authoring.build import build
from atlas_cli.main import main
from atlas_core.catalogue import Catalogue
from atlas_voila.page import NothingToSimulateError, notebook_of
from atlas_voila.serve import EXTENSION, HOST, configuration

SHOP = """# Shop

```mermaid
flowchart LR
  U([Users]) -->|50 req/s| A[API<br/>p99: 40 ms] --> D[(Database<br/>p99: 9 ms)]
```

## Alone

```mermaid
flowchart LR
  A[Only one box]
```
"""
SCENARIOS = """---
title: Told
scenarios:
  - id: stop
    title: A stop
    diagram: 2
    duration: 20 s
    load: 40 req/s
    faults:
      - {kind: pause, target: B, from: 5 s, until: 8 s}
---

```mermaid
flowchart LR
  U([Users]) -->|50 req/s| A[API<br/>p99: 40 ms]
```

## The one that is told of

```mermaid
flowchart LR
  U([Users]) -->|50 req/s| B[API<br/>p99: 40 ms]
```
"""
PROSE = "# Prose\n\nNothing is drawn here.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("docs") / "docs"
    root.mkdir()
    for name, text in {"shop": SHOP, "told": SCENARIOS, "prose": PROSE}.items():
        (root / f"{name}.md").write_text(text)
    out = root.parent / "c.sqlite"
    build([root], out, cache=root.parent / "cache")
    return out


def sources(built: Path, page: str) -> list[str]:
    with Catalogue.open(built) as catalogue:
        return [cell["source"] for cell in json.loads(notebook_of(catalogue, page))["cells"]]


def test_without_scenarios_every_diagram_that_can_be_run_is_there(built: Path) -> None:
    title, code = sources(built, "shop")
    assert title == "# Shop"
    assert "atlas.Simulator('docs/shop#1')" in code


def test_where_the_page_tells_scenarios_their_diagrams_are_there(built: Path) -> None:
    title, heading, code = sources(built, "told")
    assert (title, heading) == ("# Told", "## The one that is told of")
    assert "docs/told#2" in code


def test_a_page_with_nothing_to_run_says_why(built: Path) -> None:
    with (
        Catalogue.open(built) as catalogue,
        pytest.raises(NothingToSimulateError, match=r"docs/prose.*no diagram"),
    ):
        notebook_of(catalogue, "prose")


def test_it_listens_on_loopback_behind_a_token_and_loads_no_foreign_extension() -> None:
    told = configuration(port=1234, token="secret", dark=True)
    assert told["Voila"]["ip"] == HOST == "127.0.0.1"
    assert told["Voila"]["token"] == "secret"
    assert told["VoilaConfiguration"]["theme"] == "dark"
    assert "@atlas/labextension" not in json.dumps(
        told["VoilaConfiguration"]["extension_allowlist"]
    )


@pytest.mark.parametrize(
    ("page", "said"),
    [("nowhere", "no page `nowhere`"), ("prose", "it has no diagram")],
)
def test_the_command_refuses_in_one_sentence(
    built: Path, page: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voila", page, "--catalogue", str(built)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("atlas voila: ")
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.enable_socket
@pytest.mark.skipif(not (EXTENSION / "voila").is_dir(), reason="the widgets are not built")
def test_a_taken_port_is_named(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["voila", "shop", "--catalogue", str(built), "--port", str(port)]) == 1
    assert f"port {port} is taken" in capsys.readouterr().err
