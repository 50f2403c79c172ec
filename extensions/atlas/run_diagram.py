"""Running a diagram from a notebook, with the words that a page's scenarios have."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from atlas_core.catalogue import Catalogue, CatalogueUnreadableError, NotInCatalogueError
from atlas_core.diagram.model import Diagram
from atlas_core.page.plain import Plain, as_written
from atlas_core.page.yaml_text import FILE_BYTES_MAX, YamlError, read_written
from atlas_core.sim.flow.scenario import Bound, PageScenario, ScenarioError, bind, read_scenarios
from atlas_core.sim.flow.scenario.read import read_scenario
from atlas_engine import run_model
from atlas_widgets import DiagramWidget

from atlas.diagram import NO_CATALOGUE, DiagramNotFoundError
from atlas.result import Result

CSV_BYTES_MAX = 16 * 1024 * 1024
Load = str | float | Path | Mapping[str, Plain] | Sequence[Plain]


class SimulationError(ValueError):
    """What was asked for can't be run; the text says why and what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A diagram, and the texts that hold its scenarios: its page's, and the file's beside it."""

    diagram: Diagram
    page: str
    scenario_file: str = ""


def simulate(
    diagram: str | Diagram | DiagramWidget,
    *,
    load: Load | None = None,
    faults: Sequence[Mapping[str, Plain]] = (),
    parameters: Mapping[str, Mapping[str, Plain]] | None = None,
    duration: str | float = "60 s",
    seed: int = 1,
    scenario: str | Path | None = None,
) -> Result:
    """Run a diagram, such as "retry-storm#2", and return what happened.

    `load` is requests a second, a text such as "80 req/s", a shape as in a scenario, or the path of
    a CSV of `seconds,requests a second`. `faults` and `parameters` are those of a scenario:
    `faults=[{"kind": "pause", "target": "PAY", "from": "10 s", "until": "13 s"}]`. With `scenario`,
    the id of one of the page's or a YAML file with one, that one is run and nothing else is taken.
    Raises SimulationError with one sentence, DiagramNotFoundError.
    """
    asked = look_up(diagram)
    try:
        if scenario is not None:
            return _result(asked, bind(asked.diagram, _scenario(asked, scenario))[0])
        return _result(
            asked,
            prepared(
                asked.diagram,
                load=load,
                faults=faults,
                parameters=parameters or {},
                duration=duration,
                seed=seed,
            ),
        )
    except ScenarioError as error:
        raise SimulationError(error.sentence) from None


def look_up(diagram: str | Diagram | DiagramWidget) -> Asked:
    """The diagram that is meant. Raises DiagramNotFoundError."""
    if isinstance(diagram, Diagram):
        return Asked(diagram=diagram, page="")
    name = diagram.diagram.id if isinstance(diagram, DiagramWidget) else diagram
    path = os.environ.get("ATLAS_CATALOGUE")
    if not path:
        if isinstance(diagram, DiagramWidget):
            return Asked(diagram=diagram.diagram, page="")
        raise DiagramNotFoundError(NO_CATALOGUE)
    try:
        with Catalogue.open(path) as catalogue:
            found = catalogue.diagram(name).diagram
            page = catalogue.page(found.id.rpartition("#")[0])
            return Asked(diagram=found, page=page.source, scenario_file=page.scenario_file)
    except (CatalogueUnreadableError, NotInCatalogueError) as error:
        raise DiagramNotFoundError(error.sentence) from None


def _scenario(asked: Asked, meant: str | Path) -> PageScenario:
    if isinstance(meant, str) and not meant.endswith((".yaml", ".yml")):
        return scenario_named(asked, meant)
    return scenario_in(meant)


def scenario_in(file: str | Path) -> PageScenario:
    """The one scenario of a YAML file. Raises SimulationError, which names file and line."""
    path = Path(file)
    text = _text(path, FILE_BYTES_MAX, "a scenario is shorter")
    try:
        return read_scenario(read_written(text), beside=True)
    except (ScenarioError, YamlError) as error:
        sentence = f"{path.name}, line {error.line + 1}: {error.sentence}"
        raise SimulationError(sentence) from None


def scenario_named(asked: Asked, name: str) -> PageScenario:
    """The page's scenario with this id. Raises SimulationError."""
    found, problems = read_scenarios(asked.page, asked.scenario_file)
    own = [each for each in found if str(each.diagram) == asked.diagram.id.rpartition("#")[2]]
    for each in own:
        if each.id == name:
            return each
    if problems:
        raise SimulationError(problems[0].told())
    names = ", ".join(each.id for each in own) or "none"
    raise SimulationError(f"The diagram has no scenario `{name[:60]}`; it has {names}.")


def prepared(
    diagram: Diagram,
    *,
    load: Load | None,
    faults: Sequence[Mapping[str, Plain]],
    parameters: Mapping[str, Mapping[str, Plain]],
    duration: str | float,
    seed: int,
) -> Bound:
    """The run that is asked for. Raises ScenarioError, SimulationError."""
    said: dict[str, Plain] = {
        "id": "notebook",
        "duration": duration if isinstance(duration, str) else f"{duration} s",
        "seed": seed,
        "faults": list(faults),
        "parameters": dict(parameters),
    }
    if load is not None:
        said["load"] = _load(load)
    asked = replace(read_scenario(as_written(said)), id="")  # its numbers are "set by you"
    return bind(diagram, asked)[0]


def _load(load: Load) -> Plain:
    if isinstance(load, Path) or (isinstance(load, str) and load.endswith(".csv")):
        return {"shape": "csv", "data": _csv(Path(load))}
    if isinstance(load, int | float):
        return f"{load!r} req/s"
    return load


def _csv(path: Path) -> str:
    return _text(path, CSV_BYTES_MAX, "give means over longer times")


def _text(path: Path, most: int, remedy: str) -> str:
    """The text of a file, of which never more than `most` bytes are read."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise SimulationError(f"{path.name} can't be read: {error.strerror}.") from None
    if len(data) > most:
        raise SimulationError(f"{path.name} is larger than {most >> 20} MB; {remedy}.")
    return data.decode("utf-8", "replace")


def _result(asked: Asked, bound: Bound) -> Result:
    run = run_model(bound.model, bound.scenario)
    return Result(run=run, bound=bound, diagram=asked.diagram)
