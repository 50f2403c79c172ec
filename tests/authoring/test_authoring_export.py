"""`atlas export`: whole, safe, without a server, and drawn in a browser from a file."""

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from atlas_authoring.build import build
from atlas_authoring.export import ExportError, export
from atlas_authoring.export.assets import ScriptMissingError, diagram_script
from atlas_authoring.export.names import page_file, script_json
from atlas_cli.main import main
from atlas_core.catalogue import Catalogue
from authoring_fixtures import write_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPT = Path(diagram_script.__code__.co_filename).parents[2] / "packages" / "diagram" / "dist"
AXE = SCRIPT.parents[1] / "node_modules" / "axe-core" / "axe.min.js"
BUILT = pytest.mark.skipif(not SCRIPT.is_dir(), reason="the drawing script is not built")
TREE = """=== docs/index.md ===
# All <pages> & more

[caches](stores/caches & co.md#evil) [gone](gone.md) [web](https://example.org/)
=== docs/stores/caches & co.md ===
---
title: Caches "and" co
difficulty: beginner
tags: [Caching]
---

## Evil

```mermaid
flowchart LR
  A["Redis </script><script>document.title='taken'</script>"] -->|reads, p99: 3 ms| B[(Cassandra)]
```

:::quiz
- question: Is 1 < 2?
  options: ["Yes", "No </fieldset>"]
  answer: 0
  why: It is.
:::
=== docs/queues.md ===
# Queues

A dogpile is a thundering herd.

```mermaid
flowchart TD
  P[Producer] -->|10 req/s| K[Kafka]
```
"""
TREE = TREE.replace("caches & co.md", "caches-co.md").replace("caches & co", "caches-co")


@pytest.fixture(scope="module")
def catalogue_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    root = write_out(TREE, folder)
    build([root], folder / "c.sqlite", cache=folder / "cache")
    return folder / "c.sqlite"


@pytest.fixture(scope="module")
def site(catalogue_file: Path) -> Path:
    out = catalogue_file.parent / "site"
    with Catalogue.open(catalogue_file) as catalogue:
        assert export(catalogue, out).pages == 3
    return out


@BUILT
def test_every_link_and_script_of_every_file_leads_to_a_file_of_the_site(site: Path) -> None:
    files = list(site.rglob("*.html"))
    assert len(files) == 5
    for file in files:
        text = re.sub(r"<script type=.*?</script>", "", file.read_text(), flags=re.DOTALL)
        for written in re.findall(r'(?:href|src)="([^"]*)"', text):
            address = html.unescape(written)
            if address.startswith(("https:", "data:", "#")):
                continue
            name, _, anchor = unquote(address).partition("#")
            target = (file.parent / name).resolve()
            assert target.is_file(), f"{file.name}: {address}"
            assert not anchor or f'id="{anchor}"' in target.read_text(), address


@BUILT
def test_no_file_loads_anything_but_what_lies_beside_it(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text()
        assert "default-src 'none'" in text
        assert not re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//', text)
    assert "http" not in (site / "assets" / "fonts.js").read_text()[:200]


@BUILT
def test_what_a_page_says_can_not_end_the_script_that_carries_it(site: Path) -> None:
    text = (site / page_file("docs/stores/caches-co")).read_text()
    (data,) = re.findall(r"<script [^>]*data-bundle[^>]*>(.*?)</script>", text, re.DOTALL)
    bundle = json.loads(data)
    assert bundle["diagram"]["id"] == "docs/stores/caches-co#1"
    assert "document.title='taken'</script>" not in text
    assert script_json("</script>\u2028") == '"\\u003c/script\\u003e\\u2028"'


@BUILT
def test_an_export_replaces_an_earlier_one_and_nothing_else(
    catalogue_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    with Catalogue.open(catalogue_file) as catalogue:
        export(catalogue, out)
        (out / "pages" / "old.html").write_text("old")
        export(catalogue, out)
        assert not (out / "pages" / "old.html").exists()
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "thesis.txt").write_text("years")
        with pytest.raises(ExportError, match="no earlier export"):
            export(catalogue, mine)
    assert (mine / "thesis.txt").read_text() == "years"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "site"]


def test_a_script_that_is_not_built_is_one_sentence_that_says_how(tmp_path: Path) -> None:
    with pytest.raises(ScriptMissingError, match="npm run build -w @atlas/diagram"):
        diagram_script(tmp_path)


def test_the_module_becomes_a_script_that_a_page_from_a_file_may_load(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    module = "const e=1;function t(){}export{e as one,t as renderDiagram};\n"
    (tmp_path / "dist" / "atlas-diagram.js").write_text(module)
    script = diagram_script(tmp_path)
    assert script.endswith("globalThis.AtlasDiagram={one:e,renderDiagram:t}})();\n")
    assert "export" not in script


def test_no_catalogue_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path / "none"), "--out", str(tmp_path / "site")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "site").exists()


@BUILT
@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_a_file_diagrams_are_live_and_search_and_filters_work(
    site: Path, scheme: str, browser: "Browser"
) -> None:
    page = browser.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "://" in r.url[:8] else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((site / page_file("docs/stores/caches-co")).as_uri())
    page.wait_for_selector(".atlas-diagram svg")
    assert page.title() == 'Caches "and" co'
    page.check("label:has-text('Yes') input")
    assert page.locator(".quiz details").get_attribute("open") is not None
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector("#results li")
    assert page.inner_text("#count") == "3 pages with 2 diagrams"
    page.select_option("select[name=technology]", "Kafka")
    assert page.inner_text("#count") == "1 page with 1 diagram"
    page.select_option("select[name=technology]", "")
    page.fill("input[name=q]", "thundering her")
    page.wait_for_selector("mark")
    assert page.inner_text("#count") == "1 page with 1 diagram"
    page.fill("input[name=q]", "no such words")
    assert "Take a filter" in page.inner_text("#count")
    assert all(url.startswith("file://") for url in asked)
    assert faults == []


@BUILT
@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_by_the_site(site: Path, scheme: str, browser: "Browser") -> None:
    page = browser.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for name in ("index.html", "technologies.html", page_file("docs/stores/caches-co")):
        page.goto((site / name).as_uri())
        page.wait_for_timeout(300)
        page.evaluate(AXE.read_text())
        rules = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}"
        found = page.evaluate(f"axe.run(document, {rules})")
        assert [violation["id"] for violation in found["violations"]] == []
