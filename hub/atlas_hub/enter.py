"""The last step before bubblewrap: give up what a namespace does not take away, then exec.

Run as a script, `enter.py MEMORY_MB PORT COMMAND...`, outside of the sandbox, in the process that
becomes bubblewrap. All of it is inherited by everything inside and can't be taken back there:
limits on address space, file size, open files and core dumps; a lower priority, and the first
place when memory runs out; a session keyring of its own (the operator's would be inherited); and
Landlock, as far as the kernel has it: from Linux 6.7 nothing inside can listen on a port but the
server's own and those that the kernel picks (else a learner could wait for the hub to fall and
answer in its place), from 6.12 abstract sockets and processes outside are out of reach.
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
# System calls, the same on every architecture.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_CREATE_RULESET_VERSION = 1
LANDLOCK_RULE_NET_PORT = 2
LANDLOCK_BIND_TCP = 0b1
LANDLOCK_SCOPES = 0b11  # abstract unix sockets, signals
ABI_WITH_PORTS, ABI_WITH_SCOPES = 4, 6
PORT_OF_THE_KERNELS_CHOICE = 0
KEYCTL = {"x86_64": 250, "aarch64": 219}
KEYCTL_JOIN_SESSION_KEYRING = 1
FILE_BYTES_MAX = 2 << 30
OPEN_FILES_MAX = 4096
NICENESS = 5


class Ruleset(ctypes.Structure):
    """`struct landlock_ruleset_attr`."""

    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class PortRule(ctypes.Structure):
    """`struct landlock_net_port_attr`."""

    _fields_ = (("allowed_access", ctypes.c_uint64), ("port", ctypes.c_uint64))


def landlock_abi() -> int:
    """What this kernel's Landlock can do; less than 1 when it has none."""
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION))


def restrict(port: int) -> None:
    """Cut the way to ports and sockets that are none of ours; OSError if the kernel refuses."""
    abi = landlock_abi()
    if abi < ABI_WITH_PORTS:
        return
    rules = Ruleset(handled_access_net=LANDLOCK_BIND_TCP)
    if abi >= ABI_WITH_SCOPES:
        rules.scoped = LANDLOCK_SCOPES
    # Older kernels want the older, shorter structure.
    size = ctypes.sizeof(rules) if abi >= ABI_WITH_SCOPES else Ruleset.scoped.offset
    fd = call(LANDLOCK_CREATE_RULESET, ctypes.byref(rules), size, 0)
    for allowed in (port, PORT_OF_THE_KERNELS_CHOICE):
        rule = PortRule(allowed_access=LANDLOCK_BIND_TCP, port=allowed)
        call(LANDLOCK_ADD_RULE, fd, LANDLOCK_RULE_NET_PORT, ctypes.byref(rule), 0)
    if ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError("prctl(PR_SET_NO_NEW_PRIVS) failed")
    call(LANDLOCK_RESTRICT_SELF, fd, 0)
    os.close(fd)


def call(number: int, *arguments: object) -> int:
    """A system call; OSError when it fails."""
    result = int(ctypes.CDLL(None, use_errno=True).syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result


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
    memory_mb, port, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    limit(resource.RLIMIT_AS, memory_mb << 20)
    limit(resource.RLIMIT_FSIZE, FILE_BYTES_MAX)
    limit(resource.RLIMIT_NOFILE, OPEN_FILES_MAX)
    limit(resource.RLIMIT_CORE, 0)
    os.nice(NICENESS)
    Path("/proc/self/oom_score_adj").write_text("500")
    os.umask(0o077)
    leave_keyring()
    restrict(port)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
