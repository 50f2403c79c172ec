"""Jupyter's configuration in every server: private kernels, no surprise on the network.

Read inside the sandbox, where it lies read-only. Kernels talk over unix sockets in a private
folder: over TCP anybody on the machine could listen. Where nothing is confined they are encrypted.
"""

import os
import resource

c = get_config()  # type: ignore[name-defined]  # noqa: F821

if "ATLAS_PROCESSES" in os.environ:
    _most = int(os.environ["ATLAS_PROCESSES"])
    resource.setrlimit(resource.RLIMIT_NPROC, (_most, _most))
    c.KernelManager.transport = "ipc"
else:
    c.KernelManager.transport_encryption = "required"
    c.ServerApp.allow_root = True  # one person, who may be root; inside the sandbox nobody is

c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.ServerApp.allow_origin = ""
c.ServerApp.terminado_settings = {"shell_command": ["/bin/bash"]}
c.FileContentsManager.delete_to_trash = False

if "ATLAS_COURSE" in os.environ:  # formgrader may stand in a frame of the course's own Lab
    c.ServerApp.tornado_settings = {
        "headers": {"Content-Security-Policy": "frame-ancestors 'self'"}
    }
