"""The long-lived process: what happens when it answers, hangs, dies or never starts."""

import sys
from collections.abc import Iterator

import pytest
from atlas_authoring.diagrams.node import NodeMissingError, find_node
from atlas_authoring.diagrams.worker import Lost, Worker

ECHO = """
import json, sys, time
print('{"ready": true}', flush=True)
for line in sys.stdin:
    word = json.loads(line)["say"]
    if word == "hang":
        time.sleep(60)
    if word == "die":
        sys.exit(3)
    print(json.dumps({"said": word}), flush=True)
"""


@pytest.fixture
def worker() -> Iterator[Worker]:
    echo = Worker([sys.executable, "-c", ECHO], timeout_s=0.5)
    yield echo
    echo.close()


def test_one_line_there_one_line_back(worker: Worker) -> None:
    assert worker.ask({"say": "hello"}) == b'{"said": "hello"}'
    assert worker.ask({"say": "größer " * 20_000}) is not None


def test_a_request_that_hangs_is_given_up_and_the_next_one_is_answered(worker: Worker) -> None:
    lost = worker.ask({"say": "hang"})
    assert isinstance(lost, Lost)
    assert lost.code == "workshop-hung"
    assert worker.ask({"say": "again"}) == b'{"said": "again"}'


def test_a_process_that_dies_is_started_again(worker: Worker) -> None:
    lost = worker.ask({"say": "die"})
    assert isinstance(lost, Lost)
    assert lost.code == "workshop-died"
    assert worker.ask({"say": "again"}) == b'{"said": "again"}'


def test_a_command_that_can_not_run_is_a_reason_and_no_exception() -> None:
    broken = Worker(["/nonexistent/node"], timeout_s=0.5)
    assert isinstance(broken.ask({"say": "hello"}), Lost)


def test_a_wrong_atlas_node_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_NODE", "/nonexistent/node")
    with pytest.raises(NodeMissingError, match="ATLAS_NODE names /nonexistent/node"):
        find_node()
