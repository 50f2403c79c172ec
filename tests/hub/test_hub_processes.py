import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from atlas_hub.processes import Recorded, end, read, wait_until

STUBBORN = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True)"


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def test_a_running_process_is_found_by_its_record(
    sleeper: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    Recorded.of(sleeper.pid).save(tmp_path / "it.json")
    found = read(tmp_path / "it.json")
    assert found
    process = found.process()
    assert process
    assert process.pid == sleeper.pid


def test_another_process_with_the_same_id_is_not_taken_for_it(
    sleeper: subprocess.Popen[bytes],
) -> None:
    record = Recorded.of(sleeper.pid)
    other = Recorded(pid=record.pid, started=record.started - 60)
    assert other.process() is None
    end([other], grace_s=0.1)
    assert sleeper.poll() is None


def test_a_zombie_counts_as_ended(sleeper: subprocess.Popen[bytes]) -> None:
    record = Recorded.of(sleeper.pid)
    sleeper.kill()
    assert wait_until(lambda: record.process() is None, 5)


def test_a_process_that_ignores_the_request_is_killed() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STUBBORN + "; time.sleep(60)"], stdout=subprocess.PIPE
    )
    assert process.stdout
    process.stdout.read(1)
    record = Recorded.of(process.pid)
    began = time.monotonic()
    end([record], grace_s=0.5)
    assert record.process() is None
    assert time.monotonic() - began < 5
    process.wait()
    process.stdout.close()


def test_ending_a_group_leader_ends_its_children() -> None:
    process = subprocess.Popen(
        ["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout
    child = Recorded.of(int(process.stdout.readline()))
    end([Recorded.of(process.pid)], grace_s=5)
    assert wait_until(lambda: child.process() is None, 5)
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("text", ["", "{}", '{"pid": "x", "started": 1}', "[]", "null"])
def test_a_damaged_record_names_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "it.json").write_text(text)
    assert read(tmp_path / "it.json") is None
    assert read(tmp_path / "missing.json") is None
