"""Reads `scenarios:` of a page's front matter; `bind` gives them their diagram."""

import re
from dataclasses import replace

from atlas_core.page.front_matter import split_front_matter
from atlas_core.page.yaml_text import Written, YamlError, read_written
from atlas_core.sim.flow.model import Call, Station
from atlas_core.sim.flow.scenario import values
from atlas_core.sim.flow.scenario.call import CALL_KEYS
from atlas_core.sim.flow.scenario.fault import read_faults
from atlas_core.sim.flow.scenario.key import put_all
from atlas_core.sim.flow.scenario.load import read_loads
from atlas_core.sim.flow.scenario.page import (
    Chart,
    Metric,
    PageScenario,
    Prediction,
    Variant,
    first_line,
)
from atlas_core.sim.flow.scenario.problem import ScenarioError
from atlas_core.sim.flow.scenario.station import STATION_KEYS

VARIANT_KEYS = ("title", "load", "parameters", "faults")
SCENARIO_KEYS = (
    *("id", "diagram", "title", "duration", "seed", "load", "parameters", "faults"),
    *("watch", "compare", "predict", "explanation"),
)
PREDICT_KEYS = ("question", "answer", "choices", "right", "unit")
SCENARIOS_MAX = 20
_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
_NOBODY = Call(id="", targets=())
_NOTHING = Station(id="")


def read_scenarios(
    page: str, beside: str = ""
) -> tuple[tuple[PageScenario, ...], tuple[ScenarioError, ...]]:
    """The scenarios of a page's text, and what is wrong with those that are left out.

    `beside` is the text of the page's `.scenario.yaml`: `scenarios:` as in front matter, or one
    scenario. Its scenarios come first and overrule those of the same id. Lines count in the page or
    in that file. Front matter that can't be read holds none; who reads it complains.
    """
    problems: list[ScenarioError] = []
    own = _of_file(beside, problems) if beside.strip() else {}
    found = own | {
        name: scenario for name, scenario in _of_page(page, problems).items() if name not in own
    }
    return tuple(found.values()), tuple(problems)


def _of_file(text: str, problems: list[ScenarioError]) -> dict[str, PageScenario]:
    try:
        tree = read_written(text)
    except YamlError as error:
        problems.append(ScenarioError(error.line + 1, error.sentence, beside=True))
        return {}
    given = tree.get("scenarios") or Written(line=0, items=(tree,))
    return _read_all(given, problems, beside=True)


def _of_page(page: str, problems: list[ScenarioError]) -> dict[str, PageScenario]:
    yaml_text, _ = split_front_matter(page)
    if yaml_text is None or "scenarios" not in yaml_text:
        return {}
    try:
        given = read_written(yaml_text).get("scenarios")
    except YamlError:
        return {}
    return {} if given is None else _read_all(given, problems, beside=False)


def _read_all(
    given: Written, problems: list[ScenarioError], *, beside: bool
) -> dict[str, PageScenario]:
    found: dict[str, PageScenario] = {}

    def complain(error: ScenarioError) -> None:
        line = error.line + first_line(beside=beside)
        problems.append(ScenarioError(line, error.sentence, beside=beside))

    try:
        items = values.items_of(given, "`scenarios`")
        if len(items) > SCENARIOS_MAX:
            raise ScenarioError(given.line, f"A page has at most {SCENARIOS_MAX} scenarios.")
    except ScenarioError as error:
        complain(error)
        return {}
    for item in items:
        try:
            scenario = read_scenario(item, beside=beside)
            if scenario.id in found:
                sentence = f"Two scenarios are called `{scenario.id}`; rename one."
                raise ScenarioError(item.line, sentence)
            found[scenario.id] = scenario
        except ScenarioError as error:
            complain(error)
    return found


def read_scenario(tree: Written, *, beside: bool = False) -> PageScenario:
    """One scenario. Raises ScenarioError whose line counts in the YAML, from 0."""
    given = dict(values.entries_of(tree, "A scenario", SCENARIO_KEYS))
    if "id" not in given:
        raise ScenarioError(tree.line, "A scenario needs an `id`.")
    name = values.text_of(given["id"], "`id`")
    if not _ID.match(name):
        sentence = "`id` is made of small letters, digits and dashes, at most 40."
        raise ScenarioError(given["id"].line, sentence)
    what = f"the scenario {name}"
    duration_s = values.time_s(given["duration"], "`duration`") if "duration" in given else 60.0
    title = values.text_of(given["title"], "`title`") if "title" in given else name
    run = _variant(tree, title, duration_s)
    line = tree.line + first_line(beside=beside)
    scenario = PageScenario(id=name, title=title, line=line, run=run, beside=beside)
    if "diagram" in given:
        scenario = replace(scenario, diagram=values.count(given["diagram"], "`diagram`"))
    if "seed" in given:
        scenario = replace(scenario, seed=values.count(given["seed"], "`seed`"))
    if "watch" in given:
        items = values.items_of(given["watch"], f"`watch` of {what}")
        watch = tuple(values.word(item, f"`watch` of {what}", Chart) for item in items)
        scenario = replace(scenario, watch=watch)
    if "compare" in given:
        scenario = replace(scenario, compare=_compared(given["compare"], run, duration_s))
    if "predict" in given:
        scenario = replace(scenario, predict=_prediction(given["predict"]))
    if "explanation" in given:
        text = values.text_of(given["explanation"], "`explanation`")
        scenario = replace(scenario, explanation=text)
    return replace(scenario, duration_s=duration_s)


def _variant(tree: Written, title: str, duration_s: float) -> Variant:
    load, parameters, faults = tree.get("load"), tree.get("parameters"), tree.get("faults")
    return Variant(
        title=title,
        line=tree.line,
        loads=read_loads(load, duration_s) if load else (),
        parameters=_parameters(parameters) if parameters else (),
        faults=read_faults(faults) if faults else (),
    )


def _parameters(tree: Written) -> tuple[tuple[str, Written], ...]:
    """Keyed by node or edge; each is read once here: a mistake is found without a diagram."""
    if tree.entries is None:
        raise ScenarioError(tree.line, "`parameters` are keyed by node, or by edge `A -> B`.")
    for name, value in tree.entries:
        if "->" in name:
            put_all(_NOBODY, value, name, CALL_KEYS)
        else:
            put_all(_NOTHING, value, name, STATION_KEYS)
    return tree.entries


def _compared(tree: Written, first: Variant, duration_s: float) -> Variant:
    """Run B: what it does not say is as in run A; parameters are laid over those of run A."""
    values.entries_of(tree, "`compare`", VARIANT_KEYS)
    title = tree.get("title")
    own = _variant(tree, values.text_of(title, "`title`") if title else "Run B", duration_s)
    return replace(
        own,
        loads=own.loads if tree.get("load") else first.loads,
        parameters=(*first.parameters, *own.parameters),
        faults=own.faults if tree.get("faults") else first.faults,
    )


def _prediction(tree: Written) -> Prediction:
    given = dict(values.entries_of(tree, "`predict`", PREDICT_KEYS))
    if "question" not in given or ("answer" in given) == ("choices" in given):
        raise ScenarioError(
            tree.line, "`predict` needs a `question`, and either an `answer` or `choices`."
        )
    question = values.text_of(given["question"], "`question`")
    if "answer" in given:
        answer = given["answer"]
        values.entries_of(answer, "`answer`", ("metric", "of"))
        metric, of = answer.get("metric"), answer.get("of")
        if metric is None:
            raise ScenarioError(answer.line, f"`answer` needs a `metric`: {', '.join(Metric)}.")
        return Prediction(
            question=question,
            metric=values.word(metric, "`metric`", Metric),
            of=values.text_of(of, "`of`") if of else "",
            unit=values.text_of(given["unit"], "`unit`") if "unit" in given else "",
        )
    choices = tuple(
        values.text_of(item, "A choice") for item in values.items_of(given["choices"], "`choices`")
    )
    right = values.count(given["right"], "`right`") if "right" in given else -1
    if not 0 <= right < len(choices):
        sentence = f"`right` is the number of the right choice, 0 to {len(choices) - 1}."
        raise ScenarioError(tree.line, sentence)
    return Prediction(question=question, choices=choices, right=right)
