"""Becomes one confined Python: `confine.py FILTER_FD RUNNER SETTINGS`, run by the sandbox's pod.

The second tier: no namespaces (a restricted pod may not make any), but Landlock, seccomp and
rlimits. After it nothing can be written, no file but the interpreter's own can be read, no socket
or process can be made, no signal reaches another process. What the kernel can't give ends in exit
status 120 before any foreign code is read.
Landlock: docs.kernel.org/userspace-api/landlock.html. Only the standard library.
"""

import ctypes
import os
import sys

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION, PATH_BENEATH = 1, 1
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
# What each version of Landlock can handle; a newer kernel handles all that an older one does.
FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
NETWORK = 0b11  # bind and connect, from version 4
SCOPES = 0b11  # abstract sockets and signals, from version 6
LEAST_VERSION = 6  # without scopes one submission could signal the server
READABLE = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache")
UNAVAILABLE = 120

LIBC = ctypes.CDLL(None, use_errno=True)


class Ruleset(ctypes.Structure):
    """`struct landlock_ruleset_attr`."""

    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class PathRule(ctypes.Structure):
    """`struct landlock_path_beneath_attr`, which is packed."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


class Filter(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def call(number: int, *arguments: object) -> int:
    """A system call; OSError when it fails."""
    result = int(LIBC.syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result


def landlock_version() -> int:
    """What this kernel's Landlock can do; less than 1 when it has none."""
    return int(LIBC.syscall(CREATE_RULESET, None, 0, VERSION))


def lock_files_and_network() -> None:
    """Leave the interpreter to read and nothing else; OSError where the kernel can't."""
    version = landlock_version()
    if version < LEAST_VERSION:
        raise OSError(f"Landlock has version {version} here and {LEAST_VERSION} is needed")
    handled = FILES[max(known for known in FILES if known <= version)]
    rules = Ruleset(files=handled, network=NETWORK, scopes=SCOPES)
    ruleset = call(CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    for path in READABLE:
        if not os.path.exists(path):  # noqa: PTH110 (os alone starts faster)
            continue
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        allowed = EXECUTE | READ_FILE
        if os.path.isdir(path):  # noqa: PTH112
            allowed |= READ_DIR
        rule = PathRule(allowed=allowed, parent=parent)
        call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(rule), 0)
        os.close(parent)
    null = os.open("/dev/null", os.O_PATH | os.O_CLOEXEC)
    rule = PathRule(allowed=READ_FILE | 1 << 1, parent=null)
    call(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(null)
    call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def filter_calls(program: bytes) -> None:
    """Install the seccomp filter; OSError where the kernel refuses."""
    fprog = Filter(length=len(program) // 8, program=program)
    if LIBC.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(fprog), 0, 0):
        raise OSError(ctypes.get_errno(), "the system call filter")


def main() -> None:
    """Confine, then become Python."""
    fd, runner, settings = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    try:
        with os.fdopen(fd, "rb") as file:
            file.seek(0)
            program = file.read()
        os.chdir("/")
        if LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise OSError("prctl(PR_SET_NO_NEW_PRIVS) failed")
        lock_files_and_network()
        filter_calls(program)
        line = ["python3", "-I", "-S", "-B", "-c", runner, settings]
        os.execve("/usr/bin/python3", line, {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})
    except OSError as error:
        sys.stderr.write(f"Nothing can be confined here: {error}.\n")
        sys.exit(UNAVAILABLE)


if __name__ == "__main__":
    main()
