"""`make images`: builds the container images with whatever engine is here, and says their sizes.

    python3 images/build.py [--tag TAG] [--out FOLDER] [--commit COMMIT] [--reuse] [IMAGE...]

docker, podman or buildah build over the Debian image that the Dockerfiles name. Where no registry
can be reached (`ATLAS_IMAGES_BASE=debootstrap`) the same Dockerfiles are built by buildah over a
base made by debootstrap. The context is the commit, not the tree. With --out each image is also
written as an archive that `ctr images import` and `docker load` read, `FOLDER/NAME.tar`. Images are
called `atlas/NAME:TAG`; TAG is the version of pyproject.toml and the commit. With --reuse an image
whose sources are those of one built before is that one under another name; its label then names the
commit that it was built from.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from content import digest, needs, unpack
from engine import ROOT, BuildError, Engine, base_arguments, find_engine, network_arguments

# `front` is data that others copy from; `light` is built when it is named.
NAMES = ("front", "singleuser", "course", "api", "hub", "worker", "sandbox", "proxy", "state")
AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is built: from which context, under which tag, with which arguments of the engine."""

    engine: Engine
    context: Path
    tag: str
    arguments: list[str]
    reuse: bool
    out: Path | None


def reference(name: str, tag: str) -> str:
    """An image's whole name."""
    return f"localhost/atlas/{name}:{tag}"


def revision(commit: str) -> str:
    """The commit, short; `unknown` outside of Git."""
    line = ["git", "rev-parse", "--short=10", commit]
    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stdout.strip() or "unknown"


def version() -> str:
    """The version that pyproject.toml names."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def make(order: Order, name: str) -> None:
    """Build one image, or find it; tell what that took and what it weighs."""
    began = time.monotonic()
    engine, image = order.engine, reference(name, order.tag)
    content = reference(name, f"content-{digest(order.context, name, 'bookworm')[:16]}")
    found = order.reuse and engine.has(content)
    if found:
        engine.call("tag", content, image)
    else:
        print(f"{image}  begins", flush=True)
        file = order.context / "images" / name / "Dockerfile"
        engine.build(image, file, order.context, order.arguments)
        engine.call("tag", image, content)
    if order.out and name != "front":
        write(order, name, content)
    took_s = time.monotonic() - began
    how = "there already" if found else "built"
    print(f"{image}  {engine.size(image)}  {how}, {took_s:.0f} s", flush=True)


def write(order: Order, name: str, content: str) -> None:
    """Write the archive unless it holds this very image already."""
    assert order.out
    path, stamp = order.out / f"{name}.tar", order.out / f"{name}.content"
    if path.exists() and stamp.exists() and stamp.read_text() == content:
        return
    stamp.unlink(missing_ok=True)
    order.engine.save(reference(name, order.tag), path)
    stamp.write_text(content)


def build(order: Order, names: list[str]) -> None:
    """Build, two at a time where they don't need each other."""
    done: set[str] = set()
    left = list(names)
    while left:
        ready = [name for name in left if not needs(order.context, name) & (set(left) - done)]
        # The first alone: it makes the layers that the others share.
        batch = ready if done else ready[:1]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda name: make(order, name), batch))
        done |= set(batch)
        left = [name for name in left if name not in done]


def main() -> int:
    """Build what the command line names, or everything."""
    parser = argparse.ArgumentParser(description="Build the container images.")
    parser.add_argument("images", nargs="*", metavar="IMAGE", help=", ".join(NAMES))
    parser.add_argument("--tag", default=f"{version()}-{revision('HEAD')}")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--commit", default="HEAD", help="what is built; default HEAD")
    parser.add_argument("--reuse", action="store_true", help="what was built before is good enough")
    given = parser.parse_args()
    names = given.images or list(NAMES)
    if unknown := set(names) - {*NAMES, "light"}:
        parser.error(f"no such image: {', '.join(sorted(unknown))}")
    try:
        engine = find_engine()
        with tempfile.TemporaryDirectory(prefix="atlas-images-") as at:
            work = Path(at)
            arguments = [*base_arguments(engine, work), *network_arguments(engine, work)]
            told = {"VERSION": version(), "REVISION": revision(given.commit)}
            told |= {name.upper(): reference(name, given.tag) for name in ("front", "singleuser")}
            for key, value in told.items():
                arguments += ["--build-arg", f"{key}={value}"]
            order = Order(
                engine=engine,
                context=unpack(given.commit, work / "context", root=ROOT),
                tag=given.tag,
                arguments=arguments,
                reuse=given.reuse,
                out=given.out,
            )
            build(order, names)
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
