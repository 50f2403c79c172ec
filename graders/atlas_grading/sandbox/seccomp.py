"""A seccomp filter for one Python process: a short list of system calls, everything else ENOSYS.

bubblewrap installs it just before it starts Python. No process or thread can be made (clone, fork),
no socket, no memory file, no mount, no tracing. execve and wait4 are on the list because bubblewrap
and its init need them; what execve starts stays under the same filter.
Format: an array of `struct sock_filter`, see seccomp(2) and linux/filter.h.
"""

import platform
import struct

# name: (x86-64, AArch64); None where the architecture has no such call. Numbers from the kernel's
# asm/unistd_64.h and asm-generic/unistd.h.
CALLS: dict[str, tuple[int | None, int | None]] = {
    "access": (21, None),
    "arch_prctl": (158, None),
    "brk": (12, 214),
    "chdir": (80, 49),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "close": (3, 57),
    "close_range": (436, 436),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "execve": (59, 221),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "fcntl": (72, 25),
    "fstat": (5, 80),
    "futex": (202, 98),
    "getcwd": (79, 17),
    "getdents64": (217, 61),
    "getegid": (108, 177),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getgroups": (115, 158),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "getuid": (102, 174),
    "ioctl": (16, 29),
    "lseek": (8, 62),
    "lstat": (6, None),
    "madvise": (28, 233),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "nanosleep": (35, 101),
    "newfstatat": (262, 79),
    "open": (2, None),
    "openat": (257, 56),
    "poll": (7, None),
    "ppoll": (271, 73),
    "pread64": (17, 67),
    "prlimit64": (302, 261),
    "read": (0, 63),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "readv": (19, 65),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "select": (23, None),
    "pselect6": (270, 72),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "setgroups": (116, 159),
    "setresgid": (119, 149),
    "setresuid": (117, 147),
    "sigaltstack": (131, 132),
    "stat": (4, None),
    "statx": (332, 291),
    "sysinfo": (99, 179),
    "tgkill": (234, 131),
    "time": (201, None),
    "uname": (63, 160),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "wait4": (61, 260),
    "write": (1, 64),
    "writev": (20, 66),
}
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K
_OFFSET_NUMBER, _OFFSET_ARCHITECTURE = 0, 4  # in struct seccomp_data
_ALLOW, _KILL, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050000 | 38


def allow_list(machine: str | None = None) -> bytes:
    """Return the compiled filter for this machine; raises KeyError for another architecture.

    The x32 calls of x86-64 carry bit 30 in their number and so match nothing on the list.
    """
    column, audit = ARCHITECTURES[machine or platform.machine()]
    program = [
        _statement(_LOAD_WORD, _OFFSET_ARCHITECTURE),
        _jump(audit, skip_true=1, skip_false=0),
        _statement(_RETURN, _KILL),
        _statement(_LOAD_WORD, _OFFSET_NUMBER),
    ]
    for numbers in CALLS.values():
        if (number := numbers[column]) is not None:
            program += [_jump(number, skip_true=0, skip_false=1), _statement(_RETURN, _ALLOW)]
    program.append(_statement(_RETURN, _ENOSYS))
    return b"".join(program)


def _statement(code: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, 0, 0, value)


def _jump(value: int, *, skip_true: int, skip_false: int) -> bytes:
    return struct.pack("=HBBI", _JUMP_EQUAL, skip_true, skip_false, value)
