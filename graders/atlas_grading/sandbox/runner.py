"""The only program of ours inside the sandbox: loads the learner's source, answers calls.

It is handed to a bare Python as text (`-c`) and must need nothing but the standard library. Lines
come in on standard input and go out on standard output, one JSON object each; the learner's own
prints go to /dev/null. It is not trusted: the code that it loads can rewrite it. So it decides
nothing, and the worker believes only the shape of its lines.
"""

import json
import os
import resource
import sys
from typing import Any, BinaryIO

SETTINGS = json.loads(sys.argv[1])


def confine() -> None:
    """Set the limits of this process, and leave root where it still is root."""
    for name, limit in SETTINGS["limits"].items():
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), limit)
    if SETTINGS["uid"] is not None:
        os.setgroups([])
        os.setresgid(*[SETTINGS["uid"]] * 3)
        os.setresuid(*[SETTINGS["uid"]] * 3)


def take_pipes() -> tuple[BinaryIO, int]:
    """Move the protocol off the standard descriptors; give the learner's code /dev/null there."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    return requests, replies


def send(replies: int, message: dict[str, object]) -> None:
    """Write one line; a value that JSON can't carry becomes an error of its own."""
    try:
        line = json.dumps(message, allow_nan=False)
    except BaseException:
        line = json.dumps({"id": message["id"], "fault": "not_json"})
    data = line.encode() + b"\n"
    if len(data) > SETTINGS["reply_bytes"]:
        data = json.dumps({"id": message["id"], "fault": "too_large"}).encode() + b"\n"
    while data:
        data = data[os.write(replies, data) :]


def describe(error: BaseException) -> dict[str, object]:
    """Name an exception and, where the traceback reaches the learner's cell, its line."""
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "solution":
            line = trace.tb_lineno
        trace = trace.tb_next
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return {"kind": type(error).__name__, "text": str(text)[:300], "line": line}


def answer(request: dict[str, Any], space: dict[str, Any]) -> dict[str, object]:
    """Do what one request asks."""
    if "load" in request:
        try:
            exec(compile(request["load"], "solution", "exec"), space)
        except BaseException as error:
            return {"id": request["id"], "fault": "raised", **describe(error)}
        return {"id": request["id"], "value": None}
    function = space.get(request["call"])
    if not callable(function):
        return {"id": request["id"], "fault": "missing"}
    try:
        return {"id": request["id"], "value": function(*request["args"])}
    except BaseException as error:
        return {"id": request["id"], "fault": "raised", "kind": type(error).__name__}


def main() -> None:
    """Answer until the worker closes the pipe."""
    requests, replies = take_pipes()
    confine()
    space: dict[str, Any] = {"__name__": "__main__"}
    for line in requests:
        send(replies, answer(json.loads(line), space))


main()
