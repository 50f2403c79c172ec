"""Hours of a learner's work while somebody kills one program after the other.

    make soak                       an hour; ATLAS_SOAK_MINUTES says otherwise, ATLAS_SOAK_SEED too

Every few seconds one of hub, proxy, API, worker, culler and supervisor is killed (SIGKILL). Ada
goes on: she sends facts, submits answers right and wrong, computes in one kernel. Whatever Atlas
acknowledged must be there at the end, once.
"""

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from atlas_core.facts.uuid7 import make_uuid7
from machine_room import PROJECT, MachineRoom, Person, wait_for

MINUTES = float(os.environ.get("ATLAS_SOAK_MINUTES", "60"))
SEED = int(os.environ.get("ATLAS_SOAK_SEED", "1"))
PROGRAMS = ("hub", "proxy", "api", "worker", "culler", "supervisor")
BETWEEN_S = (12.0, 30.0)  # a supervisor that lasted less than ten seconds is not started again
EXERCISE = "retry-budget"
PLACE = f"exercises/{EXERCISE}/{EXERCISE}.ipynb"
HIDDEN = PROJECT / "graders" / "hidden" / EXERCISE
ANSWERS: dict[Path, float] = {
    HIDDEN / "reference.py": 10.0,
    HIDDEN / "mutants" / "no_cap.py": 7.0,
}

pytestmark = [
    pytest.mark.soak,
    pytest.mark.enable_socket,
    pytest.mark.timeout(int(MINUTES * 60) + 900),
]


@dataclass
class Kept:
    """What Atlas acknowledged."""

    facts: list[dict[str, object]] = field(default_factory=list)
    submissions: dict[str, float] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)
    cells: int = 0


@contextmanager
def killing(room: MachineRoom, kept: Kept) -> Iterator[None]:
    """Kill a program every 12 to 30 s until the block ends."""
    dice, enough = random.Random(SEED), threading.Event()

    def kill() -> None:
        while not enough.wait(dice.uniform(*BETWEEN_S)):
            program = dice.choice(PROGRAMS)
            if pid := room.pid(program):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue  # it is down from an earlier blow
                kept.kills[program] = kept.kills.get(program, 0) + 1

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def until_answered(call: Callable[[], httpx.Response]) -> dict[str, object]:
    """Ask again, as a browser does, until there is an answer that is not an error."""
    end = time.monotonic() + 120
    while True:
        try:
            answer = call()
            if answer.is_success or "limited" in answer.text:  # ten attempts an hour, no more
                return dict(answer.json())
            told = answer.text
        except httpx.HTTPError as error:
            told = repr(error)
        assert time.monotonic() < end, f"two minutes without an answer: {told[:300]}"
        time.sleep(0.5)


def say(ada: Person, kept: Kept) -> None:
    """Send five facts."""
    facts = [
        {
            "id": make_uuid7(time_ms=time.time_ns() // 1_000_000, entropy=os.urandom(10)),
            "kind": "page.opened",
            "subject": "course/retry-storm",
            "observed_at": datetime.now(UTC).isoformat(),
            "payload": {"origin": "soak"},
        }
        for _ in range(5)
    ]
    path = f"/user/{ada.name}/atlas/facts"
    until_answered(lambda: ada.call("POST", path, json={"facts": facts}))
    kept.facts += facts


def submit(ada: Person, kept: Kept, source: Path, number: int) -> None:
    """Hand in an answer, each time a new one."""
    base = f"/user/{ada.name}"
    place = f"{base}/api/contents/{PLACE}"
    notebook = until_answered(lambda: ada.call("GET", place))["content"]
    assert isinstance(notebook, dict)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "solution":
            cell["source"] = f"{source.read_text()}\n# attempt {number}\n"
    saved = {"type": "notebook", "format": "json", "content": notebook}
    until_answered(lambda: ada.call("PUT", place, json=saved))
    answer = until_answered(
        lambda: ada.call("POST", f"{base}/atlas/exercise/submit", json={"exercise": EXERCISE})
    )
    if "submission" in answer:
        kept.submissions[str(answer["submission"])] = ANSWERS[source]


def compute(ada: Person, kept: Kept) -> None:
    """One more cell in the kernel that has been there from the start."""
    try:
        ada.kernel().reconnect()
        told = ada.run(f"kept.append({kept.cells}); len(kept)")
    except (OSError, httpx.HTTPError, ConnectionError):
        return  # the proxy is down: the cell was not run
    except Exception as error:
        if type(error).__module__.startswith("websocket"):
            return
        raise
    kept.cells += 1
    assert int(told) >= kept.cells, "the kernel forgot what it held"


def attempts(ada: Person) -> list[dict[str, object]]:
    path = f"/user/{ada.name}/atlas/exercise/submissions?exercise={EXERCISE}"
    found = until_answered(lambda: ada.call("GET", path))["submissions"]
    assert isinstance(found, list)
    return found


def test_what_was_acknowledged_is_there_at_the_end_and_once(
    room: MachineRoom, ada: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, sources, number = Kept(), list(ANSWERS), 0
    server = (room.state / "run" / "servers" / "ada.json").read_text()
    ada.run("kept = []")
    fetch = f"/user/{ada.name}/atlas/exercise/fetch"
    until_answered(lambda: ada.call("POST", fetch, json={"exercise": EXERCISE}))
    end = time.monotonic() + MINUTES * 60
    with killing(room, kept):
        while time.monotonic() < end:
            number += 1
            say(ada, kept)
            compute(ada, kept)
            submit(ada, kept, sources[number % len(sources)], number)
            time.sleep(2)

    def graded() -> bool:
        return all(one["state"] == "graded" for one in attempts(ada))

    wait_for(graded, 300, "every submission to be graded")
    listed = {str(one["id"]): one for one in attempts(ada)}
    assert set(listed) == set(kept.submissions), "a submission is lost, or there twice"
    for identity, points in kept.submissions.items():
        grade = listed[identity]["grade"]
        assert isinstance(grade, dict)
        assert grade["points"] == points
        assert grade.get("revision", 1) == 1
    for first in range(0, len(kept.facts), 50):
        again = {"facts": kept.facts[first : first + 50]}
        path = f"/user/{ada.name}/atlas/facts"

        def stored(body: dict[str, object] = again, path: str = path) -> bool:
            told = until_answered(lambda: ada.call("POST", path, json=body))
            return told["duplicates"] == len(body["facts"]) and not told["accepted"]  # type: ignore[arg-type]

        wait_for(stored, 60, "every fact to be in the ledger already")
    assert (room.state / "run" / "servers" / "ada.json").read_text() == server
    with capsys.disabled():
        print(  # noqa: T201 - the figure of a run that takes an hour
            f"\n{MINUTES:g} min, seed {SEED}: kills {json.dumps(kept.kills)}, "
            f"{len(kept.facts)} facts, {len(kept.submissions)} submissions, {kept.cells} cells"
        )
