"""Stands in for a confined process: `bridge.py HOST PORT FD`; the opening line is read from FD.

Its standard input goes to the sandbox's pod, the pod's frames to its standard output, and it ends
with the status that the process there ended with. So a session over pipes needs not know where the
process is, and killing the bridge closes the connection, which ends the process. Exit status 121:
the pod can't be reached or broke off. Only the standard library.
"""

import os
import socket
import struct
import sys
import threading

UNREACHABLE = 121
CONNECT_TIMEOUT_S = 5.0
SILENCE_S_MAX = 60.0
CHUNK = 65536


def exactly(connection: socket.socket, count: int) -> bytes:
    """So many bytes; OSError when the connection ends before."""
    data = b""
    while len(data) < count:
        chunk = connection.recv(min(CHUNK, count - len(data)))
        if not chunk:
            raise OSError("the connection ended")
        data += chunk
    return data


def feed(connection: socket.socket) -> None:
    """Carry standard input over; at its end close that half."""
    while chunk := os.read(0, CHUNK):
        connection.sendall(chunk)
    connection.shutdown(socket.SHUT_WR)


def main() -> int:
    """Carry until the process there has ended; its status."""
    with os.fdopen(int(sys.argv[3]), "rb") as file:
        opening = file.read()
    try:
        address = (sys.argv[1], int(sys.argv[2]))
        with socket.create_connection(address, timeout=CONNECT_TIMEOUT_S) as connection:
            connection.settimeout(SILENCE_S_MAX)
            connection.sendall(opening)
            threading.Thread(target=feed, args=(connection,), daemon=True).start()
            while length := struct.unpack(">I", exactly(connection, 4))[0]:
                data = exactly(connection, length)
                while data:
                    data = data[os.write(1, data) :]
            return exactly(connection, 1)[0]
    except OSError as error:
        sys.stderr.write(f"The sandbox's pod can't be used: {error}.\n")
        return UNREACHABLE


if __name__ == "__main__":
    status = main()
    os._exit(status)  # the feeding thread may still wait for input
