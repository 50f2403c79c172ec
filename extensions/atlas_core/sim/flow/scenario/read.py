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
from atlas_core.sim.flow.scenario.page import Chart, Metric, PageScenario, Prediction, Variant
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


def read_scenarios(page: str) -> tuple[tuple[PageScenario, ...], tuple[ScenarioError, ...]]:
    """The scenarios of a page's text, and what is wrong with those that are left out.

    Lines count in the page. Front matter that can't be read holds none; who reads it complains.
    """
    yaml_text, _ = split_front_matter(page)
    if yaml_text is None or "scenarios" not in yaml_text:
        return (), ()
    try:
        tree = read_written(yaml_text)
    except YamlError:
        return (), ()
    given = tree.get("scenarios")
    if given is None:
        return (), ()
    found: list[PageScenario] = []
    problems: list[ScenarioError] = []
    try:
        items = values.items_of(given, "`scenarios`")
        if len(items) > SCENARIOS_MAX:
            raise ScenarioError(given.line, f"A page has at most {SCENARIOS_MAX} scenarios.")
    except ScenarioError as error:
        return (), (_in_page(error),)
    for item in items:
        try:
            scenario = read_scenario(item)
            if scenario.id in {other.id for other in found}:
                sentence = f"Two scenarios are called `{scenario.id}`; rename one."
                raise ScenarioError(item.line, sentence)
            found.append(scenario)
        except ScenarioError as error:
            problems.append(_in_page(error))
    return tuple(found), tuple(problems)


def _in_page(error: ScenarioError) -> ScenarioError:
    """YAML lines count from 0, and the fence stands above them."""
    return ScenarioError(error.line + 2, error.sentence)


def read_scenario(tree: Written) -> PageScenario:
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
    scenario = PageScenario(id=name, title=title, line=tree.line + 2, run=run)
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
        line=tree.line + 2,
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
