"""The checklist: what a drawing shows, what is asked, and what does not count."""

from dataclasses import replace

import pytest
from atlas_core.quiz import assess
from atlas_core.quiz.model import Item
from quiz_diagrams import SHOP, read


def test_a_perfect_drawing_has_full_marks_in_what_a_drawing_shows() -> None:
    assessment = assess(read(SHOP), read(SHOP))
    ratios = {each.item: each.ratio for each in assessment.checklist}
    assert list(ratios) == list(Item)
    shown = (Item.STRUCTURE, Item.LABELS, Item.METRICS, Item.DATA_FLOW)
    assert [ratios[item] for item in shown] == [1.0, 1.0, 1.0, 1.0]
    assert assessment.score == 1.0


def test_what_a_drawing_can_not_show_is_asked_from_the_page() -> None:
    questions = {question.item: question for question in assess(read(SHOP), read(SHOP)).questions}
    assert set(questions) == {Item.TRADE_OFFS, Item.FAILURES, Item.ALTERNATIVES, Item.COSTS}
    failure = questions[Item.FAILURES]
    assert failure.text == '"Ledger database" crashes. Which of these can\'t do its work any more?'
    assert failure.options[failure.right] == '"Shoppers"'
    cost = questions[Item.COSTS]
    assert cost.text == "Which of these takes longest, as the page states it?"
    assert cost.options[cost.right] == '"Ledger database"'
    assert cost.why == 'The page says: "Ledger database": p99: 15ms; "Load balancer": p99: 10ms.'
    other = questions[Item.ALTERNATIVES]
    assert other.text == "Redis is the cache here. Which of these could do the same job?"
    assert other.options[other.right] == "Memcached"
    price = questions[Item.TRADE_OFFS]
    assert price.text == '"Session cache (Redis)" is a cache. What does the design pay for it?'


def test_answers_count_and_a_wrong_one_is_told_the_right_one() -> None:
    page = read(SHOP)
    right = {question.item: question.right for question in assess(page, page).questions}
    assert assess(page, page, right).score == 1.0
    wrong = {**right, Item.COSTS: (right[Item.COSTS] + 1) % 2}
    assessment = assess(page, page, wrong)
    assert assessment.score == pytest.approx(7 / 8)
    (cost,) = [each for each in assessment.checklist if each.item is Item.COSTS]
    assert cost.sentence == 'The answer is: "Ledger database".'


def test_what_the_page_does_not_state_does_not_count() -> None:
    page = read("flowchart TB\n  A[Apples] --> B[Pears]\n")
    assessment = assess(page, page)
    counted = {each.item for each in assessment.checklist if each.ratio is not None}
    assert counted == {Item.STRUCTURE, Item.LABELS, Item.DATA_FLOW}
    (metrics,) = [each for each in assessment.checklist if each.item is Item.METRICS]
    assert metrics.sentence == "The page states no number."


def test_half_a_drawing_has_about_half_the_marks() -> None:
    page = read(SHOP)
    half = replace(page, nodes=page.nodes[:3], edges=(), groups=page.groups[:1])
    by_item = {each.item: each for each in assess(half, page).checklist}
    assert by_item[Item.STRUCTURE].sentence == "4 of 7 parts are there and in their place."
    assert by_item[Item.DATA_FLOW].ratio == 0.0


def test_the_same_diagram_gives_the_same_questions() -> None:
    page = read(SHOP)
    assert assess(page, page).questions == assess(replace(page, nodes=()), page).questions
