"""The mastery checklist: four items from the drawing, four from short questions.

A drawing shows structure, labels, metrics and data flow. Trade-offs, failures, alternatives and
costs are asked; an item without a question, or without an answer, has no ratio and does not count.
"""

from collections.abc import Mapping

from atlas_core.diagram.model import Diagram
from atlas_core.quiz.compare import compare
from atlas_core.quiz.model import Assessment, Item, ItemScore, Question, Tally
from atlas_core.quiz.questions import questions_about


def assess(drawn: Diagram, page: Diagram, answers: Mapping[Item, int] | None = None) -> Assessment:
    """Compare, ask and score. `answers` are the options chosen so far, from 0, by item."""
    comparison = compare(drawn, page)
    questions = questions_about(page)
    shown = {
        Item.STRUCTURE: ("parts are there and in their place", comparison.structure),
        Item.LABELS: ("names and labels are right", comparison.labels),
        Item.METRICS: ("numbers are right", comparison.metrics),
        Item.DATA_FLOW: ("connections run as they should", comparison.data_flow),
    }
    asked = {question.item: question for question in questions}
    checklist = tuple(
        _shown(item, *shown[item])
        if item in shown
        else _asked(item, asked.get(item), (answers or {}).get(item))
        for item in Item
    )
    ratios = [each.ratio for each in checklist if each.ratio is not None]
    return Assessment(
        comparison=comparison,
        questions=questions,
        checklist=checklist,
        score=round(sum(ratios) / len(ratios), 4) if ratios else 0.0,
    )


def _shown(item: Item, what: str, tally: Tally) -> ItemScore:
    ratio = tally.ratio
    if ratio is None:
        nothing = (
            "The page states no number." if item is Item.METRICS else "There is nothing to draw."
        )
        return ItemScore(item=item, ratio=None, sentence=nothing)
    right = f"{tally.right:g}"
    extra = f", {tally.extra} too many" if tally.extra else ""
    sentence = f"{right} of {tally.total} {what}{extra}."
    return ItemScore(item=item, ratio=round(ratio, 4), sentence=sentence)


def _asked(item: Item, question: Question | None, answer: int | None) -> ItemScore:
    if question is None:
        sentence = "This diagram gives no ground for a question."
        return ItemScore(item=item, ratio=None, sentence=sentence)
    if answer is None:
        return ItemScore(item=item, ratio=None, sentence="Answer the question below.")
    if answer == question.right:
        return ItemScore(item=item, ratio=1.0, sentence="You answered right.")
    right = question.options[question.right]
    return ItemScore(item=item, ratio=0.0, sentence=f"The answer is: {right}.")
