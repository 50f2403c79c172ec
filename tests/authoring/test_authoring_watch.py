"""`atlas build --watch`: one build a save, what it changed, and readers that notice."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from atlas_authoring.build import build
from atlas_authoring.diagrams import Block, Built
from atlas_authoring.pages.memory import DraftMemory
from atlas_authoring.watch import Rebuilt, rebuilds, saves
from atlas_core.catalogue import Catalogue

Burst = Callable[[], tuple[Path, ...]]


def no_diagrams(blocks: Sequence[Block], on_progress: object) -> Iterator[Built]:
    assert not blocks
    return iter(())


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    root = tmp_path / "docs"
    root.mkdir()
    (root / "a.md").write_text("# A\n\n[b](b.md)\n")
    (root / "b.md").write_text("# B\n")
    return root


def watched(docs: Path, tmp_path: Path, bursts: Sequence[Burst]) -> list[Rebuilt]:
    out, cache, drafts = tmp_path / "c.sqlite", tmp_path / "cache", DraftMemory()
    first = build([docs], out, cache=cache, workshop=no_diagrams, drafts=drafts)
    done = (burst() for burst in bursts)
    return list(
        rebuilds(
            [docs],
            out,
            done,
            cache=cache,
            known=first.problems,
            drafts=drafts,
            workshop=no_diagrams,
        )
    )


def saving(path: Path, text: str) -> Burst:
    def save() -> tuple[Path, ...]:
        path.write_text(text)
        return (path,)

    return save


def test_a_save_tells_the_problems_that_it_brought_and_mended(docs: Path, tmp_path: Path) -> None:
    page = docs / "a.md"
    broke, mended = watched(
        docs, tmp_path, [saving(page, "# A\n\n[c](c.md)\n"), saving(page, "# A\n")]
    )
    assert broke.changed == (page,)
    assert [problem.code for problem in broke.appeared] == ["link-broken"]
    assert (mended.appeared, [p.code for p in mended.gone]) == ((), ["link-broken"])


def test_a_save_that_changes_nothing_builds_nothing(docs: Path, tmp_path: Path) -> None:
    page = docs / "b.md"
    (same,) = watched(docs, tmp_path, [saving(page, page.read_text())])
    assert same.report is not None
    assert same.report.unchanged


def test_a_tree_that_is_gone_for_a_while_is_told_and_the_watch_goes_on(
    docs: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"

    def move() -> tuple[Path, ...]:
        docs.rename(away)
        return (docs,)

    def move_back() -> tuple[Path, ...]:
        away.rename(docs)
        return (docs,)

    gone, back = watched(docs, tmp_path, [move, move_back])
    assert (gone.report, "is not a folder" in gone.failure) == (None, True)
    assert back.report is not None


def test_an_open_catalogue_learns_that_a_newer_one_is_there(docs: Path, tmp_path: Path) -> None:
    seen: list[bool] = []
    opened: list[Catalogue] = []

    def look_and_save() -> tuple[Path, ...]:
        opened.append(Catalogue.open(tmp_path / "c.sqlite"))
        seen.append(opened[0].is_current())
        return saving(docs / "b.md", "# Changed\n")()

    def look_again() -> tuple[Path, ...]:
        seen.append(opened[0].is_current())
        return (docs,)

    watched(docs, tmp_path, [look_and_save, look_again])
    assert seen == [True, False]
    opened[0].close()
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        assert catalogue.page("docs/b").title == "Changed"


def test_what_is_remembered_gives_the_same_catalogue_as_a_fresh_build(
    docs: Path, tmp_path: Path
) -> None:
    (docs / "c.md").write_text("# A\n\nThe same title.\n")
    burst = saving(docs / "b.md", "# B\n\n[a](a.md)\n")
    (rebuilt,) = watched(docs, tmp_path, [burst])
    fresh = build([docs], tmp_path / "f.sqlite", cache=tmp_path / "x", workshop=no_diagrams)
    assert rebuilt.report is not None
    assert rebuilt.report.version == fresh.version
    assert [problem.code for problem in fresh.problems] == ["title-twice"]


def test_files_are_watched_and_hidden_ones_passed_over(docs: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    bursts: list[tuple[Path, ...]] = []
    begun = threading.Event()

    def look() -> None:
        begun.set()
        for burst in saves([docs], tmp_path / "c.sqlite", stop):
            bursts.append(burst)
            stop.set()

    thread = threading.Thread(target=look)
    thread.start()
    begun.wait()
    for turn in range(100):
        (docs / ".a.md.swp").write_text(str(turn))
        (docs / "a.md").write_text(f"# A{turn}\n")
        if stop.wait(0.1):
            break
    stop.set()
    thread.join()
    assert bursts == [(docs / "a.md",)]
