"""Two learners and an instructor do the main job in Chromium, against the cluster."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from cluster_world import Release
from playwright.sync_api import Browser
from visitor import Visitor

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

import test_main_job as main_job

pytestmark = [pytest.mark.cluster, pytest.mark.enable_socket, pytest.mark.timeout(900)]
SHOTS = main_job.PROJECT / "tests" / "browser" / "shots" / "cluster"
ROLES = {"ada": "learner", "lin": "learner", "ines": "instructor"}
Visit = Callable[[str], Visitor]


@pytest.fixture
def visit(release: Release, browser: Browser) -> Iterator[Visit]:
    """Sign somebody in; at the end, nothing may have gone wrong on the way."""
    with ExitStack() as stack:
        visitors: list[Visitor] = []

        def sign_in(name: str) -> Visitor:
            release.started(name, ROLES[name])
            visitor = Visitor(browser, url=release.url, name=name, shots=SHOTS)
            visitors.append(stack.enter_context(visitor))
            visitor.sign_in(release.passwords[name])
            return visitor

        yield sign_in
        for visitor in visitors:
            assert visitor.troubles == [], visitor.name


def test_a_learner_reads_explores_solves_and_asks(visit: Visit) -> None:
    main_job.test_a_learner_reads_explores_solves_and_asks(visit)


def test_another_learner_keeps_part_of_the_points(visit: Visit) -> None:
    main_job.test_another_learner_answers_partly_right_and_keeps_part_of_the_points(visit)


def test_the_instructor_sees_the_grades_in_formgrader(visit: Visit) -> None:
    ines = visit("ines")
    main_job.read_the_first_lesson(ines)
    with ines.context.expect_page() as opened:
        ines.press("grading")
    formgrader = opened.value
    formgrader.get_by_text("retry-budget").first.wait_for()
    formgrader.screenshot(path=ines.shots / "ines-20-formgrader.png")
