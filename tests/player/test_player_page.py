"""A page as one file: its simulator runs from a disk, keeps nobody out, and is quick."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

PROJECT = Path(__file__).resolve().parents[2]
AXE = PROJECT / "extensions" / "packages" / "node_modules" / "axe-core" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}"
ATLAS = Path(sys.prefix) / "bin" / "atlas"
# On a busy machine; on an idle one about 15 ms (see tests/bench).
REDRAWN_WITHIN_MS = 250

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed"),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    catalogue, page = folder / "catalogue.sqlite", folder / "page.html"
    build = [ATLAS, "build", PROJECT / "notebooks", "--out", catalogue, "--quiet"]
    subprocess.run(build, check=True, cwd=PROJECT)
    export = [ATLAS, "export", "metastable-retries", "--catalogue", catalogue, "--out", page]
    subprocess.run(export, check=True, cwd=PROJECT, capture_output=True)
    return page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that asks nobody for anything and logs no error."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    troubles: list[str] = []
    made = context.new_page()
    made.on("pageerror", lambda error: troubles.append(str(error)))
    made.on("console", lambda said: said.type == "error" and troubles.append(said.text))
    made.on("request", lambda asked: asked.url.startswith("http") and troubles.append(asked.url))
    yield made
    context.close()
    assert troubles == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {RULES})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_before_during_and_after_a_run(
    page: Page, file: Path, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(file.as_uri())
    simulator = page.locator("[data-atlas=simulator]")
    simulator.wait_for()
    assert violations(page) == []
    simulator.get_by_label("none").check()
    simulator.locator("[data-act=commit]").click()
    expect(simulator).to_have_attribute("data-state", "done")
    expect(simulator.locator(".verdict")).to_contain_text("Right")
    page.locator("svg.picture [data-node=CO]").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    simulator.locator("[data-act=compare]").click()
    expect(simulator.locator(".story")).to_contain_text("normal again")
    simulator.get_by_text("Results as a table").click()
    simulator.get_by_text("Numbers behind it").click()
    assert violations(page) == []


def test_a_slider_redraws_the_numbers_at_once_and_the_run_follows(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    simulator = page.locator("[data-atlas=simulator]")
    simulator.locator("[data-act=skip]").click()
    expect(simulator).to_have_attribute("data-state", "done")
    before = simulator.locator(".estimate").first.inner_text()
    answered = simulator.locator(".figure").nth(3).inner_text()
    redrawn_ms = page.evaluate(
        """() => new Promise((resolve) => {
          const slider = document.querySelector("[data-act=load]");
          const began = performance.now();
          slider.value = "-0.3";
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
        })"""
    )
    assert simulator.locator(".estimate").first.inner_text() != before
    assert redrawn_ms < REDRAWN_WITHIN_MS
    expect(simulator.locator(".figure").nth(3)).not_to_have_text(answered)


def test_a_reader_who_wants_no_motion_gets_none(page: Page, file: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(file.as_uri())
    simulator = page.locator("[data-atlas=simulator]")
    simulator.locator("[data-act=skip]").click()
    expect(simulator).to_have_attribute("data-state", "done")
    expect(simulator.locator("[data-act=play]")).to_be_hidden()
    expect(simulator.locator("[data-act=scrub]")).to_be_enabled()
