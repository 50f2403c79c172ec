"""The story of the whole product: two learners and an instructor do the main job in Chromium.

Read a page, explore a diagram, crash a node, solve the exercise, get graded feedback, see progress
move, ask the tutor, and, as the instructor, see the same grades in formgrader. Each step leaves a
picture in `tests/browser/shots/`. An error on the console or a request that leaves the machine
fails the story of whoever caused it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from visitor import Visitor

PROJECT = Path(__file__).resolve().parents[2]
HIDDEN = PROJECT / "graders" / "hidden" / "retry-budget"
GRADED_WITHIN_MS = 30_000

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.timeout(600)]

Visit = Callable[[str], Visitor]


def read_the_first_lesson(visitor: Visitor) -> None:
    expect(visitor.see("page-title")).to_contain_text("retry storm")
    visitor.page.locator("[data-atlas=diagram] [data-node]").first.wait_for(state="attached")
    visitor.shot("lesson")


def open_the_lesson(visitor: Visitor) -> None:
    """From the tree: who comes back finds what was open last, not always the lesson."""
    visitor.page.locator("[data-atlas=page-row]", has_text="retry storm").first.click()
    read_the_first_lesson(visitor)


def explore_the_shop(visitor: Visitor) -> None:
    """Hover over a node, open its specification, crash it, and read who is hit."""
    shop = visitor.page.locator("[data-atlas=diagram]").first
    shop.scroll_into_view_if_needed()
    shop.locator("[data-act=close]").click()  # the scenario's simulator, which stands open
    database = shop.locator("[data-node=DB]")
    database.scroll_into_view_if_needed()
    database.hover()
    expect(shop.get_by_role("tooltip")).to_contain_text("15 ms")
    visitor.shot("hover")
    database.click()
    specification = shop.get_by_label("Specification")
    expect(specification).to_contain_text("Ledger database")
    expect(specification).to_contain_text("99.95")
    visitor.shot("specification")
    specification.locator("[data-action=crash]").click()
    expect(shop.locator("[data-node=U]")).to_have_attribute("data-state", "hit")
    expect(shop.locator("[data-node=MAIL]")).not_to_have_attribute("data-state", "hit")
    expect(shop).to_contain_text("Shoppers")
    visitor.shot("blast-radius")


def walk_by_keyboard(visitor: Visitor) -> None:
    """The same crash without a mouse: Tab to a node, C crashes and revives it."""
    shop = visitor.page.locator("[data-atlas=diagram]").first
    visitor.page.keyboard.press("Escape")
    shop.locator("[data-node=DB]").focus()
    visitor.page.keyboard.press("c")
    expect(shop.locator("[data-node=U]")).not_to_have_attribute("data-state", "hit")
    visitor.page.keyboard.press("c")
    expect(shop.locator("[data-node=U]")).to_have_attribute("data-state", "hit")
    visitor.shot("keyboard")


def solve(visitor: Visitor, answer: str) -> None:
    """Fetch the exercise, put the answer into its cell, validate, submit."""
    visitor.page.locator("[data-atlas=exercise]").first.scroll_into_view_if_needed()
    visitor.shot("exercise")
    visitor.press("fetch-exercise")
    cell = visitor.page.locator(".jp-Notebook .jp-CodeCell", has_text="def backoff_s").first
    cell.locator(".cm-content").click()
    visitor.page.keyboard.press("Control+a")
    visitor.page.keyboard.insert_text(answer)
    visitor.press("validate-exercise")  # Saves first.
    expect(visitor.see("validation")).to_have_attribute("data-ok", "true")
    visitor.shot("validated")
    visitor.press("submit-exercise")
    visitor.hook("grade").wait_for(timeout=GRADED_WITHIN_MS)
    visitor.shot("graded")


def ask_the_tutor(visitor: Visitor) -> None:
    """Ask, get an answer with sources, and open one of them."""
    visitor.page.get_by_role("tab", name="Timeouts").first.click()
    visitor.press("ask-tutor")
    visitor.see("tutor-question").locator("textarea").or_(visitor.see("tutor-question")).last.fill(
        "Why does a retry budget end a retry storm?"
    )
    visitor.press("tutor-send")
    visitor.see("citation")
    expect(visitor.see("tutor-mode")).to_have_attribute("data-mode", "offline")
    visitor.shot("tutor")
    visitor.press("citation")
    expect(visitor.see("page-title")).to_be_visible()
    visitor.shot("cited-page")


def points_in_the_panel(visitor: Visitor) -> str:
    return visitor.see("progress-points").inner_text()


def test_a_learner_reads_explores_solves_and_asks(visit: Visit) -> None:
    ada = visit("ada")
    read_the_first_lesson(ada)
    explore_the_shop(ada)
    walk_by_keyboard(ada)
    solve(ada, (HIDDEN / "reference.py").read_text())
    expect(ada.hook("grade")).to_have_attribute("data-points", "10")
    expect(ada.hook("progress-points")).to_contain_text("10")
    ask_the_tutor(ada)


def test_another_learner_answers_partly_right_and_keeps_part_of_the_points(visit: Visit) -> None:
    lin = visit("lin")
    read_the_first_lesson(lin)
    solve(lin, (HIDDEN / "mutants" / "no_cap.py").read_text())
    earned = float(lin.hook("grade").get_attribute("data-points") or "nan")
    assert 0 < earned < 10
    lost = lin.page.locator("[data-atlas=check]:not([data-outcome=passed])").first
    expect(lost.locator("p")).to_contain_text("cap_s")


def test_a_page_becomes_a_notebook_with_the_same_diagram(visit: Visit) -> None:
    lin = visit("lin")
    open_the_lesson(lin)
    lin.press("work")
    cell = lin.page.locator(".jp-Notebook .jp-CodeCell", has_text="atlas.Diagram(").first
    cell.scroll_into_view_if_needed()
    saved = cell.locator(".jp-OutputArea [data-node=DB]")
    saved.wait_for(state="attached")
    lin.shot("notebook")
    lin.page.locator(".jp-Notebook .jp-CodeCell", has_text="import atlas").first.click()
    lin.page.keyboard.press("Shift+Enter")  # import atlas
    lin.page.keyboard.press("Shift+Enter")  # the first diagram
    widget = cell.locator("[data-atlas=diagram-widget] [data-node=DB]").first
    widget.wait_for(state="attached")
    lin.shot("widget")


def test_somebody_elses_page_is_read_and_its_diagrams_live(visit: Visit) -> None:
    ada = visit("ada")
    search = ada.see("search")
    search.locator("input").or_(search).last.fill("checkout")
    ada.see("search-hit")
    ada.shot("search")
    ada.press("search-hit")
    ada.see("page-title")
    ada.page.locator("[data-atlas=reader] [data-node]").first.wait_for(state="attached")
    ada.shot("foreign-page")


def test_the_interface_has_a_dark_face(visit: Visit) -> None:
    ada = visit("ada")
    open_the_lesson(ada)
    ada.choose("Settings", "Theme", "JupyterLab Dark")
    ada.page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    ada.page.locator("[data-atlas=diagram]").first.scroll_into_view_if_needed()
    ada.shot("dark-lesson")
    ada.page.locator("[data-atlas=diagram] [data-act=close]").first.click()
    database = ada.page.locator("[data-atlas=diagram] [data-node=DB]").first
    database.click()
    ada.page.keyboard.press("c")
    ada.shot("dark-blast-radius")
    ada.choose("Settings", "Theme", "JupyterLab Light")
    ada.page.locator("body[data-jp-theme-light=true]").wait_for(state="attached")


def test_the_instructor_sees_the_same_grades_in_formgrader(visit: Visit) -> None:
    ines = visit("ines")
    read_the_first_lesson(ines)
    ines.shot("instructor")
    with ines.context.expect_page() as opened:
        ines.press("grading")
    formgrader = opened.value
    exercise = formgrader.get_by_text("retry-budget").first
    exercise.wait_for()
    formgrader.screenshot(path=ines.shots / "ines-20-formgrader.png")
    formgrader.goto(formgrader.url.split("/formgrader")[0] + "/formgrader/gradebook/retry-budget")
    formgrader.get_by_role("link", name="retry-budget").first.click()
    rows = formgrader.locator("table tbody tr")
    expect(rows).to_have_count(2)
    formgrader.screenshot(path=ines.shots / "ines-21-grades.png")
    expect(formgrader.locator("table")).to_contain_text("10")
