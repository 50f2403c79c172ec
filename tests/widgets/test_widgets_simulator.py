"""The simulator as a Python object: what travels to the browser, and in which pieces."""

import json
import zlib

import pytest
from atlas_core.catalogue import Bundle
from atlas_core.diagram import Diagram, Edge, Node
from atlas_core.diagram.model import Source
from atlas_core.diagram.vocabulary import Kind
from atlas_core.sim.flow.model import Scenario
from atlas_core.sim.flow.result import Run
from atlas_core.sim.flow.run import run_model
from atlas_core.sim.flow.scenario import SimulationAnswer, simulation_answer
from atlas_core.trace.block import decode_entries, read_blocks
from atlas_widgets import NotRunnableHereError, SimulatorWidget, UnknownScenarioError
from atlas_widgets.simulator import MIME, PIECE_BYTES

PAGE = """---
scenarios:
  - id: storm
    title: A storm
    load: 20 req/s
    duration: 5 s
---
"""


def bundle(*, called: bool = True) -> Bundle:
    nodes = (Node(id="web", lines=("Web app",)), Node(id="api", lines=("Checkout API",)))
    diagram = Diagram(
        id="course/storm#1",
        kind=Kind.FLOWCHART,
        title="Checkout",
        source=Source(path="storm.md", line=3, text=""),
        typed=True,
        nodes=nodes,
        edges=(Edge(id="e0", source="web", target="api"),) if called else (),
    )
    return Bundle(diagram=diagram, geometry=None, svg=None)


def answer(of: Bundle) -> SimulationAnswer:
    return simulation_answer(of.diagram, PAGE, 1)


class Browser:
    """What a browser gets of a widget, and what it says."""

    def __init__(self, widget: SimulatorWidget) -> None:
        self.widget = widget
        self.got: list[tuple[dict[str, object], bytes]] = []
        widget.send = lambda told, buffers=(): self.got.append((told, b"".join(buffers)))

    def say(self, **told: object) -> None:
        self.widget._on_message(self.widget, told, [])

    def joined(self, name: str) -> bytes:
        return b"".join(data for told, data in self.got if told["type"] == f"{name}:chunk")


def a_run(duration_s: float) -> Run:
    prepared = answer(bundle()).scenarios[0].run
    return run_model(prepared.model, Scenario(duration_s=duration_s))


def test_the_browser_gets_the_page_s_numbers_when_it_asks_and_no_trait_holds_them() -> None:
    widget = SimulatorWidget(bundle(), answer(bundle()), scenario="storm")
    state = widget.get_state()
    assert len(json.dumps({key: str(value) for key, value in state.items()})) < 64 * 1024
    browser = Browser(widget)
    browser.say(type="simulation:request")
    saved = json.loads(browser.joined("simulation"))
    assert saved["scenario"] == "storm"
    assert saved["answer"]["scenarios"][0]["run"]["scenario"]["duration_s"] == 5


def test_a_saved_notebook_runs_without_a_kernel() -> None:
    shown = SimulatorWidget(bundle(), answer(bundle()))._repr_mimebundle_()
    saved = shown[MIME]
    assert isinstance(saved, dict)
    assert saved["answer"]["runnable"] is True
    assert shown["text/plain"] == "course/storm#1: Checkout (simulator)"


def test_a_run_of_python_s_comes_whole_piece_by_piece() -> None:
    run = a_run(60.0)
    widget = SimulatorWidget(bundle(), answer(bundle()))
    browser = Browser(widget)
    widget.show_run(run)
    offer = browser.got[0][0]
    assert offer["type"] == "run:offer"
    count = offer["count"]
    assert isinstance(count, int)
    for index in range(count):
        browser.say(type="run:request", index=index)
    assert all(len(data) <= PIECE_BYTES for _, data in browser.got)
    blocks = read_blocks(zlib.decompress(browser.joined("run")))
    entries = [entry for block in blocks for entry in decode_entries(block)]
    assert run.trace is not None
    assert entries == list(run.trace)


@pytest.mark.parametrize("index", [-1, "0", None, 10**9])
def test_a_piece_that_is_none_harms_nothing(index: object) -> None:
    widget = SimulatorWidget(bundle(), answer(bundle()))
    browser = Browser(widget)
    widget.show_run(a_run(1.0))
    browser.say(type="run:request", index=index)
    assert b"".join(data for _, data in browser.got) == b""


def test_what_can_not_be_opened_is_said_in_a_sentence() -> None:
    with pytest.raises(UnknownScenarioError, match="no scenario 'stom'; it has storm"):
        SimulatorWidget(bundle(), answer(bundle()), scenario="stom")
    lonely = bundle(called=False)
    with pytest.raises(NotRunnableHereError, match="shows decisions, not machines"):
        SimulatorWidget(lonely, answer(lonely))
