"""`atlas build` as a whole: nothing stops it, nothing changes without cause."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from atlas_authoring.build import OutputError, Report, TreeError, build
from atlas_authoring.diagrams import Block, Built, NodeMissingError
from atlas_authoring.trees import PAGE_BYTES_MAX
from atlas_core.catalogue import Catalogue
from catalogue_workshop import CountingWorkshop, OnProgress, draw_nothing

WriteTree = Callable[..., Path]
BuildTree = Callable[..., Catalogue]
ReportOf = Callable[..., Report]


def codes(catalogue: Catalogue) -> set[tuple[str, str]]:
    return {(problem.path, problem.code) for problem in catalogue.problems()}


def test_every_trouble_of_the_awkward_tree_is_reported_and_every_page_is_there(
    awkward_catalogue: Catalogue,
) -> None:
    assert {
        ("tree/alias-bomb.md", "front-matter-yaml"),
        ("tree/alias-bomb.md", "title-missing"),
        ("tree/broken-yaml.md", "front-matter-yaml"),
        ("tree/bytes.md", "encoding"),
        ("tree/dangling.md", "file-unreadable"),
        ("tree/foreign-keys.md", "front-matter-key"),
        ("tree/foreign-keys.md", "front-matter-twice"),
        ("tree/html.md", "html-dropped"),
        ("tree/html.md", "picture"),
        ("tree/index.md", "link-broken"),
        ("tree/lesson/exercises/no-points/exercise.md", "exercise"),
        ("tree/lesson/index.md", "colons-unknown"),
        ("tree/lesson/index.md", "exercise-missing"),
        ("tree/lesson/index.md", "quiz"),
        ("tree/no_title-here.md", "title-missing"),
        ("tree/outside.md", "link-leaves-tree"),
        ("tree/twin-10.md", "title-twice"),
        ("tree/unclosed.md", "fence-unclosed"),
        ("tree/up", "link-folder"),
    } <= codes(awkward_catalogue)
    ids = [page.id for tree in awkward_catalogue.trees() for page in tree.pages]
    assert len(ids) == 19
    assert not any("hidden" in name or "outside" in name for name in ids)


def test_problems_say_the_line_of_the_file_front_matter_included(
    awkward_catalogue: Catalogue,
) -> None:
    lines = {(p.path.removeprefix("tree/"), p.code): p.line for p in awkward_catalogue.problems()}
    assert lines["bytes.md", "encoding"] == 3
    assert lines["unclosed.md", "fence-unclosed"] == 5
    assert lines["lesson/index.md", "quiz"] == 25
    assert lines["lesson/index.md", "colons-unknown"] == 31


def test_a_page_that_is_too_large_is_named_and_left_out(build_tree: BuildTree) -> None:
    catalogue = build_tree({"a.md": "# A\n", "big.md": b"x" * (PAGE_BYTES_MAX + 1)})
    assert codes(catalogue) == {("docs/big.md", "page-too-large")}
    assert [page.id for page in catalogue.trees()[0].pages] == ["docs/a"]


def test_a_pipe_that_is_named_like_a_page_does_not_hang_the_build(
    write_tree: WriteTree, report_of: ReportOf
) -> None:
    root = write_tree({"a.md": "# A\n"})
    os.mkfifo(root / "pipe.md")
    assert [p.code for p in report_of(root).problems] == ["file-unreadable"]


def test_a_name_that_is_no_utf8_is_reported(write_tree: WriteTree, report_of: ReportOf) -> None:
    root = write_tree({"a.md": "# A\n"})
    (Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md"))).write_text("# B\n")
    report = report_of(root)
    assert [p.code for p in report.problems] == ["file-name"]
    assert report.problems[0].path == "docs/caf\ufffd.md"


def test_an_empty_tree_makes_an_empty_catalogue(build_tree: BuildTree) -> None:
    catalogue = build_tree({"notes.txt": "x"})
    assert catalogue.trees()[0].pages == ()
    assert catalogue.search("x") == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "---",
        "---\n---",
        ":::quiz",
        ":::exercise",
        "```",
        "```mermaid",
        "![]()",
        "[]()",
        "[x](%ff%00)",
        "[x](<a b>)",
        "# ",
        "!!! note",
        "[^1]: x",
        "| a |\n| - |",
        "&#xD800; &#0;",
        "\u202e # rtl",
        "<div",
        "<!-- never closed",
        "> " * 500 + "deep",
        "- " * 500 + "deep",
        "[" * 3000,
        "*a **b " * 800,
        "`" * 2000,
        "!!! note\n" + "".join("    " * n + "!!! note\n" for n in range(1, 60)),
        ":::note\n" * 300,
    ],
)
def test_a_page_of_rubbish_is_still_a_page(build_tree: BuildTree, text: str) -> None:
    catalogue = build_tree({"p.md": text})
    assert catalogue.page("docs/p").html.startswith("<h1")
    assert "page-unreadable" not in {problem.code for problem in catalogue.problems()}


def test_our_own_tree_is_the_course_and_its_unknown_keys_are_errors(
    build_tree: BuildTree,
) -> None:
    catalogue = build_tree({"index.md": "---\nlayout: x\n---\n# C\n"}, "notebooks")
    assert catalogue.trees()[0].id == "course"
    assert codes(catalogue) == {("notebooks/index.md", "front-matter-key-error")}


def test_two_trees_of_one_name_get_two_ids(
    write_tree: WriteTree, report_of: ReportOf, tmp_path: Path
) -> None:
    first = write_tree({"a.md": "# A\n"})
    second = write_tree({"docs/a.md": "# A\n"}, "other") / "docs"
    report_of(first, second)
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        assert [tree.id for tree in catalogue.trees()] == ["docs", "docs-2"]


def test_the_same_trees_give_the_same_version_wherever_and_whenever(
    awkward: Path, tmp_path: Path
) -> None:
    versions = {
        build([awkward], tmp_path / n, cache=tmp_path / f"of-{n}", workshop=draw_nothing).version
        for n in ("a", "b")
    }
    assert len(versions) == 1
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_second_build_does_nothing_and_says_the_same(
    write_tree: WriteTree, report_of: ReportOf, tmp_path: Path
) -> None:
    root = write_tree({"a.md": "# A\n\n[x](gone.md)\n"})
    first = report_of(root)
    before = (tmp_path / "c.sqlite").stat()
    second = report_of(root)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert (second.summary, second.problems) == (first.summary, first.problems)
    assert second.version == first.version
    assert (tmp_path / "c.sqlite").stat().st_ino == before.st_ino


def test_only_the_diagrams_of_an_edited_page_are_built_again(
    write_tree: WriteTree, tmp_path: Path
) -> None:
    block = "```mermaid\nflowchart LR\nA-->B\n```\n"
    root = write_tree({"a.md": f"# A\n\n{block}", "b.md": f"# B\n\n{block}\n{block}"})
    workshop = CountingWorkshop()
    cache = tmp_path / "cache"
    build([root], tmp_path / "c.sqlite", cache=cache, workshop=workshop)
    assert workshop.asked == ["docs/a#1", "docs/b#1", "docs/b#2"]
    write_tree({"a.md": f"# A\n\nA new line above.\n\n{block}"})
    build([root], tmp_path / "c.sqlite", cache=cache, workshop=workshop)
    assert workshop.asked == ["docs/a#1"]
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        assert catalogue.diagram("a").diagram.source.line == 5


def test_a_build_that_is_killed_keeps_the_old_catalogue_and_the_finished_diagrams(
    write_tree: WriteTree, tmp_path: Path
) -> None:
    class KilledError(BaseException):
        pass

    def killed_at_second(blocks: Sequence[Block], tell: OnProgress) -> Iterator[Built]:
        for number, built in enumerate(draw_nothing(blocks, tell)):
            if number == 1:
                raise KilledError
            yield built

    block = "```mermaid\nflowchart LR\nA-->B\n```\n"
    root = write_tree({"a.md": "# Old\n"})
    out, cache = tmp_path / "c.sqlite", tmp_path / "cache"
    old = build([root], out, cache=cache, workshop=draw_nothing)
    write_tree({"a.md": f"# New\n\n{block}\n{block}"})
    with pytest.raises(KilledError):
        build([root], out, cache=cache, workshop=killed_at_second)
    with Catalogue.open(out) as catalogue:
        assert catalogue.version == old.version
    workshop = CountingWorkshop()
    build([root], out, cache=cache, workshop=workshop)
    assert workshop.asked == ["docs/a#2"]


def test_a_damaged_cache_entry_is_built_again(write_tree: WriteTree, tmp_path: Path) -> None:
    root = write_tree({"a.md": "```mermaid\npie\n```\n"})
    cache = tmp_path / "cache"
    build([root], tmp_path / "c.sqlite", cache=cache, workshop=draw_nothing)
    for entry in cache.rglob("*.json"):
        entry.write_text('{"diagram": "{}", "geometry')
    workshop = CountingWorkshop()
    build([root], tmp_path / "d.sqlite", cache=cache, workshop=workshop)
    assert workshop.asked == ["docs/a#1"]


def test_without_node_the_pages_are_there_and_the_next_build_tries_again(
    write_tree: WriteTree, tmp_path: Path
) -> None:
    def no_node(blocks: Sequence[Block], tell: OnProgress) -> Iterator[Built]:
        raise NodeMissingError("Node was not found; install it.")

    root = write_tree({"a.md": "# A\n\n```mermaid\nflowchart LR\nA-->B\n```\n"})
    out, cache = tmp_path / "c.sqlite", tmp_path / "cache"
    report = build([root], out, cache=cache, workshop=no_node)
    assert [problem.code for problem in report.problems] == ["node-missing"]
    assert report.summary.typed == 0
    assert build([root], out, cache=cache, workshop=draw_nothing).summary.typed == 1


def test_whoever_reads_the_old_catalogue_goes_on_and_can_tell_that_it_is_old(
    write_tree: WriteTree, report_of: ReportOf, tmp_path: Path
) -> None:
    root = write_tree({"a.md": "# Old\n"})
    report_of(root)
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        assert catalogue.is_current()
        write_tree({"a.md": "# New\n"})
        report_of(root)
        assert catalogue.page("docs/a").title == "Old"
        assert not catalogue.is_current()


def test_a_place_that_holds_something_else_is_refused_and_left_alone(
    write_tree: WriteTree, report_of: ReportOf, tmp_path: Path
) -> None:
    root = write_tree({"a.md": "# A\n"})
    (tmp_path / "notes.md").write_text("mine")
    with pytest.raises(OutputError, match="no catalogue"):
        report_of(root, out="notes.md")
    assert (tmp_path / "notes.md").read_text() == "mine"
    with pytest.raises(OutputError, match="folder"):
        report_of(root, out="docs")


def test_a_tree_that_is_no_folder_is_one_sentence(report_of: ReportOf, tmp_path: Path) -> None:
    with pytest.raises(TreeError, match="not a folder"):
        report_of(tmp_path / "nowhere")


def test_nothing_half_written_stays(
    write_tree: WriteTree, report_of: ReportOf, tmp_path: Path
) -> None:
    root = write_tree({"a.md": "# A\n"})
    report_of(root)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["c.sqlite", "docs"]


def test_many_threads_read_one_catalogue(awkward_catalogue: Catalogue) -> None:
    failures: list[Exception] = []

    def read() -> None:
        try:
            for _ in range(20):
                awkward_catalogue.search("bank")
                awkward_catalogue.page("tree/html")
                awkward_catalogue.trees()
        except (sqlite3.Error, AssertionError, KeyError) as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_scenarios_beside_a_page_are_part_of_it_and_a_change_builds_again(
    write_tree: WriteTree, report_of: ReportOf, tmp_path: Path
) -> None:
    beside = {"p.md": "# P\n", "p.scenario.yaml": "id: calm\n", "q.md": "# Q\n"}
    root = write_tree(beside)
    report_of(root)
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        assert catalogue.page("docs/p").scenario_file == "id: calm\n"
        assert catalogue.page("docs/q").scenario_file == ""
    (root / "p.scenario.yaml").write_text("id: storms\n")
    report_of(root)
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        assert catalogue.page("docs/p").scenario_file == "id: storms\n"


def test_a_file_of_scenarios_that_is_too_large_is_left_out_and_named(build_tree: BuildTree) -> None:
    catalogue = build_tree({"p.md": "# P\n", "p.scenario.yaml": b"#" * 1_100_000})
    assert catalogue.page("docs/p").scenario_file == ""
    (problem,) = catalogue.problems()
    assert (problem.path, problem.code) == ("docs/p.md", "scenario")
    assert "larger than 1 MB" in problem.sentence
