"""Finds the engine, or builds it with the compiler of the `ziglang` wheel.

It is looked for where set-up puts it (`extensions/engine/dist`), then in a wheel, then in the
user's cache; each is used only where it was built from this source, with these flags, by this
compiler. A build goes into the cache by renaming: one that was broken off leaves nothing that
could be loaded. `python -m atlas_engine.build` puts both flavours into `dist`; with `--check` it
builds nothing and ends with 1 where a compiler would be needed.
"""

import argparse
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "engine"
DIST = SOURCE / "dist"
WHEEL = Path(__file__).resolve().parent / "built"
COMPILER = "0.17.0"
"""The version of ziglang in requirements/engine.lock; a test keeps them equal."""
_BUILD_S_MAX = 300
_FLAGS = (
    *("-std=c11", "-O3", "-mcpu=baseline", "-ffp-contract=off", "-fno-fast-math"),
    *("-ffreestanding", "-nostdlib", "-fno-stack-protector", "-fno-sanitize=all"),
    *("-fomit-frame-pointer", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror", "-s"),
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


def file_name(flavour: Flavour) -> str:
    """What the engine is called in `dist` and in a wheel."""
    if flavour is Flavour.WASM:
        return "engine.wasm"
    return f"libatlas_engine{_SUFFIXES[_system()]}"


def find_engine(flavour: Flavour) -> Path | None:
    """The engine where it is built already, or None."""
    shipped = WHEEL / file_name(flavour)
    if not (SOURCE / "engine.c").exists():
        return shipped if shipped.exists() else None
    made = DIST / file_name(flavour)
    mark = made.with_name(made.name + ".from")
    wanted = _fingerprint(_flags(flavour), SOURCE)
    if made.exists() and mark.exists() and mark.read_text() == wanted:
        return made
    cached = _cached(flavour, cache_folder(), SOURCE)
    return cached if cached.exists() else None


def build_engine(flavour: Flavour, folder: Path | None = None, *, source: Path = SOURCE) -> Path:
    """The engine, found or built; with `folder`, the one there of this `source`.

    Raises BuildError where source or compiler are missing, or the compiler fails.
    """
    if folder is None and source == SOURCE:
        found = find_engine(flavour)
        if found is not None:
            return found
    if not (source / "engine.c").exists():
        raise BuildError(
            "The source of the engine is not installed; use a checkout, or run the oracle."
        )
    built = _cached(flavour, folder or cache_folder(), source)
    if not built.exists():
        if importlib.util.find_spec("ziglang") is None:
            raise BuildError("The engine's compiler is missing: install the package ziglang.")
        built.parent.mkdir(parents=True, exist_ok=True)
        _compile(_flags(flavour), source, built)
    return built


def _cached(flavour: Flavour, folder: Path, source: Path) -> Path:
    suffix = ".wasm" if flavour is Flavour.WASM else _SUFFIXES[_system()]
    return folder / f"flow-{_fingerprint(_flags(flavour), source)}{suffix}"


def _flags(flavour: Flavour) -> tuple[str, ...]:
    if flavour is Flavour.WASM:
        return (*_FLAGS, *_WASM, "-target", "wasm32-freestanding")
    return (*_FLAGS, *_NATIVE, "-target", f"{_architecture()}-{_SYSTEMS[_system()]}")


def put_into_dist(flavour: Flavour) -> Path:
    """The engine in `dist`, with a mark of what it was built from. Raises BuildError."""
    found = build_engine(flavour)
    made = DIST / file_name(flavour)
    if found == made:
        return made
    DIST.mkdir(exist_ok=True)
    mark = made.with_name(made.name + ".from")
    mark.unlink(missing_ok=True)
    fresh = made.with_name(made.name + ".new")
    shutil.copyfile(found, fresh)
    fresh.replace(made)
    mark.write_text(_fingerprint(_flags(flavour), SOURCE))
    return made


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
    digest = hashlib.sha256("\0".join((*flags, COMPILER)).encode())
    for file in sorted([*source.rglob("*.c"), *source.rglob("*.h")]):
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


def main(arguments: list[str] | None = None) -> int:
    """Put both flavours into `dist`, or say whether that needs a compiler."""
    parser = argparse.ArgumentParser(description="Build the flow engine.")
    parser.add_argument("--check", action="store_true", help="build nothing; 1: needs a compiler")
    if parser.parse_args(arguments).check:
        return int(any(find_engine(flavour) is None for flavour in Flavour))
    try:
        for flavour in Flavour:
            sys.stdout.write(f"{put_into_dist(flavour)}\n")
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
