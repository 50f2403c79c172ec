from collections.abc import Callable

import pytest
from atlas_core.catalogue import Catalogue
from atlas_core.retrieve import retrieve
from atlas_core.retrieve.question import synonyms_of, topic_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BuildTree = Callable[..., Catalogue]

FILLER = " ".join(["It goes on for a while and says nothing in particular about it."] * 4)
PAGES = {
    "storm.md": f"# Retry storm\n\n## Why\n\nRetries multiply the load on a server. {FILLER}\n",
    "cache.md": f"# Caching\n\n## Stampede\n\nA dogpile forms when a hot key expires. {FILLER}\n",
    "raft.md": f"# Raft\n\n## Elections\n\nA majority elects the leader for a term. {FILLER}\n",
    "many.md": "# Many\n\n"
    + "".join(f"## Part {n}\n\nA server has load, part {n}. {FILLER}\n\n" for n in range(6)),
}


def test_the_passage_that_answers_comes_first_with_what_a_citation_needs(
    build_tree: BuildTree,
) -> None:
    first = retrieve(build_tree(PAGES), "Why do retries multiply the load?")[0]
    assert (first.n, first.page, first.anchor) == (1, "docs/storm", "why")
    assert (first.title, first.heading) == ("Retry storm", "Why")
    assert first.excerpt.startswith("Retries multiply the load")
    assert first.excerpt in first.text.replace("\n", " ")


def test_the_fields_own_synonyms_are_known(build_tree: BuildTree) -> None:
    found = retrieve(build_tree(PAGES), "What is a thundering herd?")
    assert [citation.page for citation in found] == ["docs/cache"]


def test_at_most_two_passages_come_from_one_page(build_tree: BuildTree) -> None:
    found = retrieve(build_tree(PAGES), "server load part")
    assert [citation.page for citation in found].count("docs/many") == 2
    assert [citation.n for citation in found] == list(range(1, len(found) + 1))


def test_the_page_that_the_learner_reads_is_preferred(build_tree: BuildTree) -> None:
    same = f"# P\n\n## S\n\nA quorum is more than half of the nodes. {FILLER}\n"
    catalogue = build_tree({"a.md": same, "b.md": same.replace("# P", "# Q", 1)})
    assert retrieve(catalogue, "What is a quorum?")[0].page == "docs/a"
    assert retrieve(catalogue, "What is a quorum?", page="docs/b")[0].page == "docs/b"


def test_a_diagram_answers_by_the_words_of_its_boxes(awkward_catalogue: Catalogue) -> None:
    found = retrieve(awkward_catalogue, "stateDiagram")
    assert any(citation.text.startswith("Diagram, ") for citation in found)


def test_words_of_asking_are_no_topic_but_a_question_of_nothing_else_keeps_them() -> None:
    assert topic_of("What is the difference between a leader and a follower?") == (
        *("leader", "follower"),
    )
    assert topic_of("what is it") == ("what", "is", "it")
    assert "primary" in synonyms_of("who is the leader", ("leader",))


@pytest.mark.parametrize("question", ["", "   ", "?!", "\0"])
def test_an_empty_question_has_no_citations(build_tree: BuildTree, question: str) -> None:
    assert retrieve(build_tree(PAGES), question) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(question=st.text(max_size=200))
def test_any_question_is_answered_or_not_but_never_fails(
    awkward_catalogue: Catalogue, question: str
) -> None:
    assert len(retrieve(awkward_catalogue, question, page="tree", limit=3)) <= 3


def test_passages_are_of_a_size_to_read(build_tree: BuildTree) -> None:
    text = "# T\n\n" + "\n\n".join(f"Sentence {n} has about seven words in." for n in range(200))
    passages = build_tree({"p.md": text, "q.md": "# Q\n\n" + "word " * 1000}).passages()
    lengths = [len(passage.text.split()) for passage in passages]
    assert all(25 <= length <= 225 for length in lengths)
    assert sum(length < 80 for length in lengths) <= 1  # the rest of a section
    assert sum(lengths) == 200 * 7 + 1000
