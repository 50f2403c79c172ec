"""Starts a Python kernel that listens on no port: the last of its sockets becomes private too.

Jupyter's `transport = "ipc"` covers the five channels. ipykernel opens a sixth socket, for what
forked children print, and always on loopback TCP, where anybody on the machine can push to it (a
random prefix is all that it checks). Here it is a unix socket beside the others.
"""

import os
import sys
from typing import Any

import zmq
from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread
from jupyter_core.paths import jupyter_runtime_dir
from zmq.eventloop.zmqstream import ZMQStream

ADDRESS_BYTES_MAX = 100  # the kernel of Linux takes 107 for a socket's path


class PrivateIOPubThread(IOPubThread):
    """The thread that publishes output, with a private way for forked children."""

    def _setup_pipe_in(self) -> None:
        """Listen for forked children; on TCP where the folder's name is too long."""
        path = f"{jupyter_runtime_dir()}/pipe-{os.urandom(8).hex()}"
        self._pipe_address = f"ipc://{path}" if len(path) < ADDRESS_BYTES_MAX else None
        if self._pipe_address is None:
            super()._setup_pipe_in()  # type: ignore[no-untyped-call]
            return
        self._pipe_uuid = os.urandom(16)
        pipe = self.socket.context.socket(zmq.PULL)
        pipe.linger = 0
        pipe.bind(self._pipe_address)
        self._pipe_in = ZMQStream(pipe, self.io_loop)
        self._pipe_in.on_recv(self._handle_pipe_msg)

    def _setup_pipe_out(self) -> Any:
        """Connect from a forked child, in a context of its own: `(context, socket)`."""
        if self._pipe_address is None:
            return super()._setup_pipe_out()  # type: ignore[no-untyped-call]
        context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        pipe = context.socket(zmq.PUSH)
        pipe.linger = 3000  # as in ipykernel: a child waits so long for its last words
        pipe.connect(self._pipe_address)
        return context, pipe


if __name__ == "__main__":
    # A script's own folder comes first on the path; ipykernel puts the learner's in its place.
    del sys.path[0]
    vars(kernelapp)["IOPubThread"] = PrivateIOPubThread
    kernelapp.launch_new_instance()
