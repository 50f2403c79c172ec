"""Scenarios of a page: read them, and bind each to the diagram that it names."""

from collections.abc import Iterator

from atlas_core.sim.flow.scenario import ScenarioError, bind, read_scenarios

from atlas_authoring.lint.rule import Found, Subject


def wrong(subject: Subject) -> Iterator[Found]:
    """Report each scenario that could not be used, at the line of what is wrong with it."""
    scenarios, problems = read_scenarios(subject.draft.source, subject.draft.scenario_file)
    for problem in problems:
        yield _found(problem)
    count = len(subject.diagrams)
    for scenario in scenarios:
        if not 1 <= scenario.diagram <= count:
            has = f"diagrams 1 to {count}" if count else "no diagram"
            sentence = f"`{scenario.id}` runs diagram {scenario.diagram}; the page has {has}."
            yield _found(ScenarioError(scenario.line, sentence, beside=scenario.beside))
            continue
        try:
            bind(subject.diagrams[scenario.diagram - 1], scenario)
        except ScenarioError as error:
            yield _found(error)


def _found(error: ScenarioError) -> Found:
    """A line of the page; what is wrong beside it stands at its top and names its own line."""
    if error.beside:
        return Found(line=1, sentence=error.told())
    return Found(line=error.line, sentence=error.sentence)
