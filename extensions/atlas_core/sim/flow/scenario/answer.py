"""What a browser needs to run a diagram by itself: the answer of `GET atlas/simulation?diagram=`.

Pure: a Diagram and the text of its page go in. Everything is in terms of the model, so that no
Python is asked again: the browser changes numbers in `model` and encodes the program itself.
"""

from dataclasses import dataclass

from markdown_it import MarkdownIt
from pydantic import TypeAdapter

from atlas_core.diagram.model import Diagram
from atlas_core.sim.flow.diagram import NotRunnableError, read_model
from atlas_core.sim.flow.estimate import estimate
from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.parameter import Parameter, assumed_share
from atlas_core.sim.flow.scenario.bind import Bound, bind
from atlas_core.sim.flow.scenario.page import Chart, PageScenario, Prediction
from atlas_core.sim.flow.scenario.problem import ScenarioError
from atlas_core.sim.flow.scenario.read import read_scenarios
from atlas_core.sim.flow.simulate import lasting_s
from atlas_core.sim.flow.validation import FlowError

ANSWER_VERSION = 1
_STRUCTURE_ONLY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedRun:
    """One run. `load_per_s` is the mean load over it; `parameters` are those of `model`."""

    title: str
    model: FlowModel
    scenario: Scenario
    load_per_s: float
    assumed_share: float
    structure_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedScenario:
    """A scenario of the page. `explanation` is Markdown, `explanation_html` the same as HTML."""

    id: str
    title: str
    run: PreparedRun
    compare: PreparedRun | None
    watch: tuple[Chart, ...]
    predict: Prediction | None
    explanation: str
    explanation_html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationAnswer:
    """Whether a diagram can be run, `why` not, and all that a run needs.

    `plain` is the diagram without a scenario; None where it can't be run. `calls` maps edge ids to
    call ids. `scale` is what load and servers of `plain` were multiplied with. `left_out` says what
    of the diagram is not simulated, `problems` which scenarios could not be used, a sentence each.
    """

    runnable: bool
    why: str
    plain: PreparedRun | None
    calls: dict[str, str]
    scale: float
    left_out: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    scenarios: tuple[PreparedScenario, ...]
    problems: tuple[str, ...]
    version: int = ANSWER_VERSION


_ANSWER = TypeAdapter(SimulationAnswer)
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def encode_answer(answer: SimulationAnswer) -> str:
    """JSON text of one line."""
    return _ANSWER.dump_json(answer).decode()


def simulation_answer(
    diagram: Diagram, page_source: str, ordinal: int, scenario_file: str = ""
) -> SimulationAnswer:
    """The answer for one diagram: the `ordinal`-th of its page, from 1. Never raises for content.

    `page_source` is the page's text, whose front matter holds scenarios; `scenario_file` that of
    the `.scenario.yaml` beside it.
    """
    scenarios, faulty = read_scenarios(page_source, scenario_file)
    sentences = [error.told() for error in faulty]
    try:
        reading = read_model(diagram)
    except (NotRunnableError, FlowError) as error:
        return SimulationAnswer(
            runnable=False,
            why=str(error),
            plain=None,
            calls={},
            scale=1.0,
            left_out=(),
            parameters=(),
            scenarios=(),
            problems=tuple(sentences),
        )
    prepared = []
    for scenario in scenarios:
        if scenario.diagram != ordinal:
            continue
        try:
            prepared.append(_prepared(scenario, bind(diagram, scenario)))
        except ScenarioError as error:
            sentences.append(error.told())
    plain = Scenario(duration_s=lasting_s(reading))
    return SimulationAnswer(
        runnable=True,
        why="",
        plain=_run("", reading.model, plain),
        calls=dict(reading.calls),
        scale=reading.scale,
        left_out=reading.left_out,
        parameters=reading.model.parameters,
        scenarios=tuple(prepared),
        problems=tuple(sentences),
    )


def _prepared(scenario: PageScenario, bound: tuple[Bound, ...]) -> PreparedScenario:
    runs = [_run(each.title, each.model, each.scenario) for each in bound]
    return PreparedScenario(
        id=scenario.id,
        title=scenario.title,
        run=runs[0],
        compare=runs[1] if len(runs) > 1 else None,
        watch=scenario.watch,
        predict=scenario.predict,
        explanation=scenario.explanation,
        explanation_html=_MARKDOWN.render(scenario.explanation),
    )


def _run(title: str, model: FlowModel, scenario: Scenario) -> PreparedRun:
    share = assumed_share(model.parameters)
    return PreparedRun(
        title=title,
        model=model,
        scenario=scenario,
        load_per_s=estimate(model, scenario.duration_s).throughput_per_s,
        assumed_share=share,
        structure_only=share > _STRUCTURE_ONLY,
    )
