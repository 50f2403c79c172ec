"""Writes into a home that somebody else may have prepared."""

from pathlib import Path

import pytest
from atlas_grading.projection.course_root import CourseRoot, CourseRootError

PARTS = ("autograded", "ada", "retry-budget", "retry-budget.ipynb")


def test_a_file_is_written_with_its_folders_and_replaced(tmp_path: Path) -> None:
    root = CourseRoot(tmp_path / "home")
    for content in (b"one", b"two, longer", b"3"):
        root.write(PARTS, content)
        assert (tmp_path / "home").joinpath(*PARTS).read_bytes() == content
    assert [path.name for path in (tmp_path / "home").rglob(".new-*")] == []


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_a_planted_link_is_not_followed(tmp_path: Path, depth: int) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    home = tmp_path / "home"
    home.joinpath(*PARTS[:depth]).mkdir(parents=True)
    home.joinpath(*PARTS[: depth + 1]).symlink_to(outside)
    if depth == 3:  # the file itself: the link is replaced, not followed
        CourseRoot(home).write(PARTS, b"x")
        assert home.joinpath(*PARTS).read_bytes() == b"x"
    else:
        with pytest.raises(CourseRootError, match="not a plain folder"):
            CourseRoot(home).write(PARTS, b"x")
    assert list(outside.iterdir()) == []


def test_a_root_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").symlink_to(tmp_path)
    with pytest.raises(CourseRootError):
        CourseRoot(tmp_path / "home").write(("a",), b"x")
    with pytest.raises(CourseRootError):
        _ = CourseRoot(tmp_path / "home").gradebook


@pytest.mark.parametrize("name", ["gradebook.db", "gradebook.db-journal"])
def test_a_gradebook_that_is_a_link_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CourseRootError, match=name):
        _ = CourseRoot(tmp_path).gradebook


@pytest.mark.parametrize("name", ["..", ".", "a/b", "", "a\x00b", "x" * 200])
def test_a_name_that_is_a_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseRootError):
        CourseRoot(tmp_path / "home").write(("submitted", name, "x"), b"x")
    with pytest.raises(CourseRootError):
        CourseRoot(tmp_path / "home").write(("submitted", name), b"x")
    assert not (tmp_path / "x").exists()
