"""Reading in Chromium: all kinds without an axe violation, one diagram walked by keyboard alone.

Each step leaves a picture in `tests/browser/shots/`.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.timeout(600)]

Visit = Callable[[str], Visitor]
KINDS = {"flowchart", "sequence", "state", "class", "er", "pie", "xychart", "gantt", "timeline"}
KINDS |= {"quadrant", "mindmap", "journey"}
TABS_MAX = 60


def open_the_gallery(visitor: Visitor) -> Locator:
    """Open the page that holds every kind; gives its first diagram."""
    search = visitor.see("search")
    search.locator("input").or_(search).last.fill("What the renderer has to draw well")
    visitor.press("search-hit")
    expect(visitor.see("page-title")).to_contain_text("gallery")
    return visitor.page.locator("[data-atlas=diagram]").first


@pytest.mark.parametrize("light", [True, False], ids=["light", "dark"])
def test_no_kind_of_diagram_keeps_anybody_out(visit: Visit, *, light: bool) -> None:
    ada = visit("ada")
    open_the_gallery(ada)
    ada.use_theme(light=light)
    ada.press("ask-tutor")
    ada.see("tutor-question")
    figures = ada.page.locator("[data-atlas=diagram]")
    seen: set[str] = set()
    for at in range(figures.count()):
        figures.nth(at).scroll_into_view_if_needed()
        picture = (
            figures.nth(at)
            .locator("svg.picture, [data-atlas=foreign][data-state=drawn] img, .source .reason")
            .first
        )
        picture.wait_for(state="attached")
        seen.add(picture.get_attribute("data-kind") or "")
        if at % 5 == 0:
            ada.shot(f"gallery-{'light' if light else 'dark'}-{at:02d}")
    assert seen >= KINDS
    assert ada.violations("[data-atlas=reader]") == []
    ada.use_theme(light=True)


def test_a_diagram_is_walked_by_keyboard_alone(visit: Visit) -> None:
    """Tab into it, go along its edges, open, focus, crash, find, play, move, leave."""
    lin = visit("lin")
    shop = open_the_gallery(lin)
    keys = lin.page.keyboard
    focused = shop.locator(":focus")
    lin.see("page-title").click()
    for _ in range(TABS_MAX):
        keys.press("Tab")
        if shop.locator("[data-node]:focus").count() == 1:
            break
    first = focused.get_attribute("data-node")
    assert first == "prom", "Tab reaches the picture at its top"
    expect(shop.get_by_role("tooltip")).to_contain_text("Prometheus")
    lin.shot("keyboard-tooltip")

    keys.press("ArrowDown")
    expect(focused).to_have_attribute("data-node", "lb")
    keys.press("ArrowDown")
    expect(focused).to_have_attribute("data-node", "api2")
    keys.press("Enter")
    panel = shop.get_by_label("Specification")
    expect(panel).to_contain_text("$2.4K/month")
    keys.press("Enter")
    expect(panel.locator(":focus")).to_have_attribute("data-action", "crash")
    keys.press("Enter")
    expect(shop.locator("[data-node=api2]")).to_have_attribute("data-state", "crashed")
    expect(shop.locator(".narration")).to_contain_text("API 2")
    lin.shot("keyboard-crash")
    keys.press("Enter")
    expect(shop.locator("[data-state=crashed]")).to_have_count(0)
    keys.press("Escape")
    expect(panel).to_be_hidden()
    expect(focused).to_have_attribute("data-node", "api2")

    keys.press("u")
    expect(shop.locator("[data-node=kafka]")).to_have_attribute("data-dimmed", "")
    keys.press("Escape")
    expect(shop.locator("[data-dimmed]")).to_have_count(0)
    keys.press("/")
    keys.type("redis")
    expect(shop.locator("[data-found=current]")).to_have_attribute("data-node", "redis")
    keys.press("Escape")
    expect(focused).to_have_attribute("data-node", "redis")

    keys.press("n")
    expect(shop.locator(".player .caption")).to_contain_text("1 of")
    lin.shot("keyboard-play")
    keys.press("Escape")
    expect(shop.locator(".player")).to_be_hidden()
    place = shop.locator(".plate")
    before = place.get_attribute("style")
    keys.press("+")
    expect(place).not_to_have_attribute("style", before or "")
    keys.press("0")
    keys.press("Shift+ArrowRight")
    keys.press("0")
    for _ in range(TABS_MAX):
        keys.press("Tab")
        if focused.count() == 0:
            break
    assert focused.count() == 0, "the focus leaves the diagram"
