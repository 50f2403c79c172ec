"""The committed JSON Schema and TypeScript say what the dataclasses of `atlas_core` say."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from atlas_core.diagram import Box, Diagram, EdgeRoute, Geometry
from atlas_core.diagram.model import Source
from atlas_core.diagram.vocabulary import Kind

CONTRACTS = Path(__file__).parents[2] / "extensions" / "packages" / "contracts"


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "generate.py"), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_committed_contracts_are_fresh() -> None:
    done = check(CONTRACTS)

    assert done.returncode == 0, done.stderr


def test_a_contract_edited_by_hand_is_called_stale(tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    (folder / "schema").mkdir(parents=True)
    (folder / "src").mkdir()
    for name in ["generate.py", "typescript.mjs", "package.json", "src/generated.ts"]:
        (folder / name).write_bytes((CONTRACTS / name).read_bytes())
    for path in (CONTRACTS / "schema").iterdir():
        (folder / "schema" / path.name).write_bytes(path.read_bytes())
    (folder / "node_modules").symlink_to(CONTRACTS.parent / "node_modules")
    box = folder / "schema" / "geometry.json"
    box.write_text(box.read_text().replace('"width"', '"wide"'))

    done = check(folder)

    assert done.returncode == 1
    assert done.stderr == "contracts: schema/geometry.json is stale; run generate.py again.\n"


def test_a_written_diagram_has_the_keys_that_typescript_promises() -> None:
    generated = (CONTRACTS / "src" / "generated.ts").read_text()
    diagram = Diagram(
        id="a#1", kind=Kind.PIE, title="", source=Source(path="a.md", line=1, text=""), typed=False
    )
    geometry = Geometry(
        width=1,
        height=1,
        nodes=(Box(id="a", x=0, y=0, width=1, height=1),),
        edges=(EdgeRoute(id="e", points=((0, 0), (1, 1))),),
    )
    for name, value in {"Diagram": diagram, "Geometry": geometry}.items():
        body = generated.split(f"export interface {name} {{")[1].split("\n}")[0]
        keys = [line.split(":")[0].strip() for line in body.splitlines() if ":" in line]
        assert keys == list(json.loads(json.dumps(asdict(value))))
