"""The locks hold for every machine: hashes, no address of an index, no platform left out."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NPM_LOCK = ROOT / "extensions" / "packages" / "package-lock.json"


def test_each_locked_python_package_carries_a_hash_and_no_index() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text()
        assert len(re.findall(r"^\S+==", text, re.M)) <= text.count("--hash=sha256:"), lock.name
        assert not re.search(r"index-url|find-links|https?://", text), lock.name


def test_the_npm_lock_names_no_registry() -> None:
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    remote = [name for name, entry in packages.items() if "://" in entry.get("resolved", "")]
    assert remote == []


def test_the_npm_lock_holds_the_packages_of_every_platform() -> None:
    # npm leaves an optional package out of the lock where it can't fetch it, silently; `npm ci`
    # then fails on every other machine.
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    names = {path.rpartition("node_modules/")[2] for path in packages}
    missing = {
        f"{path}: {wanted}"
        for path, entry in packages.items()
        for wanted in entry.get("optionalDependencies", {})
        if wanted not in names
    }
    assert missing == set()


def test_the_test_lock_holds_the_same_versions_as_the_run_lock() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / f"{name}.lock").read_text()
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.M))

    run, test = pins("run"), pins("test")
    assert {name: test.get(name) for name in run} == run
