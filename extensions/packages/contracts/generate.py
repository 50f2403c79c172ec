"""Make JSON Schema and TypeScript from the contracts in `atlas_core`.

The dataclasses are the one definition. This writes `schema/<name>.json` (draft 2020-12, unknown
keys refused) and `src/generated.ts`, or with `--check` compares and exits 1 when a file is stale.
Node must be on PATH or in the running interpreter's environment.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from atlas_core.diagram import Diagram, Geometry
from atlas_core.exercise import CheckResult, Exercise, Grade, SubmissionState
from atlas_core.facts import Fact
from atlas_core.quiz import Assessment
from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.scenario import SimulationAnswer
from pydantic import TypeAdapter

HERE = Path(__file__).resolve().parent
CONTRACTS: dict[str, type] = {
    "diagram": Diagram,
    "geometry": Geometry,
    "assessment": Assessment,
    "fact": Fact,
    "exercise": Exercise,
    "check-result": CheckResult,
    "grade": Grade,
    "submission-state": SubmissionState,
    "flow-model": FlowModel,
    "flow-scenario": Scenario,
    "simulation": SimulationAnswer,
}
BANNER = (
    "/* Made by generate.py from the dataclasses of atlas_core. Edit those, then run it again. */"
)


def schemas() -> dict[str, str]:
    """Give each schema file's text by its path relative to this folder."""
    files = {}
    for name, contract in CONTRACTS.items():
        schema = TypeAdapter(contract).json_schema(mode="serialization")
        whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_closed(schema)}
        files[f"schema/{name}.json"] = json.dumps(whole, indent=2) + "\n"
    return files


def typescript() -> str:
    """Give the text of `src/generated.ts`, made by json-schema-to-typescript in Node."""
    keyed = [(name, "serialization", TypeAdapter(kind)) for name, kind in CONTRACTS.items()]
    _, combined = TypeAdapter.json_schemas(keyed)  # type: ignore[arg-type]
    definitions = _for_typescript(_closed(combined))["$defs"]
    for name, definition in definitions.items():
        if name.endswith("flow__model__Source"):  # a diagram has a Source too
            definition["title"] = "LoadSource"
    names = sorted(definitions)
    whole = {
        "title": "Contracts",
        "type": "object",
        "additionalProperties": False,
        "required": names,
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in names},
        "$defs": definitions,
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "contracts.json"
        source.write_text(json.dumps(whole))
        done = subprocess.run(
            ["node", str(HERE / "typescript.mjs"), str(source)],
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        sys.exit(f"contracts: Node could not make TypeScript; run `npm ci` first.\n{done.stderr}")
    return f"{BANNER}\n\n{done.stdout}"


def stale(files: dict[str, str]) -> list[str]:
    """Name the files that are absent or differ from what the dataclasses say, and extra schemas."""
    wrong = [
        name
        for name, text in files.items()
        if not (HERE / name).is_file() or (HERE / name).read_text() != text
    ]
    extra = [f"schema/{path.name}" for path in (HERE / "schema").glob("*.json")]
    return wrong + [name for name in extra if name not in files]


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or compare them; give the exit code."""
    parser = argparse.ArgumentParser(description="Make the contracts from atlas_core.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")
    check = parser.parse_args(arguments).check
    files = {**schemas(), "src/generated.ts": typescript()}
    wrong = stale(files)
    if check:
        for name in wrong:
            sys.stderr.write(f"contracts: {name} is stale; run {Path(__file__).name} again.\n")
        return 1 if wrong else 0
    for name in wrong:
        path = HERE / name
        if name not in files:
            path.unlink()
            continue
        path.parent.mkdir(exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_text(files[name])
        draft.replace(path)
    sys.stdout.write(f"contracts: {len(wrong)} of {len(files)} files written.\n")
    return 0


def _closed(node: Any) -> Any:
    """Refuse unknown keys, and drop pydantic's generated titles of properties."""
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _closed(value) for key, value in node.items()}
    if isinstance(made.get("properties"), dict):
        for value in made["properties"].values():
            value.pop("title", None)
        made.setdefault("additionalProperties", False)
    return made


def _for_typescript(node: Any) -> Any:
    """Say what is written: every field is there, so none is optional or has a default.

    Fixed-length tuples become the older words that json-schema-to-typescript reads.
    """
    if isinstance(node, list):
        return [_for_typescript(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _for_typescript(value) for key, value in node.items() if key != "default"}
    if isinstance(made.get("properties"), dict):
        made["required"] = list(made["properties"])
    if "prefixItems" in made:
        made["items"] = made.pop("prefixItems")
        made["additionalItems"] = False
    return made


assert all(is_dataclass(kind) or issubclass(kind, Enum) for kind in CONTRACTS.values())

if __name__ == "__main__":
    sys.exit(main())
