"""What an image is made from: the digest that decides whether it must be built again."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "images"))

from content import COPIES, digest, needs

PROJECT = Path(__file__).resolve().parents[2]
IMAGES = sorted(path.parent.name for path in (PROJECT / "images").glob("*/Dockerfile"))


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """Two images: `front` reads a folder, `app` a file and what front made."""
    for name, text in {
        "images/front/Dockerfile": "FROM base AS build\nCOPY notes/ /notes/\n",
        "images/app/Dockerfile": (
            "ARG FRONT=x\nFROM ${FRONT} AS front\nFROM base\n"
            "COPY a.txt /a\nCOPY --from=front /notes /notes\n"
        ),
        "notes/one.md": "one",
        "a.txt": "a",
        "b.txt": "b",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "app_changes", "front_changes"),
    [
        ("b.txt", False, False),
        ("a.txt", True, False),
        ("notes/one.md", True, True),
        ("notes/two.md", True, True),
        ("images/front/Dockerfile", True, True),
    ],
)
def test_an_image_changes_with_what_it_is_made_from_and_with_nothing_else(
    context: Path, changed: str, app_changes: bool, front_changes: bool
) -> None:
    before = digest(context, "app", "base"), digest(context, "front", "base")
    path = context / changed
    path.write_text((path.read_text() if path.exists() else "") + "\n# changed\n")
    after = digest(context, "app", "base"), digest(context, "front", "base")
    assert (before[0] != after[0], before[1] != after[1]) == (app_changes, front_changes)


def test_another_base_makes_another_image(context: Path) -> None:
    assert digest(context, "app", "bookworm") != digest(context, "app", "trixie")


def test_a_file_that_may_be_run_is_another_than_one_that_may_not(context: Path) -> None:
    before = digest(context, "app", "base")
    (context / "a.txt").chmod(0o755)
    assert digest(context, "app", "base") != before


def test_an_image_needs_the_image_that_it_copies_from(context: Path) -> None:
    assert needs(context, "app") == {"front"}
    assert needs(context, "front") == set()


@pytest.mark.parametrize("image", IMAGES)
def test_every_source_of_a_dockerfile_is_there(image: str) -> None:
    text = (PROJECT / "images" / image / "Dockerfile").read_text()
    for copied in COPIES.findall(text):
        for source in copied.split():
            assert (PROJECT / source).exists(), f"{image}: {source}"


@pytest.mark.parametrize("image", [name for name in IMAGES if name != "front"])
def test_an_image_runs_as_nobody_and_says_what_it_is(image: str) -> None:
    text = (PROJECT / "images" / image / "Dockerfile").read_text()
    users = [line for line in text.splitlines() if line.startswith("USER ")]
    assert users[-1] == "USER 1000:1000"
    assert "org.opencontainers.image.title" in text
    assert (
        "/sbom.spdx.json" in text or image == "course"
    )  # course stands on singleuser, with its own


def test_hidden_checks_are_copied_into_the_worker_alone() -> None:
    for image in IMAGES:
        text = (PROJECT / "images" / image / "Dockerfile").read_text()
        sources = {source for copied in COPIES.findall(text) for source in copied.split()}
        reads = any(source.rstrip("/") in ("graders", "graders/hidden", ".") for source in sources)
        assert reads == (image == "worker"), image
