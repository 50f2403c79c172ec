"""The last step before bubblewrap: give up what a namespace does not take away, then exec.

Run as a script, `enter.py MEMORY_MB COMMAND...`, outside of the sandbox, in the process that
becomes bubblewrap. All of it is inherited by everything inside and can't be taken back there:
limits on address space, file size, open files and core dumps; a lower priority, and the first
place when memory runs out; a session keyring of its own (the operator's would be inherited); and,
from Linux 6.12, a Landlock scope that keeps abstract sockets and processes outside out of reach.
Only the standard library: this starts once for every server.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import sys
from pathlib import Path

PR_SET_NO_NEW_PRIVS = 38
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446  # the same on every architecture
LANDLOCK_CREATE_RULESET_VERSION = 1
LANDLOCK_SCOPES = 0b11  # abstract unix sockets, signals
LANDLOCK_ABI_WITH_SCOPES = 6
KEYCTL = {"x86_64": 250, "aarch64": 219}
KEYCTL_JOIN_SESSION_KEYRING = 1
FILE_BYTES_MAX = 2 << 30
OPEN_FILES_MAX = 4096
NICENESS = 5


class LandlockRules(ctypes.Structure):
    """`struct landlock_ruleset_attr` of Linux 6.12."""

    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


def scopes_supported() -> bool:
    """Whether this kernel can keep abstract sockets apart."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION)
    return int(version) >= LANDLOCK_ABI_WITH_SCOPES


def scope() -> None:
    """Cut the way to abstract sockets and processes outside; OSError if the kernel refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    rules = LandlockRules(scoped=LANDLOCK_SCOPES)
    fd = libc.syscall(LANDLOCK_CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if fd < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.syscall(LANDLOCK_RESTRICT_SELF, fd, 0):
        raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    os.close(fd)


def leave_keyring() -> None:
    """Join a new, empty session keyring; a kernel without keyrings has none to leave."""
    number = KEYCTL.get(platform.machine())
    if number is not None:
        ctypes.CDLL(None).syscall(number, KEYCTL_JOIN_SESSION_KEYRING, None)


def limit(which: int, value: int) -> None:
    """Lower a limit, never above what the operator's own shell allows."""
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def main() -> None:
    """Give up, then become the command."""
    memory_mb, command = int(sys.argv[1]), sys.argv[2:]
    limit(resource.RLIMIT_AS, memory_mb << 20)
    limit(resource.RLIMIT_FSIZE, FILE_BYTES_MAX)
    limit(resource.RLIMIT_NOFILE, OPEN_FILES_MAX)
    limit(resource.RLIMIT_CORE, 0)
    os.nice(NICENESS)
    Path("/proc/self/oom_score_adj").write_text("500")
    os.umask(0o077)
    leave_keyring()
    if scopes_supported():
        scope()
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
