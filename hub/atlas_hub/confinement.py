"""What a learner's server sees of the machine: the bubblewrap command line, as a pure function.

Inside there is the operating system and the virtual environment, read-only; the learner's home;
the public catalogue; small private tmpfs folders; processes of its own. There is no state folder,
no other home, no hub, no grader. Two things that a default bubblewrap leaves open are closed here:
every tmpfs has a size, and the root is read-only; and `/proc/sys` is covered, because for a root
operator the confined process is still user 0 outside, whom the kernel lets write its switches.
The network is shared: whatever listens on loopback must ask who is there.

Not `--die-with-parent`: a server outlives a killed hub, which finds it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

UID = "1000"
CATALOGUE = Path("/srv/atlas")
JUPYTER = Path("/srv/jupyter")
RUNTIME = Path("/run/jupyter")
TMPFS_BYTES = {"/tmp": 512 << 20, "/run": 32 << 20}
SHARED_MEMORY_BYTES = 256 << 20
# Of /etc only what programs need and anybody may read; never the folder of private keys.
ETC = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/hosts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/ssl/certs",
)
# Switches of the whole machine, which a root operator's learner could otherwise turn.
PROC_COVERED = ("sys", "sysrq-trigger", "irq", "bus", "mtrr", "acpi", "scsi", "fs", "pressure")
ROOT_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64")


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """One server's view of the machine; all paths absolute, as they are outside.

    home: bound to `/home/<user>`; catalogue: the folder, bound to /srv/atlas; inside: our Jupyter
    configuration, bound to /srv/jupyter; passwd, group: files that name the user inside;
    read_only: bound at their own paths; hidden_folders, hidden_files: parts of those that the
    server is not to see.
    """

    user: str
    home: Path
    catalogue: Path
    inside: Path
    passwd: Path
    group: Path
    read_only: tuple[Path, ...]
    hidden_folders: tuple[Path, ...] = ()
    hidden_files: tuple[Path, ...] = ()


def inner_home(user: str) -> str:
    """Where a user's home is inside."""
    return f"/home/{user}"


def command(
    bwrap: Path, view: Confinement, system: Iterable[str], inner: Iterable[str], *, info_fd: int
) -> list[str]:
    """The whole command line. `system` comes from `system_folders`; `inner` is what runs inside.

    bubblewrap writes a JSON object with the `child-pid` of the inner world's first process to
    `info_fd`.
    """
    home = inner_home(view.user)
    return [
        str(bwrap),
        *("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"),
        *("--unshare-cgroup-try", "--disable-userns", "--new-session", "--cap-drop", "ALL"),
        *("--uid", UID, "--gid", UID, "--hostname", "atlas"),
        *("--info-fd", str(info_fd)),
        *system,
        *("--ro-bind", str(view.passwd), "/etc/passwd", "--ro-bind", str(view.group), "/etc/group"),
        *("--proc", "/proc"),
        *flat(("--ro-bind-try", f"/proc/{name}", f"/proc/{name}") for name in PROC_COVERED),
        *("--dev", "/dev"),
        *("--size", str(SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"),
        *flat(("--size", str(size), "--tmpfs", at) for at, size in TMPFS_BYTES.items()),
        *("--bind", str(view.home), home),
        *("--ro-bind", str(view.catalogue), str(CATALOGUE)),
        *("--ro-bind", str(view.inside), str(JUPYTER)),
        *flat(("--ro-bind", str(path), str(path)) for path in view.read_only),
        *flat(
            ("--size", "4096", "--tmpfs", str(path), "--remount-ro", str(path))
            for path in view.hidden_folders
        ),
        *flat(("--ro-bind", "/dev/null", str(path)) for path in view.hidden_files),
        *("--dir", str(RUNTIME), "--remount-ro", "/", "--chdir", home, "--"),
        *inner,
    ]


def system_folders(root: Path = Path("/")) -> list[str]:
    """How to show the operating system read-only; `root` is where it is found.

    `/bin` and its like are links into `/usr` on most systems, folders on some.
    """
    args = ["--ro-bind", str(root / "usr"), "/usr"]
    for name in ROOT_FOLDERS:
        found = root / name
        if found.is_symlink():
            args += ["--symlink", str(found.readlink()), f"/{name}"]
        elif found.is_dir():
            args += ["--ro-bind", str(found), f"/{name}"]
    for path in ETC:
        args += ["--ro-bind-try", str(root / path.lstrip("/")), path]
    return args


def outermost(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Drop what /usr or another path already shows, so that nothing is bound twice."""
    kept: list[Path] = []
    for path in sorted(set(paths), key=lambda path: len(path.parts)):
        if not any(path.is_relative_to(other) for other in (Path("/usr"), *kept)):
            kept.append(path)
    return tuple(kept)


def passwd_lines(user: str) -> str:
    """`/etc/passwd` inside: the user alone, and the owner of all that belongs to nobody here."""
    return (
        f"{user}:x:{UID}:{UID}:{user}:{inner_home(user)}:/bin/bash\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
    )


def group_lines(user: str) -> str:
    """`/etc/group` inside."""
    return f"{user}:x:{UID}:\nnogroup:x:65534:\n"


def flat(groups: Iterable[tuple[str, ...]]) -> list[str]:
    """Join groups of arguments."""
    return [argument for group in groups for argument in group]
