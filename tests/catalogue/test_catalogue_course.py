"""Our own course, and the page that tells authors how to write it."""

import re
from collections.abc import Callable
from pathlib import Path

from atlas_authoring.build import Report
from atlas_core.catalogue import Catalogue
from atlas_core.page.front_matter import KEYS

ROOT = Path(__file__).resolve().parents[2]


def test_the_course_has_no_problem_but_what_its_diagrams_have(
    report_of: Callable[..., Report],
) -> None:
    report = report_of(ROOT / "notebooks")
    assert report.problems == ()
    assert report.summary.exercises > 0
    assert report.summary.questions > 0


def test_each_exercise_of_the_course_is_placed_on_its_lesson(
    report_of: Callable[..., Report], tmp_path: Path
) -> None:
    report_of(ROOT / "notebooks")
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        for exercise in catalogue.exercises():
            place = f'data-exercise="{exercise.id}"'
            assert place in catalogue.page(exercise.page).html


def test_lessons_come_in_the_order_in_which_the_index_links_to_them(
    report_of: Callable[..., Report], tmp_path: Path
) -> None:
    report_of(ROOT / "notebooks")
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        (tree,) = catalogue.trees()
        lessons = [page.id for page in tree.pages if page.exercises]
        folders = [folder.title for folder in tree.root.folders]
        after = catalogue.neighbours("course/retry-storm")[1]
    assert lessons == ["course/retry-storm", "course/caching", "course/load-balancing"]
    assert folders[-2:] == ["Playground of simulations", "Incidents to replay"]
    assert after is not None
    assert after.id == "course/caching"


def test_the_guide_for_authors_names_every_key() -> None:
    guide = (ROOT / "docs" / "how-to" / "write-a-lesson.md").read_text()
    assert set(re.findall(r"`([a-z_]+)`", guide)) >= set(KEYS)
