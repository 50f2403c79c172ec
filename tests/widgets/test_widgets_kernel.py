"""The widget in a real kernel: what a browser would see on the wire, and what it can send."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from atlas_core.catalogue.schema import APPLICATION_ID, SCHEMA, TABLES
from jupyter_client import BlockingKernelClient, KernelManager

WAIT_S = 30
Message = dict[str, Any]


def write_catalogue(path: Path) -> None:
    """One page with a small diagram and one too large for a trait."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.executescript(TABLES)
        meta = [("schema", str(SCHEMA)), ("version", "v1")]
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        db.execute(
            "INSERT INTO page VALUES ('course/retry-storm', 'course', 'retry-storm.md', 'Retries', "
            "'', NULL, 5, 0, '{}', '', '', 0, '[]')"
        )
        for n, text in ((1, "flowchart LR"), (2, "x" * 200_000)):
            name = f"course/retry-storm#{n}"
            body = {
                "id": name,
                "kind": "flowchart",
                "title": "Retries",
                "source": {"path": "retry-storm.md", "line": 3, "text": text},
                "typed": True,
                "nodes": [{"id": "web", "lines": ["Web"]}, {"id": "db", "lines": ["Orders DB"]}],
                "edges": [{"id": "e0", "source": "web", "target": "db"}],
            }
            db.execute(
                "INSERT INTO diagram VALUES (?, 'course/retry-storm', ?, 'flowchart', 1, '', ?, "
                "NULL, NULL)",
                (name, n, json.dumps(body)),
            )
        db.commit()


class Kernel:
    """A kernel as the browser has it: cells in, messages out."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self._client = client

    def run(self, code: str) -> list[Message]:
        return self._until_idle(self._client.execute(code))

    def value(self, expression: str) -> Any:
        messages = self.run(f"import json; print(json.dumps({expression}))")
        printed = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
        return json.loads(printed)

    def send(self, comm: str, data: Message) -> list[Message]:
        message = self._client.session.msg("comm_msg", {"comm_id": comm, "data": data})
        self._client.shell_channel.send(message)
        return self._until_idle(message["header"]["msg_id"])

    def _until_idle(self, request: str) -> list[Message]:
        messages: list[Message] = []
        while True:
            message = self._client.get_iopub_msg(timeout=WAIT_S)
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                return messages


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder = tmp_path_factory.mktemp("kernel")
    write_catalogue(folder / "catalogue.sqlite")
    manager = KernelManager(transport="ipc", ip=str(folder / "k"), kernel_name="python3")
    environment = {**os.environ, "ATLAS_CATALOGUE": str(folder / "catalogue.sqlite")}
    environment["IPYTHONDIR"] = str(folder / "ipython")
    manager.start_kernel(env=environment, cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Kernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def opened(messages: list[Message], model: str = "DiagramModel") -> tuple[str, Message]:
    for message in messages:
        content = message["content"]
        if message["msg_type"] == "comm_open" and (
            content["data"]["state"].get("_model_name") == model
        ):
            return content["comm_id"], content["data"]["state"]
    raise AssertionError("no widget was opened")


def test_a_diagram_opens_as_a_widget_of_the_labextension(kernel: Kernel) -> None:
    messages = kernel.run('import atlas\nd = atlas.Diagram("retry-storm")\nd')
    _comm, state = opened(messages)
    assert {
        key: state[key] for key in ("_model_module", "_view_module", "_view_name", "diagram_id")
    } == {
        "_model_module": "@atlas/labextension",
        "_view_module": "@atlas/labextension",
        "_view_name": "DiagramView",
        "diagram_id": "course/retry-storm#1",
    }
    assert (state["selection"], state["faults"]) == (None, [])
    assert state["bundle"]["diagram"]["nodes"][1]["lines"] == ["Orders DB"]
    shown = [m["content"]["data"] for m in messages if m["msg_type"] == "execute_result"]
    assert shown[0]["application/vnd.atlas.diagram.v1+json"]["geometry"] is None


def test_what_python_does_reaches_the_browser(kernel: Kernel) -> None:
    comm, _ = opened(kernel.run('d = atlas.Diagram("retry-storm#1")'))
    messages = kernel.run('d.crash("Orders DB"); d.selection = "web"')
    updates = [m["content"] for m in messages if m["msg_type"] == "comm_msg"]
    assert {update["comm_id"] for update in updates} == {comm}
    assert [update["data"]["state"] for update in updates] == [
        {"faults": [{"kind": "crash", "node": "db"}]},
        {"selection": "web"},
    ]


def test_what_the_reader_does_reaches_python(kernel: Kernel) -> None:
    comm, _ = opened(kernel.run('d = atlas.Diagram("retry-storm#1")'))
    faults = [{"kind": "crash", "node": "db"}]
    state = {"selection": "db", "faults": faults}
    kernel.send(comm, {"method": "update", "state": state, "buffer_paths": []})
    assert kernel.value("[d.selection, d.faults, d.blast_radius().hit]") == ["db", faults, ["web"]]


def test_a_large_bundle_comes_when_the_browser_asks(kernel: Kernel) -> None:
    comm, state = opened(kernel.run('d = atlas.Diagram("retry-storm#2")'))
    assert state["bundle"] is None
    messages = kernel.send(comm, {"method": "custom", "content": {"type": "bundle:request"}})
    pieces = [m for m in messages if m["msg_type"] == "comm_msg"]
    contents = [piece["content"]["data"]["content"] for piece in pieces]
    assert [c["index"] for c in contents] == list(range(contents[0]["count"]))
    whole = b"".join(bytes(piece["buffers"][0]) for piece in pieces)
    assert len(whole) == contents[0]["bytes"]
    assert json.loads(whole)["diagram"]["source"]["text"] == "x" * 200_000


def test_another_message_is_ignored(kernel: Kernel) -> None:
    comm, _ = opened(kernel.run('d = atlas.Diagram("retry-storm#2")'))
    messages = kernel.send(comm, {"method": "custom", "content": {"type": "else"}})
    assert [m for m in messages if m["msg_type"] != "status"] == []


def test_a_name_that_is_not_there_is_one_sentence(kernel: Kernel) -> None:
    (error,) = [m for m in kernel.run('atlas.Diagram("nowhere")') if m["msg_type"] == "error"]
    assert error["content"]["ename"] == "DiagramNotFoundError"
    assert error["content"]["evalue"] == "The catalogue has no page `nowhere`."


def test_show_takes_names_and_things(kernel: Kernel) -> None:
    messages = kernel.run('atlas.show("retry-storm#1", {"plain": 1})')
    shown = [
        m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "display_data"
    ]
    assert shown == ["course/retry-storm#1: Retries (flowchart, 2 nodes, 1 edge)", "{'plain': 1}"]
