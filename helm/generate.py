"""Makes `values.schema.json` and `docs/reference/chart.md` from the comments of `values.yaml`.

    python helm/generate.py [--check]

A comment above a value describes it. A line `# @...` in it says what the default does not show:
`@enum A B`, `@quantity`, `@resources`, `@map string|strings`, `@item {JSON schema}`. All else
follows from the default: its type, and that an object has these keys and no others.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

CHART = Path(__file__).resolve().parent / "atlas"
VALUES = CHART / "values.yaml"
SCHEMA = CHART / "values.schema.json"
REFERENCE = CHART.parents[1] / "docs" / "reference" / "chart.md"

LINE = re.compile(r"^(?P<indent> *)(?P<key>[A-Za-z][\w./-]*):")
COMMENT = re.compile(r"^ *# ?(?P<text>.*)$")
QUANTITY = {"type": "string", "pattern": "^[0-9]+(m|k|M|G|T|Ki|Mi|Gi|Ti)?$"}
TYPES = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))

Json = dict[str, Any]


def comments(text: str) -> dict[tuple[str, ...], list[str]]:
    """The comment above each key, by the key's path."""
    found: dict[tuple[str, ...], list[str]] = {}
    path: list[tuple[int, str]] = []
    pending: list[str] = []
    for line in text.splitlines():
        if comment := COMMENT.match(line):
            pending.append(comment["text"])
        elif key := LINE.match(line):
            indent = len(key["indent"])
            path = [part for part in path if part[0] < indent] + [(indent, key["key"])]
            found[tuple(name for _, name in path)] = pending
            pending = []
        else:
            pending = []
    return found


def marked(mark: str, rest: str) -> Json:
    """The schema that an @ line asks for; KeyError for a mark that there is not."""
    text: Json = {"type": "string"}
    if mark == "map":
        inner = text if rest == "string" else {"type": "array", "items": text}
        return {"type": "object", "additionalProperties": inner}
    if mark == "item":
        return {"type": "array", "items": json.loads(rest)}
    plain = {
        "enum": text | {"enum": rest.split()},
        "quantity": QUANTITY,
        "resources": {"$ref": "#/$defs/resources"},
    }
    return plain[mark]


def schema_of(value: Any, path: tuple[str, ...], said: dict[tuple[str, ...], list[str]]) -> Json:
    """The schema of one value and all below it."""
    lines = said.get(path, [])
    words = " ".join(line for line in lines if not line.startswith("@"))
    marks = dict(line[1:].partition(" ")[::2] for line in lines if line.startswith("@"))
    schema: Json = {"description": words} if words else {}
    if marks:
        return schema | marked(*next(iter(marks.items())))
    if isinstance(value, dict):
        below = {key: schema_of(inner, (*path, key), said) for key, inner in value.items()}
        return schema | {"type": "object", "additionalProperties": False, "properties": below}
    for kind, name in TYPES:
        if isinstance(value, kind):
            least = {"minimum": 0} if name == "integer" else {}
            return schema | {"type": name} | least
    raise SystemExit(f"{VALUES.name}: {'.'.join(path)} has no type: write an @ line above it.")


def exactly(**properties: Json) -> Json:
    """An object with these keys, all of them needed."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


TEXT = {"type": "string"}
SIZE = exactly(request=QUANTITY, limit=QUANTITY)
DEFINITIONS: Json = {
    "resources": exactly(
        requests=exactly(cpu=QUANTITY, memory=QUANTITY),
        limits=exactly(cpu=QUANTITY, memory=QUANTITY),
    ),
    "profile": exactly(
        name={"type": "string", "pattern": "^[a-z][a-z0-9-]{0,30}$"},
        title=TEXT,
        description=TEXT,
        groups={"type": "array", "items": TEXT},
        cpu=SIZE,
        memory=SIZE,
        internet={"type": "boolean"},
    ),
}


def schema(values: Json, said: dict[tuple[str, ...], list[str]]) -> str:
    """The text of the schema. Helm adds `global` by itself."""
    top = schema_of(values, (), said)
    top["properties"]["global"] = {"type": "object"}
    whole = {"$schema": "http://json-schema.org/draft-07/schema#", "$defs": DEFINITIONS, **top}
    return json.dumps(whole, indent=1) + "\n"


def rows(value: Any, path: tuple[str, ...], said: dict[tuple[str, ...], list[str]]) -> list[str]:
    """One row of the reference a value; an object with keys of its own is only gone into."""
    words = " ".join(line for line in said.get(path, []) if not line.startswith("@"))
    marks = [line.split()[0] for line in said.get(path, []) if line.startswith("@")]
    inner: list[str] = []
    if isinstance(value, dict) and not {"@map", "@resources"} & set(marks):
        inner = [row for key, below in value.items() for row in rows(below, (*path, key), said)]
        return ([f"| **{'.'.join(path)}** | | {words} |"] if words else []) + inner
    default = json.dumps(value).replace("|", "\\|")
    return [f"| {'.'.join(path)} | `{default}` | {words} |"]


def reference(values: Json, said: dict[tuple[str, ...], list[str]]) -> str:
    """The text of the reference page."""
    table = [row for key, value in values.items() for row in rows(value, (key,), said)]
    return (
        "# Values of the chart\n\nMade from `helm/atlas/values.yaml` by `python helm/generate.py`. "
        "The schema refuses every other name, and a wrong type, with its path.\n\n"
        "| value | default | meaning |\n| --- | --- | --- |\n" + "\n".join(table) + "\n"
    )


def main() -> int:
    """Write both, or say whether they are stale."""
    text = VALUES.read_text()
    values, said = yaml.safe_load(text), comments(text)
    wanted = {SCHEMA: schema(values, said), REFERENCE: reference(values, said)}
    stale = [path for path, new in wanted.items() if not path.exists() or path.read_text() != new]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stderr.write(f"{path.name} is stale: run `python helm/generate.py`.\n")
        return 1 if stale else 0
    for path in stale:
        path.write_text(wanted[path])
    return 0


if __name__ == "__main__":
    sys.exit(main())
