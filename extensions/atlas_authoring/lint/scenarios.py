"""Scenarios in front matter: read them, and bind each to the diagram that it names."""

from collections.abc import Iterator

from atlas_core.sim.flow.scenario import ScenarioError, bind, read_scenarios

from atlas_authoring.lint.rule import Found, Subject


def wrong(subject: Subject) -> Iterator[Found]:
    """Report each scenario that could not be used, at the line of what is wrong with it."""
    scenarios, problems = read_scenarios(subject.draft.source)
    for problem in problems:
        yield Found(line=problem.line, sentence=problem.sentence)
    count = len(subject.diagrams)
    for scenario in scenarios:
        if not 1 <= scenario.diagram <= count:
            has = f"diagrams 1 to {count}" if count else "no diagram"
            sentence = f"`{scenario.id}` runs diagram {scenario.diagram}; the page has {has}."
            yield Found(line=scenario.line, sentence=sentence)
            continue
        try:
            bind(subject.diagrams[scenario.diagram - 1], scenario)
        except ScenarioError as error:
            yield Found(line=error.line, sentence=error.sentence)
