"""A learner opens a lesson and simulates its diagram: guess, run, break a node, scrub, compare.

First by mouse, then everything again by keyboard alone, and a link that replays the run.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from visitor import Visitor

PAGE = "course/simulations/metastable-retries"
WITHOUT = "course/retry-storm"

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.timeout(600)]

Visit = Callable[[str], Visitor]


def open_page(visitor: Visitor, place: str) -> None:
    """By an address, as somebody who got a link does."""
    follow(visitor, f"{visitor.url}/hub/user-redirect/lab?atlas={place}")
    expect(visitor.page.locator(f"[data-atlas=reader][data-page='{place}']")).to_be_visible()


def follow(visitor: Visitor, address: str) -> None:
    """Follow a link; the page where the learner left stands there until JupyterLab is restored."""
    visitor.page.goto(address)
    visitor.page.wait_for_url(lambda at: "/user/" in at and "atlas=" not in at)


def simulator(visitor: Visitor) -> Locator:
    found = visitor.see("simulator")
    found.scroll_into_view_if_needed()
    return found


def act(part: Locator, name: str) -> Locator:
    return part.locator(f"[data-act={name}]:visible").first


def open_menu(part: Locator, node: Locator, name: str) -> Locator:
    node.scroll_into_view_if_needed()
    node.click()
    return part.get_by_role("dialog", name=f"Faults, defences and numbers of {name}")


def done(part: Locator) -> None:
    expect(part).to_have_attribute("data-state", "done")


def words(part: Locator) -> str:
    return part.locator(".story").inner_text()


def test_a_learner_guesses_runs_breaks_scrubs_and_compares_by_mouse(visit: Visit) -> None:
    ada = visit("ada")
    open_page(ada, PAGE)
    part = simulator(ada)
    figure = ada.page.locator("[data-atlas=diagram]", has=part)
    ada.shot("simulator-question")
    part.get_by_label("about 60").check()
    act(part, "commit").click()
    done(part)
    expect(part.locator(".verdict")).to_contain_text("It is: none")
    expect(figure.locator("[data-node=PAY]")).to_have_attribute("data-heat", "down")
    ada.shot("simulator-run")

    menu = open_menu(part, figure.locator("[data-node=CO]"), "Checkout service")
    menu.get_by_role("button", name="Crash", exact=True).click()
    expect(figure.locator("[data-node=CO]")).to_have_attribute("data-heat", "down")
    expect(part.locator(".story")).to_contain_text("Checkout service is down from 21 s to 41 s.")
    ada.shot("simulator-crashed")
    menu.get_by_role("button", name="Remove").click()
    menu.get_by_role("button", name="Close").click()

    chart = part.locator("[data-chart=queue] svg")
    chart.scroll_into_view_if_needed()
    chart.click(position={"x": 260, "y": 60})
    expect(figure.locator("[data-note=PAY]")).to_contain_text("% fail")
    before = words(part)
    act(part, "compare").click()
    expect(act(part, "side-b")).to_have_attribute("aria-pressed", "true")
    expect(part.locator(".story")).to_contain_text("Answers were normal again")
    ada.shot("simulator-compared")
    act(part, "side-a").click()
    assert words(part) == before


def test_a_link_replays_the_run_exactly(visit: Visit) -> None:
    lin = visit("lin")
    open_page(lin, PAGE)
    part = simulator(lin)
    act(part, "skip").click()
    done(part)
    act(part, "seed").fill("7")
    act(part, "seed").press("Enter")
    expect(act(part, "reset")).to_be_visible()
    act(part, "run").click()
    done(part)
    said = words(part)
    act(part, "link").click()
    address = act(part, "link").get_attribute("data-address")
    assert address is not None
    assert "user-redirect" in address
    lin.page.goto(address)
    again = simulator(lin)
    done(again)
    expect(act(again, "seed")).to_have_value("7")
    assert words(again) == said


def test_without_a_mouse(visit: Visit) -> None:
    """Tab, arrows, Enter and Escape reach everything; the results are there as a table."""
    ada = visit("ada")
    open_page(ada, PAGE)
    part = simulator(ada)
    keys = ada.page.keyboard
    part.get_by_label("about 20").focus()
    keys.press("Space")
    keys.press("Enter")
    done(part)
    figure = ada.page.locator("[data-atlas=diagram]", has=part)
    figure.locator("[data-node=PAY]").first.focus()
    keys.press("Enter")
    menu = part.get_by_role("dialog", name="Faults, defences and numbers of Payment service")
    expect(menu.get_by_role("button", name="Crash", exact=True)).to_be_focused()
    keys.press("Escape")
    expect(figure.locator("[data-node=PAY]").first).to_be_focused()
    bar = part.get_by_role("list", name="Faults").get_by_role("button")
    bar.focus()
    keys.press("ArrowRight")
    expect(part.locator(".story")).to_contain_text("Payment service stands still from 22 s to 25 s")
    act(part, "scrub").focus()
    keys.press("ArrowRight")
    expect(part.locator("output.time")).to_have_text("23.0 s")
    part.get_by_role("slider", name="Load").last.focus()
    keys.press("ArrowUp")
    expect(part.get_by_label("Load in requests a second")).to_have_value("84")
    part.get_by_text("Results as a table").focus()
    keys.press("Enter")
    table = part.get_by_role("table", name="Parts over the whole run")
    expect(table.get_by_role("row", name="Payment service")).to_be_visible()
    ada.shot("simulator-keyboard")


def test_a_learner_gives_and_takes_defences(visit: Visit) -> None:
    """The storm outlives its trigger until the retries are taken away, or kept in a budget."""
    ada = visit("ada")
    open_page(ada, PAGE)
    expect(ada.page.locator("[data-atlas=page-title]:visible")).to_contain_text("A retry storm")
    part = simulator(ada)
    act(part, "skip").click()
    done(part)
    figure = ada.page.locator("[data-atlas=diagram]", has=part)
    menu = open_menu(part, figure.locator("[data-node=CO]"), "Checkout service")
    menu.get_by_text("Defences:").click()
    outward = menu.get_by_role("group", name="When it calls Payment service")
    retries = outward.get_by_role("button", name="Retries")
    expect(retries).to_have_attribute("aria-pressed", "true")
    expect(part.locator(".story")).not_to_contain_text("Answers were normal again")
    ada.shot("simulator-defences")
    retries.click()
    expect(retries).to_have_attribute("aria-pressed", "false")
    expect(part.locator(".story")).to_contain_text("Answers were normal again")
    act(menu, "defences-undo").click()
    expect(retries).to_have_attribute("aria-pressed", "true")
    expect(part.locator(".story")).not_to_contain_text("Answers were normal again")
    outward.get_by_role("button", name="Retry budget").click()
    expect(part.locator(".story")).to_contain_text("Answers were normal again")
    outward.get_by_role("button", name="Circuit breaker").focus()
    ada.page.keyboard.press("Space")
    expect(part.locator(".story")).to_contain_text("529 of 9,650")
    expect(menu.locator(".lately")).to_contain_text("529 of 9,650 requests failed")
    failures = menu.get_by_label("Circuit breaker, after failures")
    failures.fill("20")
    failures.press("Enter")
    expect(part.locator(".story")).not_to_contain_text("529 of 9,650")
    done(part)
    ada.shot("simulator-defended")
    ada.page.keyboard.press("Escape")
    said = words(part)
    act(part, "link").click()
    address = act(part, "link").get_attribute("data-address")
    assert address is not None
    follow(ada, address)
    again = simulator(ada)
    done(again)
    assert words(again) == said


def test_a_diagram_that_can_not_be_run_says_why(visit: Visit) -> None:
    lin = visit("lin")
    open_page(lin, WITHOUT)
    figure = lin.page.locator(f"[data-atlas=diagram][data-diagram='{WITHOUT}#2']")
    figure.scroll_into_view_if_needed()
    figure.locator("[data-action=simulate]").click()
    place = figure.locator("[data-atlas=simulator-place]")
    expect(place).to_contain_text("Only flowcharts can be run so far")
    lin.shot("simulator-refused")


def test_a_diagram_in_a_tab_of_its_own_has_its_simulator_under_it(visit: Visit) -> None:
    lin = visit("lin")
    open_page(lin, PAGE)
    lin.see("expand-diagram").click()
    tab = lin.page.locator("[data-atlas=diagram-tab]:visible")
    tab.locator("[data-action=simulate]").click()
    part = tab.locator("[data-atlas=simulator]")
    act(part, "skip").click()
    done(part)
    expect(tab.locator("[data-node=PAY]")).to_have_attribute("data-heat", "down")
    expect(tab.locator("svg.picture")).to_be_in_viewport()
    lin.shot("simulator-in-tab")
    act(part, "close").click()
    expect(part).to_have_count(0)


def test_a_whole_group_is_cut_off_or_lost(visit: Visit) -> None:
    ada = visit("ada")
    open_page(ada, WITHOUT)
    expect(ada.page.locator("[data-atlas=page-title]:visible")).to_contain_text("Timeouts")
    part = simulator(ada)
    act(part, "skip").click()
    done(part)
    figure = ada.page.locator("[data-atlas=diagram]", has=part)
    menu = open_menu(part, figure.locator("[data-node=CO]"), "Checkout")
    ada.shot("simulator-group-menu")
    menu.get_by_role("button", name="Cut off Service plane").click()
    expect(part.locator(".story")).to_contain_text("Service plane is cut off from")
    expect(menu.locator("[data-kind=partition]").first).to_contain_text("Cut off Service plane")
    ada.shot("simulator-partition")
    menu.get_by_role("button", name="Remove").first.click()
    menu.get_by_role("button", name="Lose Service plane").click()
    expect(part.locator(".story")).to_contain_text("Checkout is down from")
    expect(part.locator(".story")).to_contain_text("Receipts is down from")
    ada.shot("simulator-zone-lost")
