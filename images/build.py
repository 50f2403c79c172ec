"""`make images`: builds the container images with whatever engine is here, and says their sizes.

    python3 images/build.py [--tag TAG] [--out FOLDER] [--commit COMMIT] [IMAGE...]

docker, podman or buildah build over the Debian image that the Dockerfiles name. Where no registry
can be reached (`ATLAS_IMAGES_BASE=debootstrap`, or buildah alone as root without a base of that
name) the same Dockerfiles are built over a base made by debootstrap. The context is the
commit, not the tree. With --out each image is also written as an OCI archive, `FOLDER/NAME.tar`.
Images are called `atlas/NAME:TAG`; TAG is the version of pyproject.toml and the commit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

IMAGES = Path(__file__).resolve().parent
ROOT = IMAGES.parent
# In the order of building: api and singleuser copy from front. `light` is built when it is named.
NAMES = ("front", "hub", "api", "singleuser", "course", "worker", "sandbox", "proxy", "state")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class BuildError(Exception):
    """What stands in the way, as one sentence with its remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A program that builds Dockerfiles. command: its line up to the verb."""

    name: str
    command: tuple[str, ...]
    environ: dict[str, str] = field(default_factory=dict)

    def call(self, *arguments: str, quiet: bool = False) -> str:
        """Run it; what it prints is returned when `quiet`, else shown."""
        ended = subprocess.run(
            [*self.command, *arguments],
            env=os.environ | self.environ,
            stdout=subprocess.PIPE if quiet else None,
            text=True,
            check=False,
        )
        if ended.returncode:
            sys.stderr.write("\n".join((ended.stdout or "").splitlines()[-30:]) + "\n")
            raise BuildError(f"{self.name} {arguments[0]} failed: its last lines say why.")
        return ended.stdout or ""


def find_engine() -> Engine:
    """docker, podman or buildah, in this order; BuildError where there is none."""
    if wanted := os.environ.get("ATLAS_IMAGES_ENGINE"):
        names: tuple[str, ...] = (wanted,)
    else:
        names = ("docker", "podman", "buildah")
    for name in names:
        if not shutil.which(name):
            continue
        if name != "buildah":
            probe = subprocess.run([name, "info"], capture_output=True, check=False)
            if probe.returncode == 0:
                return Engine(name=name, command=(name,))
            continue
        store = Path(os.environ.get("ATLAS_IMAGES_STORE", ROOT / "build" / "images")).absolute()
        command = ("buildah", "--root", str(store / "root"), "--runroot", str(store / "run"))
        environ = {"BUILDAH_ISOLATION": "chroot"}
        environ["STORAGE_DRIVER"] = os.environ.get("STORAGE_DRIVER", "overlay")
        return Engine(name=name, command=command, environ=environ)
    raise BuildError(
        "No engine builds images here: install docker, podman or buildah "
        "(Debian: apt-get install buildah debootstrap)."
    )


def base_arguments(engine: Engine, work: Path) -> list[str]:
    """Which base to build over; makes one by debootstrap where that was asked for."""
    given = os.environ.get("ATLAS_IMAGES_BASE", "")
    if not given:
        return []
    if given != "debootstrap":
        return ["--build-arg", f"BASE={given}"]
    found = engine.call(
        "images", "--quiet", "--filter", "reference=localhost/atlas/base", quiet=True
    )
    if not found.strip():
        folder = work / "base"
        print("base: debootstrap of Debian bookworm", flush=True)
        subprocess.run([IMAGES / "base.sh", folder], check=True)
        (work / "Dockerfile.base").write_text("FROM scratch\nADD base /\n")
        file = str(work / "Dockerfile.base")
        engine.call(verb(engine), "-q", "-t", "localhost/atlas/base", "-f", file, str(work))
        shutil.rmtree(folder)
    return ["--build-arg", "BASE=localhost/atlas/base"]


def network_arguments(engine: Engine, work: Path) -> list[str]:
    """This machine's name service, certificates and pip index, for the steps that fetch."""
    if engine.name != "buildah":
        return []
    arguments = ["-v", "/etc/resolv.conf:/etc/resolv.conf:ro"]
    if os.environ.get("PIP_CERT"):
        pip = work / "pip.conf"
        pip.write_text(f"[global]\ncert = {CERTIFICATES}\n")
        arguments += [
            "-v",
            f"{os.environ['PIP_CERT']}:{CERTIFICATES}:ro",
            "-v",
            f"{pip}:/etc/pip.conf:ro",
        ]
        for name in ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
            arguments += ["--build-arg", f"{name}={CERTIFICATES}"]
    return arguments


def verb(engine: Engine) -> str:
    """How the engine calls it."""
    return "bud" if engine.name == "buildah" else "build"


def context(work: Path, commit: str) -> Path:
    """The commit, unpacked: what is built is what the image's label names, and nothing private."""
    folder = work / "context"
    folder.mkdir()
    packed = work / "context.tar"
    archive = ["git", "archive", "--format=tar", f"--output={packed}", commit]
    subprocess.run(archive, cwd=ROOT, check=True)
    with tarfile.open(packed) as tar:
        tar.extractall(folder, filter="data")
    return folder


def revision(commit: str = "HEAD") -> str:
    """The commit, short; `unknown` outside of Git."""
    line = ["git", "rev-parse", "--short=10", commit]
    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stdout.strip() or "unknown"


def build(engine: Engine, names: list[str], *, commit: str, tag: str, out: Path | None) -> None:
    """Build, one after the other; tells what each took and weighs."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    with tempfile.TemporaryDirectory(prefix="atlas-images-") as at:
        work = Path(at)
        common = [*base_arguments(engine, work), *network_arguments(engine, work)]
        common += [
            "--build-arg",
            f"VERSION={version}",
            "--build-arg",
            f"REVISION={revision(commit)}",
        ]
        for other in ("front", "singleuser"):
            common += ["--build-arg", f"{other.upper()}=localhost/atlas/{other}:{tag}"]
        if engine.name == "buildah":
            common.append("--layers")
        folder = context(work, commit)
        for name in names:
            began = time.monotonic()
            image = f"localhost/atlas/{name}:{tag}"
            file = str(folder / "images" / name / "Dockerfile")
            engine.call(
                verb(engine), "-q", *common, "-t", image, "-f", file, str(folder), quiet=True
            )
            size = engine.call("images", "--format", "{{.Size}}", image, quiet=True).strip()
            took = time.monotonic() - began
            print(f"{image}  {size}  {took:.0f} s", flush=True)
            if out and name != "front":
                write_archive(engine, image, out / f"{name}.tar")


def write_archive(engine: Engine, image: str, path: Path) -> None:
    """Write an image as an archive that `ctr images import` and `docker load` read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    if engine.name == "buildah":
        engine.call("push", "-q", image, f"oci-archive:{fresh}:{image}")
    else:
        engine.call("save", "-o", str(fresh), image, quiet=True)
    fresh.replace(path)


def main() -> int:
    """Build what the command line names, or everything."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    parser = argparse.ArgumentParser(description="Build the container images.")
    parser.add_argument("images", nargs="*", metavar="IMAGE", help=", ".join(NAMES))
    parser.add_argument("--tag", default=f"{version}-{revision()}")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--commit", default="HEAD", help="what is built; default HEAD")
    given = parser.parse_args()
    names = given.images or list(NAMES)
    if unknown := set(names) - {*NAMES, "light"}:
        parser.error(f"no such image: {', '.join(sorted(unknown))}")
    try:
        build(find_engine(), names, commit=given.commit, tag=given.tag, out=given.out)
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
