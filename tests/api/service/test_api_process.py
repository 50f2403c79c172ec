"""The service as a process: it starts, ends when told, and forgets nothing when it is killed."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_process import Process, running_hub
from api_world import NOTEBOOK, WORKER_TOKEN
from atlas_core.facts import make_uuid7

pytestmark = pytest.mark.enable_socket
ADA = {"Authorization": "token ada"}
WORKER = {"Authorization": f"Bearer {WORKER_TOKEN}"}
EXERCISES = "/v1/courses/systems/exercises"


@pytest.fixture
def process(tmp_path: Path, database_url: str) -> Iterator[Process]:
    with running_hub() as hub_url:
        process = Process(state=tmp_path / "state", database_url=database_url, hub_url=hub_url)
        yield process
        if process.popen is not None and process.popen.poll() is None:
            process.kill()


def release(process: Process, exercise: str) -> None:
    answer = httpx.put(
        f"{process.url}{EXERCISES}/{exercise}/release",
        content=NOTEBOOK,
        headers={"Authorization": "token course"},
    )
    assert answer.status_code == 200, answer.text


def keep_writing(process: Process, number: int, acknowledged: list[tuple[str, str]]) -> None:
    """Submit and record facts until the service is gone; note what it acknowledged."""
    with httpx.Client(base_url=process.url, headers=ADA, timeout=10) as client:
        try:
            for turn in range(10):
                content = f"answer {number}.{turn} ".encode() * 5000
                answer = client.post(
                    f"{EXERCISES}/exercise-{number}/submissions",
                    content=content,
                    headers={"Idempotency-Key": f"{number}.{turn}"},
                )
                if answer.status_code == 200:
                    acknowledged.append((answer.json()["submission"], content.decode()))
                subject = f"course/{number}.{turn}"
                fact = {
                    "id": make_uuid7(time_ms=turn, entropy=bytes([number, turn]) * 5),
                    "kind": "page.read",
                    "subject": subject,
                    "observed_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                }
                answer = client.post("/v1/facts", json={"facts": [fact]})
                if answer.status_code == 200 and answer.json()["accepted"] == 1:
                    acknowledged.append(("fact", subject))
        except httpx.HTTPError:
            return


def test_kill_9_while_many_write_loses_nothing_that_was_acknowledged(process: Process) -> None:
    process.start()
    for number in range(6):
        release(process, f"exercise-{number}")
    acknowledged: list[tuple[str, str]] = []
    writers = [
        threading.Thread(target=keep_writing, args=(process, number, acknowledged))
        for number in range(6)
    ]
    for writer in writers:
        writer.start()
    deadline = time.monotonic() + 30
    while len(acknowledged) < 30 and time.monotonic() < deadline:
        time.sleep(0.005)
    process.kill()
    for writer in writers:
        writer.join()
    assert 30 <= len(acknowledged) < 120, "killed in the midst of it"

    process.start()
    with httpx.Client(base_url=process.url, headers=ADA, timeout=10) as client:
        pages = client.get("/v1/progress").json()["pages"]
        for submission, content in acknowledged:
            if submission == "fact":
                assert content in pages
            else:
                kept = client.get(f"/v1/submissions/{submission}/content")
                assert kept.text == content
        listed = client.get("/v1/courses/systems/submissions").json()["submissions"]
        # What was kept without having been acknowledged is whole, too.
        for one in listed:
            assert client.get(f"/v1/submissions/{one['id']}/content").status_code == 200
        for exercise in {one["exercise"] for one in listed}:
            attempts = [one["attempt"] for one in listed if one["exercise"] == exercise]
            assert sorted(attempts) == list(range(1, len(attempts) + 1))
    compare = [sys.executable, "-m", "atlas_api.rebuild"]
    ended = subprocess.run(
        compare, env=process.environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.stdout == "1 learners compared, 0 different.\n"


def test_a_killed_service_keeps_leases_and_the_grade_comes_once(process: Process) -> None:
    process.start()
    release(process, "retry")
    submit = {**ADA, "Idempotency-Key": "k"}
    url = f"{EXERCISES}/retry/submissions"
    httpx.post(process.url + url, content=NOTEBOOK, headers=submit)
    body = {"worker": "w", "wait_s": 5}
    lease = httpx.post(f"{process.url}/v1/work/lease", json=body, headers=WORKER).json()
    process.kill()
    process.start()
    grade = {
        "submission": lease["submission"],
        "exercise": "retry",
        "check_set": "c",
        "points": 1,
        "max_points": 1,
        "checks": [],
        "sentence": "Yes.",
    }
    path = f"/v1/work/{lease['submission']}/grade"
    created = []
    for _ in range(2):
        answer = httpx.post(
            process.url + path, json={"lease": lease["lease"], "grade": grade}, headers=WORKER
        )
        created.append(answer.json()["created"])
    assert created == [True, False]


def test_it_stops_at_once_though_workers_wait_and_logs_json(process: Process) -> None:
    process.start()

    def wait() -> None:
        body = {"worker": "w", "wait_s": 25}
        answers.append(
            httpx.post(f"{process.url}/v1/work/lease", json=body, headers=WORKER, timeout=30)
        )

    answers: list[httpx.Response] = []
    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.5)
    seconds = process.stop()
    waiting.join()
    assert seconds < 5
    assert answers[0].status_code == 204
    lines = [json.loads(line) for line in process.log().splitlines()]
    assert {"time", "level", "logger", "message"} <= set(lines[0])
    assert any(line.get("path") == "/v1/work/lease" and line["request_id"] for line in lines)
    assert WORKER_TOKEN not in process.log()


def test_a_taken_port_ends_it_with_a_failure(process: Process) -> None:
    process.start()
    port = int(process.url.rpartition(":")[2])
    second = subprocess.run(
        [sys.executable, "-m", "atlas_api"],
        env={**process.environment, "ATLAS_PORT": str(port - 2)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert second.returncode != 0
    assert "address already in use" in second.stdout
