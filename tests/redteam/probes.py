"""What an attacker tries, with the standard library alone.

The same functions run inside a learner's kernel and, as a control, outside as the operator: a probe
that finds nothing inside proves something only if it finds the thing outside.
"""

# ruff: noqa: PTH108, PTH112, PTH123, PTH208
import contextlib
import ctypes
import os
import re
import socket
import stat
import urllib.error
import urllib.request


def processes_whose(file, needle_hex):
    """Process ids whose /proc/<pid>/<file> holds the needle (`environ`, `cmdline`, `maps`)."""
    needle, found = bytes.fromhex(needle_hex), []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/{file}", "rb") as handle:
            if needle in handle.read():
                found.append(int(pid))
    return found


def processes_whose_memory(needle_hex, pids=None):
    """Process ids whose writable memory holds the needle; oneself is left out."""
    needle, found = bytes.fromhex(needle_hex), []
    for pid in pids or [int(name) for name in os.listdir("/proc") if name.isdigit()]:
        if pid != os.getpid() and needle in readable_memory(pid):
            found.append(pid)
    return found


def readable_memory(pid):
    """Every private, writable page of a process that can be read, joined."""
    pages = b""
    with (
        contextlib.suppress(OSError),
        open(f"/proc/{pid}/maps") as maps,
        open(f"/proc/{pid}/mem", "rb", 0) as memory,
    ):
        for line in maps:
            span, rights = line.split()[:2]
            begin, end = (int(part, 16) for part in span.split("-"))
            if rights.startswith("rw") and end - begin < 1 << 28:
                with contextlib.suppress(OSError, ValueError, OverflowError):
                    memory.seek(begin)
                    pages += memory.read(end - begin)
    return pages


def command_lines():
    """The command lines of all processes that can be seen."""
    lines = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as handle:
            lines.append(handle.read().replace(b"\0", b" ").decode(errors="replace").strip())
    return lines


def readable(paths):
    """Which of the paths can be read (a folder: listed), directly or by way of another process."""
    ways = ["", "/proc/1/root", "/proc/self/root", "/proc/2/root", "/proc/1/cwd/../../.."]
    return [path for path in paths if any(opens(way + path) for way in ways)]


def opens(path):
    """Whether a file can be read or a folder listed."""
    try:
        if os.path.isdir(path):
            os.listdir(path)
        else:
            with open(path, "rb") as handle:
                handle.read(1)
    except OSError:
        return False
    return True


def files_named(names, roots=("/",)):
    """Files with one of these names anywhere below the roots, system folders aside."""
    found, aside = [], ("/proc", "/sys", "/usr")
    for root in roots:
        for folder, folders, files in os.walk(root):
            if folder in aside:
                folders[:] = []
                continue
            found += [f"{folder}/{name}" for name in files if name in names]
    return found


def written(paths):
    """In which of the folders a file can be made."""
    done = []
    for path in paths:
        file = f"{path}/.planted-by-a-learner"
        with contextlib.suppress(OSError):
            with open(file, "w") as handle:
                handle.write("x")
            os.unlink(file)
            done.append(path)
    return done


def switches_of_the_machine(root="/proc"):
    """Files of /proc, own processes aside, that open for writing. Nothing is ever written."""
    found = []
    for folder, folders, files in os.walk(root):
        if folder == root:
            folders[:] = [
                n for n in folders if not n.isdigit() and n not in ("self", "thread-self")
            ]
        for name in files:
            path = f"{folder}/{name}"
            with contextlib.suppress(OSError):
                if not stat.S_ISREG(os.lstat(path).st_mode):
                    continue
                os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
                found.append(path)
    return found


def sockets_in_the_file_system(roots=("/",), own=()):
    """Unix sockets that answer a connection, in all folders but one's own."""
    found = []
    for root in roots:
        for folder, folders, files in os.walk(root):
            if folder in ("/proc", "/sys") or folder.startswith(tuple(own) or ("\0",)):
                folders[:] = []
                continue
            for name in files:
                path = f"{folder}/{name}"
                with contextlib.suppress(OSError):
                    if stat.S_ISSOCK(os.lstat(path).st_mode) and unix_connects(path):
                        found.append(path)
    return found


def unix_connects(path):
    """Whether somebody answers at a unix address; NUL first means an abstract one."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, kind) as probe:
            probe.connect(path)
            return True
    return False


def abstract_sockets():
    """Abstract sockets on the machine that answer a connection."""
    names = set()
    with open("/proc/net/unix") as table:
        for line in table:
            if "@" in line:
                names.add(line.rstrip("\n").split("@", 1)[1])
    return sorted(name for name in names if unix_connects("\0" + name))


def listening_ports():
    """TCP ports that somebody on this machine listens on."""
    ports = set()
    for file in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError), open(file) as table:
            for line in list(table)[1:]:
                fields = line.split()
                if fields[3] == "0A":
                    ports.add(int(fields[1].rsplit(":", 1)[1], 16))
    return sorted(ports)


def ask(url, headers=None, method="GET"):
    """The status of an HTTP call that follows no redirect; 0 when nobody speaks HTTP there."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    opener = urllib.request.build_opener(Stay, urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, headers=headers or {}, method=method)
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError):
        return 0


def binds(port):
    """Whether one can listen on a port."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            probe.listen()
    except OSError as error:
        return error.strerror
    return "bound"


def privileges():
    """What the kernel says of this process."""
    with open("/proc/self/status") as table:
        fields = dict(re.findall(r"^(\w+):\s+(.*)$", table.read(), re.MULTILINE))
    return {name: fields[name] for name in ("Uid", "CapEff", "CapPrm", "CapBnd", "NoNewPrivs")}


def new_namespace():
    """Whether one can make a user namespace, the first step of most escapes."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if ctypes.CDLL(None).unshare(0x10000000) == 0 else 1)
    return os.waitpid(pid, 0)[1] == 0


def signals(pid):
    """Whether a process can be reached by its id outside."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
