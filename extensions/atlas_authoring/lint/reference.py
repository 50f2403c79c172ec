"""docs/reference/lint.md from the table of rules: `python -m atlas_authoring.lint.reference`."""

import sys

from atlas_authoring.lint.rules import GROUPS

_OPENING = """# Rules of `atlas lint`

Generated from the table of rules; change it there. `atlas lint TREE` reports by file and line:
`path:line: CODE sentence`. Errors lose or break something for a reader and make the command end
with 1; warnings do not; wrong arguments end with 2. `--select CODE` shows one rule alone, `--fix`
writes the edits of `diagram-repaired` into the pages and nothing else.
"""


def reference() -> str:
    """Return the page."""
    parts = [_OPENING]
    for title, rules in GROUPS:
        parts.append(f"\n## {title}\n")
        for rule in rules:
            parts.append(f"\n### `{rule.code}` ({rule.severity})\n\n{rule.sentence}\n")
            parts.append(f"\n````text\n{rule.example}\n````\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(reference())
