"""Documentation that can't rot: what it names exists, and what exists is named."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#|mailto:)([^)#\s]+)")
CODE = re.compile(r"^( *)(```+|~~~+).*?^ *\2|`[^`\n]+`", re.M | re.S)
TOP_FOLDERS = ("extensions", "hub", "graders", "notebooks", "tests")


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    dead = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents()
        for target in LINK.findall(CODE.sub("", document.read_text()))
        if not (document.parent / target).exists()
    ]
    assert dead == []


def test_each_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {
        (document.name, target)
        for document in documents()
        for target in re.findall(r"`make ([a-z-]+)", document.read_text())
    }
    assert {pair for pair in named if pair[1] not in targets} == set()


def test_each_top_folder_says_what_it_is_in_at_most_twenty_lines() -> None:
    for folder in TOP_FOLDERS:
        lines = (ROOT / folder / "README.md").read_text().splitlines()
        assert 3 <= len(lines) <= 20, folder


def test_every_setting_is_documented() -> None:
    sources = [*ROOT.glob("hub/**/*.py"), *ROOT.glob("extensions/atlas*/**/*.py")]
    sources += ROOT.glob("graders/atlas_grading/**/*.py")
    used = {
        name
        for source in sources
        for name in re.findall(r"\"(ATLAS_[A-Z][A-Z_]+)\"", source.read_text())
    }
    reference = (ROOT / "docs" / "reference" / "settings.md").read_text()
    assert {name for name in used if f"`{name}`" not in reference} == set()


def test_nothing_committed_names_a_path_of_somebodys_machine() -> None:
    listed = subprocess.run(
        [
            "git",
            "grep",
            "-lE",
            r"(^|[^A-Za-z0-9])/(root|work)/[a-z]",
            "--",
            ".",
            ":!*.lock",
            ":!*/test_house_*",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.stdout.splitlines() == []
