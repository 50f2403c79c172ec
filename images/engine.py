"""The programs that build images, docker, podman or buildah, and what each must be told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

IMAGES = Path(__file__).resolve().parent
ROOT = IMAGES.parent
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class BuildError(Exception):
    """What stands in the way, as one sentence with its remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A program that builds Dockerfiles. command: its line up to the verb."""

    name: str
    command: tuple[str, ...]
    environ: dict[str, str] = field(default_factory=dict)

    def call(self, *arguments: str) -> str:
        """Run it; what it prints. BuildError, after its last lines, when it fails."""
        ended = subprocess.run(
            [*self.command, *arguments],
            env=os.environ | self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if ended.returncode:
            sys.stderr.write("\n".join(ended.stdout.splitlines()[-30:]) + "\n")
            raise BuildError(f"{self.name} {arguments[0]} failed: its last lines say why.")
        return ended.stdout

    def has(self, image: str) -> bool:
        """Whether an image of this name is in the engine's store."""
        line = [*self.command, "images", "--quiet", "--filter", f"reference={image}"]
        ended = subprocess.run(
            line, env=os.environ | self.environ, capture_output=True, text=True, check=False
        )
        return ended.returncode == 0 and bool(ended.stdout.strip())

    def build(self, image: str, file: Path, context: Path, arguments: list[str]) -> None:
        """Build one Dockerfile over `context`."""
        verb = ("bud", "--layers") if self.name == "buildah" else ("build",)
        self.call(*verb, "-q", *arguments, "-t", image, "-f", str(file), str(context))

    def size(self, image: str) -> str:
        """How large it is, as the engine says it."""
        return self.call("images", "--format", "{{.Size}}", image).strip().splitlines()[0]

    def save(self, image: str, path: Path) -> None:
        """Write an archive that `ctr images import` and `docker load` read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        if self.name == "buildah":
            # Not an OCI archive: that one is compressed first, which takes ten times as long.
            self.call("push", "-q", image, f"docker-archive:{fresh}:{image}")
        else:
            self.call("save", "-o", str(fresh), image)
        fresh.replace(path)


def store() -> Path:
    """Where buildah keeps images, and where downloads of the build are kept."""
    return Path(os.environ.get("ATLAS_IMAGES_STORE", ROOT / "build" / "images")).absolute()


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
        root, run = store() / "root", store() / "run"
        command = ("buildah", "--root", str(root), "--runroot", str(run))
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
    if not engine.has("localhost/atlas/base"):
        print("base: debootstrap of Debian bookworm", flush=True)
        subprocess.run([IMAGES / "base.sh", work / "base"], check=True)
        (work / "Dockerfile.base").write_text("FROM scratch\nADD base /\n")
        engine.build("localhost/atlas/base", work / "Dockerfile.base", work, [])
        shutil.rmtree(work / "base")
    return ["--build-arg", "BASE=localhost/atlas/base"]


def network_arguments(engine: Engine, work: Path) -> list[str]:
    """This machine's name service, certificates and downloads, for the steps that fetch.

    The downloads of uv and npm outlive a build, so that the next lock fetches what is new only.
    """
    if engine.name != "buildah":
        return []
    arguments = ["-v", "/etc/resolv.conf:/etc/resolv.conf:ro"]
    for name, variable in (("uv", "UV_CACHE_DIR"), ("npm", "NPM_CONFIG_CACHE")):
        (store() / name).mkdir(parents=True, exist_ok=True)
        arguments += ["-v", f"{store() / name}:/var/cache/{name}:rw"]
        arguments += ["--build-arg", f"{variable}=/var/cache/{name}"]
    if os.environ.get("PIP_CERT"):
        pip = work / "pip.conf"
        pip.write_text(f"[global]\ncert = {CERTIFICATES}\n")
        for own, there in ((os.environ["PIP_CERT"], CERTIFICATES), (pip, "/etc/pip.conf")):
            arguments += ["-v", f"{own}:{there}:ro"]
        for name in ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
            arguments += ["--build-arg", f"{name}={CERTIFICATES}"]
    return arguments
