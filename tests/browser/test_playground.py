"""The playground in Chromium: type and see it drawn, break a line, draw from memory, be told.

Each step leaves a picture in `tests/browser/shots/`. An error on the console or a request that
leaves the machine fails the story; so does an axe violation, in either theme.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

SHOP = """flowchart TB
  U([Shoppers]) -->|80 req/s| G[API gateway<br/>p99: 40 ms]
  G -->|orders| C[Checkout service]
  C --> DB[(Orders database<br/>p99: 15 ms)]
"""
FROM_MEMORY = """flowchart LR
  shop([shoppers]) -->|80 req/s| gate[API gatway<br/>p99: 40 ms]
  gate --> check[Checkout]
  pay[Payment<br/>p99: 200 ms] --> check
  pay --> db[(Ledger database<br/>p99: 50 ms)]
  check -.->|async| q[Receipt queue]
  q --> mail[Mail sender]
"""

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.timeout(600)]

Visit = Callable[[str], Visitor]


def write(visitor: Visitor, text: str) -> None:
    """Type into the source, as a person who pastes does."""
    visitor.see("playground-source").fill(text)


def open_playground(visitor: Visitor) -> None:
    visitor.press("open-playground")
    visitor.see("playground-source")


def test_what_is_typed_is_drawn_and_a_broken_line_is_marked(visit: Visit) -> None:
    ada = visit("ada")
    loaded = ada.page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    open_playground(ada)
    write(ada, SHOP)
    picture = ada.see("playground-picture")
    picture.locator("[data-node=DB]").wait_for(state="attached")
    expect(ada.see("playground-problems")).to_contain_text("4 nodes, 3 edges.")
    ada.shot("drawn")
    assert ada.violations("[data-atlas=playground]") == []

    write(ada, SHOP.replace("C[Checkout service]", "C[Checkout (slow] service]"))
    problem = ada.see("problem")
    expect(problem).to_contain_text("Line 3")
    expect(problem).to_contain_text("Put the label in double quotes.")
    expect(ada.page.locator(".atlas-Editor-numbers [data-mark=error]")).to_have_text("! 3")
    ada.shot("repaired")
    write(ada, SHOP + "  C --> [[[ --> )))\n")
    expect(picture).to_have_attribute("data-state", "refused")
    expect(ada.see("problem")).to_contain_text("Line 5")
    expect(picture.locator("[data-node=DB]")).to_have_count(1)
    ada.shot("broken")
    assert ada.violations("[data-atlas=playground]") == []
    assert not [name for name in loaded if name.endswith(".js") and "workshop" in name]


def test_repairs_can_be_written_into_the_text_and_nothing_typed_is_lost(visit: Visit) -> None:
    ada = visit("ada")
    open_playground(ada)
    write(ada, "flowchart TB\n  A[Cache (Redis)] --> B[API]")
    ada.press("apply-repairs")
    source = ada.see("playground-source")
    expect(source).to_have_value('flowchart TB\n  A["Cache (Redis)"] --> B[API]')
    expect(ada.page.locator("[data-atlas=problem]")).to_have_count(0)
    ada.press("save-as-page")
    expect(ada.see("playground-said")).to_contain_text("Saved as diagrams/my-diagram.md")
    ada.page.reload()
    source = ada.page.locator("[data-atlas=playground-source]").first
    source.wait_for(state="attached")
    expect(source).to_have_value('flowchart TB\n  A["Cache (Redis)"] --> B[API]')


def test_a_kind_of_its_own_is_drawn_by_mermaid_in_playground_and_reader(visit: Visit) -> None:
    lin = visit("lin")
    open_playground(lin)
    write(lin, "gitGraph\n  commit\n  branch feature\n  commit\n  checkout main\n  merge feature")
    lin.page.locator("[data-atlas=foreign][data-state=drawn] img").wait_for()
    lin.shot("git-graph")
    write(lin, "gitGraph\n  commit\n  brnch feature")
    expect(lin.see("problem")).to_contain_text("Line 3")
    lin.page.locator("[data-atlas=page-row]", has_text="Diagrams of many kinds").first.click()
    page = lin.page.locator("[data-atlas=reader]:visible")
    page.locator("[data-atlas=diagram]").last.scroll_into_view_if_needed()
    figure = page.locator("[data-atlas=foreign]").last
    expect(figure).to_have_attribute("data-state", "drawn", timeout=60_000)
    expect(figure.get_by_label("Source text")).to_be_visible()
    lin.shot("foreign-in-reader")


def test_a_diagram_is_drawn_from_memory_compared_and_scored(visit: Visit) -> None:
    ada = visit("ada")
    ada.page.locator("[data-atlas=page-row]", has_text="retry storm").first.click()
    shop = ada.page.locator("[data-atlas=diagram]").first
    shop.locator("[data-node]").first.wait_for(state="attached")
    shop.locator("[data-atlas=draw-from-memory]").click()
    expect(ada.see("playground-title")).to_contain_text("Draw from memory")
    write(ada, FROM_MEMORY)
    picture = ada.page.locator("[data-atlas=playground-picture]:visible [data-node=db]")
    picture.wait_for(state="attached")
    ada.shot("from-memory")
    with ada.page.expect_request(lambda sent: "diagram.drawn" in (sent.post_data or "")):
        ada.press("compare")
    score = ada.see("drawing-score")
    first = float(score.get_attribute("data-score") or "nan")
    assert 0.2 < first < 0.8
    result = ada.see("drawing-result")
    expect(result).to_contain_text('"Checkout" \N{RIGHTWARDS ARROW} "Payment" runs the other way')
    expect(result).to_contain_text('the page says "p99: 15 ms", you wrote "p99: 50 ms"')
    on_the_page = result.locator("[data-atlas=result-page] .atlas-Marks text")
    assert set(on_the_page.all_text_contents()) >= {"\N{MINUS SIGN}", "\N{NOT EQUAL TO}"}
    expect(result.locator("[data-atlas=checklist] > li")).to_have_count(8)
    ada.shot("compared")
    assert ada.violations("[data-atlas=playground]:has([data-atlas=drawing-score])") == []
    questions = result.locator("[data-atlas=drawing-question]")
    for number in range(questions.count()):
        questions.nth(number).locator("input").first.check()
        expect(questions.nth(number).locator(".atlas-Result-why")).to_be_visible()
    ada.shot("answered")
    ada.use_theme(light=False)
    ada.page.locator("[data-atlas=drawing-score]").scroll_into_view_if_needed()
    ada.shot("dark-compared")
    assert ada.violations("[data-atlas=playground]:has([data-atlas=drawing-score])") == []
    ada.press("drawing-back")
    ada.shot("dark-drawing")
    assert ada.violations("[data-atlas=playground]:has([data-atlas=compare])") == []
    ada.use_theme(light=True)


def test_all_of_it_works_by_keyboard(visit: Visit) -> None:
    lin = visit("lin")
    keyboard = lin.page.keyboard
    lin.page.locator("[data-atlas=open-playground]").focus()
    keyboard.press("Enter")
    source = lin.see("playground-source")
    expect(source).to_be_focused()
    keyboard.press("Control+a")
    keyboard.type("flowchart TB\n  A[Cache (Redis)] --> B")
    lin.see("apply-repairs")
    for _ in range(12):
        keyboard.press("Tab")
        if lin.page.evaluate("document.activeElement?.dataset.atlas") == "apply-repairs":
            break
    keyboard.press("Enter")
    expect(source).to_be_focused()
    expect(source).to_have_value('flowchart TB\n  A["Cache (Redis)"] --> B')
    lin.page.locator("[data-atlas=problem]").wait_for(state="detached")
    for _ in range(20):
        keyboard.press("Tab")
        if lin.page.evaluate("document.activeElement?.dataset.node") == "A":
            break
    keyboard.press("ArrowDown")
    assert lin.page.evaluate("document.activeElement?.dataset.node") == "B"
