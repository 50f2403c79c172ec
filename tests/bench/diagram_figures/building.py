"""How long a tree takes to build, cold and warm, and how much memory: measured from outside."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from diagram_figures.figure import Figure

SAMPLE_S = 0.05
MB = 1 << 20

_BUILD = """
import json, sys, time
from pathlib import Path
from atlas_authoring.build import build
begun, ends = time.perf_counter(), {}
def progress(stage, done, total):
    ends[stage] = time.perf_counter() - begun
report = build([Path(sys.argv[1])], Path(sys.argv[2]), cache=Path(sys.argv[3]), progress=progress)
ends["all"] = time.perf_counter() - begun
print(json.dumps(ends))
"""


def _memory(process: psutil.Process) -> int:
    """Bytes of a process and all below it; those that just ended count nothing."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def _run(tree: Path, folder: Path) -> tuple[dict[str, float], float, int]:
    """Seconds at the end of each stage, seconds of the whole process, and its peak of memory."""
    begun, peak = time.perf_counter(), 0
    command = [sys.executable, "-c", _BUILD, tree, folder / "catalogue.sqlite", folder / "cache"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        process = psutil.Process(running.pid)
        while running.poll() is None:
            peak = max(peak, _memory(process) if process.is_running() else 0)
            time.sleep(SAMPLE_S)
        assert running.stdout is not None
        said = running.stdout.read()
    return json.loads(said), time.perf_counter() - begun, peak


def figures(tree: Path) -> Iterator[Figure]:
    """Builds `tree` twice into an empty folder."""
    with TemporaryDirectory() as name:
        stages, _, peak = _run(tree, Path(name))
        drawn = stages.get("diagrams", 0.0)
        yield Figure(name="cold: pages and diagrams", value=drawn, unit="s", at_most=15)
        yield Figure(
            name="cold: links, passages, search index, file",
            value=stages["all"] - drawn,
            unit="s",
            at_most=60,
        )
        yield Figure(name="peak memory, all processes", value=peak / MB, unit="MB", at_most=1500)
        _, whole, _ = _run(tree, Path(name))
        yield Figure(name="warm: the whole command", value=whole, unit="s", at_most=2)
        (Path(name) / "catalogue.sqlite").unlink()
        _, again, _ = _run(tree, Path(name))
        yield Figure(
            name="catalogue gone, diagrams cached: the whole command", value=again, unit="s"
        )
