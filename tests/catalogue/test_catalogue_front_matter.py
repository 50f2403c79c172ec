from atlas_core.page import Difficulty, SourceNote, read_front_matter
from hypothesis import given
from hypothesis import strategies as st


def codes(text: str) -> list[tuple[int, str]]:
    return [(c.line, c.code) for c in read_front_matter(text)[2]]


def test_every_key_of_a_complete_front_matter_is_read() -> None:
    text = """---
title: "A: b"
description: What it is
difficulty: Expert
estimated_time: 1 h 30 min
prerequisites: one thing
learning_outcomes: [a, b]
tags: [2024, yes, 1:30]
technologies: []
related: [x]
sources:
  - https://example.org
  - A book
  - {title: RFC, url: https://example.org/rfc, note: section 2}
last_reviewed: 2026-01-31
---
body"""
    matter, height, complaints = read_front_matter(text)
    assert complaints == []
    assert height == 16
    assert (matter.title, matter.difficulty, matter.minutes) == ("A: b", Difficulty.EXPERT, 90)
    assert matter.prerequisites == ("one thing",)
    assert matter.tags == ("2024", "yes", "1:30")
    assert matter.last_reviewed == "2026-01-31"
    assert matter.sources == (
        SourceNote(title="https://example.org", url="https://example.org"),
        SourceNote(title="A book"),
        SourceNote(title="RFC", url="https://example.org/rfc", note="section 2"),
    )


def test_an_unknown_key_is_reported_with_its_own_line() -> None:
    assert codes("---\ntitle: a\nhide: [toc]\n---\n") == [(3, "front-matter-key")]


def test_values_that_mean_nothing_are_reported_and_left_out() -> None:
    text = "---\ndifficulty: hard\nestimated_time: soon\ntags: {a: b}\nlast_reviewed: May\n---\n"
    matter, _, complaints = read_front_matter(text)
    assert [c.line for c in complaints] == [2, 3, 4, 5]
    assert (matter.difficulty, matter.minutes, matter.tags, matter.last_reviewed) == (
        *(None, None, ()),
        "",
    )


def test_broken_yaml_is_reported_where_it_breaks_and_takes_no_part_of_the_page() -> None:
    text = "---\ntitle: a\ntags: [b\n---\n# Page\n"
    _, height, complaints = read_front_matter(text)
    assert height == 4
    assert [c.code for c in complaints] == ["front-matter-yaml"]


def test_aliases_that_would_unfold_to_gigabytes_are_refused_at_once() -> None:
    levels = "".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert codes(f"---\nk0: &k0 [x]\n{levels}---\n") == [(3, "front-matter-yaml")]


def test_a_page_that_opens_with_a_rule_has_no_front_matter() -> None:
    assert read_front_matter("---\n\nProse, and then\n\n---\n")[1:] == (0, [])


def test_front_matter_that_is_never_closed_is_reported_and_stays_in_the_page() -> None:
    assert codes("---\ntitle: a\n\n# Page\n") == [(1, "front-matter-unclosed")]


@given(st.text())
def test_any_text_at_all_between_the_fences_is_read_or_reported(text: str) -> None:
    read_front_matter(f"---\n{text}\n---\n")


@given(st.text(alphabet="-:[]{}&*!|>'\"#%@`, \n\tab1?", max_size=60))
def test_any_heap_of_yaml_signs_is_read_or_reported(text: str) -> None:
    read_front_matter(f"---\n{text}\n---\n")
