"""Reference pages are generated; these fail when a committed one is stale."""

from pathlib import Path

from atlas_authoring.lint import reference as lint_reference
from atlas_cli import reference as cli_reference

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference"


def test_the_reference_of_the_rules_is_what_the_table_says() -> None:
    made = lint_reference.reference()
    assert (PAGES / "lint.md").read_text() == made, "python -m atlas_authoring.lint.reference"


def test_the_reference_of_the_commands_is_what_they_say() -> None:
    assert (PAGES / "cli.md").read_text() == cli_reference.reference(), "atlas_cli.reference"
