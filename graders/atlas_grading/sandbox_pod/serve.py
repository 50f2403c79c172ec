"""The sandbox's pod: one fresh confined process a connection, and no state between two.

Listens on port 8010 for the worker; NetworkPolicy lets nobody else in and nothing out. A
connection opens with one line of JSON, `{"token", "runner", "settings"}`; from then on bytes go to
the process's standard input, and frames come back: 4 bytes of length, big-endian, then so many
bytes of its standard output. A frame of length 0 is the last, followed by one byte, the exit status
as a shell would tell it. Whoever closes the connection ends the process. Only the standard library.
"""

import hmac
import json
import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

from seccomp import allow_list  # type: ignore[import-not-found]

PORT = 8010
HERE = Path(__file__).resolve().parent
TOKEN = Path("/run/secrets/atlas/sandbox-token")
OPENING_BYTES_MAX = 256 << 10
AT_ONCE_MAX = 8
LIFETIME_S_MAX = 60
CHUNK = 65536


def opening(connection: socket.socket) -> tuple[dict[str, str], bytes]:
    """The first line and what came after it; ValueError for anything else."""
    data = b""
    while b"\n" not in data:
        chunk = connection.recv(CHUNK)
        data += chunk
        if not data:
            raise ConnectionAbortedError("nothing was asked")  # a probe
        if not chunk or len(data) > OPENING_BYTES_MAX:
            raise ValueError("no opening line")
    line, _, rest = data.partition(b"\n")
    asked = json.loads(line)
    known = TOKEN.read_text().strip()
    if not hmac.compare_digest(str(asked["token"]).encode(), known.encode()):
        raise ValueError("a wrong token")
    return {"runner": str(asked["runner"]), "settings": str(asked["settings"])}, rest


def start(asked: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start the confined process."""
    fd = os.memfd_create("seccomp", 0)
    try:
        os.write(fd, allow_list())
        return subprocess.Popen(
            [
                sys.executable,
                "-I",
                HERE / "confine.py",
                str(fd),
                asked["runner"],
                asked["settings"],
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            bufsize=0,
            pass_fds=(fd,),
            env={},
            cwd="/",
        )
    finally:
        os.close(fd)


def feed(connection: socket.socket, process: "subprocess.Popen[bytes]", first: bytes) -> None:
    """Carry bytes in until the worker closes; then the process ends, whatever it does."""
    assert process.stdin is not None
    chunk = first or connection.recv(CHUNK)
    try:
        while chunk:
            process.stdin.write(chunk)
            chunk = connection.recv(CHUNK)
    except OSError:
        pass
    process.kill()


def serve(connection: socket.socket) -> None:
    """One connection, one process."""
    connection.settimeout(LIFETIME_S_MAX)
    try:
        asked, rest = opening(connection)
    except ConnectionAbortedError:
        return
    except (ValueError, KeyError, TypeError, OSError) as error:
        sys.stdout.write(json.dumps({"level": "warning", "message": f"refused: {error}"}) + "\n")
        return
    process = start(asked)
    assert process.stdout is not None
    threading.Thread(target=feed, args=(connection, process, rest), daemon=True).start()
    try:
        while chunk := process.stdout.read(CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        status = process.wait(LIFETIME_S_MAX)
        connection.sendall(struct.pack(">IB", 0, status if status >= 0 else 128 - status))
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
    finally:
        process.wait()


def handle(connection: socket.socket, places: threading.Semaphore) -> None:
    """Serve, then free the place."""
    try:
        with connection:
            serve(connection)
    finally:
        places.release()


def main() -> None:
    """Serve until the pod ends."""
    places = threading.Semaphore(AT_ONCE_MAX)
    with socket.create_server(("", PORT), family=socket.AF_INET, backlog=64) as server:
        while True:
            places.acquire()
            connection, _ = server.accept()
            threading.Thread(target=handle, args=(connection, places), daemon=True).start()


if __name__ == "__main__":
    main()
