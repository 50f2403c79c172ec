"""Builds the engine with the compiler of the `ziglang` wheel, once for each state of its source.

The result lies in a cache folder under the hash of source, flags and compiler, and comes there by
renaming: a build that was broken off leaves nothing that could be loaded. As a command it builds
both and prints where they are: `python -m atlas_engine.build`.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import platform
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "engine"
_BUILD_S_MAX = 300
_FLAGS = (
    *("-std=c11", "-O3", "-mcpu=baseline", "-ffp-contract=off", "-fno-fast-math"),
    *("-ffreestanding", "-nostdlib", "-fno-stack-protector", "-fno-sanitize=all"),
    *("-fvisibility=hidden", "-Wall", "-Wextra", "-Werror", "-s"),
)
_NATIVE = ("-shared", "-fPIC")
_WASM = ("-Wl,--no-entry", "-Wl,--initial-memory=2097152", "-Wl,-z,stack-size=262144")
_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}
_SYSTEMS = {"linux": "linux-gnu", "darwin": "macos", "windows": "windows-gnu"}
_SUFFIXES = {"linux": ".so", "darwin": ".dylib", "windows": ".dll"}


class BuildError(RuntimeError):
    """The engine can't be built here; the text says why and what to do."""


class Flavour(StrEnum):
    """What is built: a shared library for this machine, or a WebAssembly module."""

    NATIVE = "native"
    WASM = "wasm"


def cache_folder() -> Path:
    """Where built engines lie."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "atlas" / "engine"


def build_engine(flavour: Flavour, folder: Path | None = None, *, source: Path = SOURCE) -> Path:
    """The built engine, from `folder` (the cache) where its source has not changed.

    Raises BuildError where source or compiler are missing, or the compiler fails.
    """
    if not (source / "engine.c").exists():
        raise BuildError(
            "The source of the engine is not installed; use a checkout, or run the oracle."
        )
    if importlib.util.find_spec("ziglang") is None:
        raise BuildError("The engine's compiler is missing: install the package ziglang.")
    machine = f"{_architecture()}-{_SYSTEMS[_system()]}"
    target = "wasm32-freestanding" if flavour is Flavour.WASM else machine
    suffix = ".wasm" if flavour is Flavour.WASM else _SUFFIXES[_system()]
    flags = (*_FLAGS, *(_WASM if flavour is Flavour.WASM else _NATIVE), "-target", target)
    folder = folder or cache_folder()
    built = folder / f"flow-{_fingerprint(flags, source)}{suffix}"
    if not built.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _compile(flags, source, built)
    return built


def _compile(flags: tuple[str, ...], source: Path, built: Path) -> None:
    with tempfile.TemporaryDirectory(dir=built.parent) as scratch:
        made = Path(scratch) / f"flow{built.suffix}"
        command = [sys.executable, "-m", "ziglang", "cc", *flags, "-o", str(made)]
        try:
            ended = subprocess.run(
                [*command, str(source / "engine.c")],
                capture_output=True,
                text=True,
                check=False,
                timeout=_BUILD_S_MAX,
            )
        except subprocess.TimeoutExpired as error:
            raise BuildError(f"The compiler did not end within {_BUILD_S_MAX} s.") from error
        if ended.returncode or not made.exists():
            raise BuildError(f"The engine could not be compiled:\n{ended.stderr.strip()}")
        made.replace(built)


def _fingerprint(flags: tuple[str, ...], source: Path) -> str:
    digest = hashlib.sha256("\0".join((*flags, importlib.metadata.version("ziglang"))).encode())
    for file in sorted([*source.glob("*.c"), *source.glob("*.h")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _architecture() -> str:
    machine = platform.machine().lower()
    if machine not in _ARCHITECTURES:
        raise BuildError(f"The engine is not built for {machine}; use the oracle instead.")
    return _ARCHITECTURES[machine]


def _system() -> str:
    system = platform.system().lower()
    if system not in _SYSTEMS:
        raise BuildError(f"The engine is not built for {system}; use the oracle instead.")
    return system


if __name__ == "__main__":
    for each in Flavour:
        sys.stdout.write(f"{build_engine(each)}\n")
