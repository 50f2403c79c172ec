"""Answers written by somebody who wants points, secrets, or the machine."""

import os
import time
from pathlib import Path

import pytest
from atlas_core.exercise import Grade, Outcome
from atlas_grading.exercise_folder import HIDDEN, PROJECT, ExerciseFolder
from atlas_grading.gate.gate import answer_notebook
from atlas_grading.judge import judge
from atlas_grading.sandbox import BubblewrapSandbox, Call, CallFailed, JsonValue, Limits

pytestmark = pytest.mark.redteam

DUMMIES = (
    "\ndef backoff_s(*_): return {v}\ndef should_retry(*_): return {v}\ndef run(*_): return {v}"
)


def graded(sandbox: BubblewrapSandbox, folder: ExerciseFolder, source: str) -> Grade:
    return judge(
        answer_notebook(source),
        folder.exercise,
        submission="s1",
        check_set=folder.check_set(),
        starter=folder.starter,
        sandbox=sandbox,
    )


def answer(sandbox: BubblewrapSandbox, source: str, *args: JsonValue) -> JsonValue:
    with sandbox.open(source, Limits(cpu_s=1, call_s=3)) as session:
        return session.call(Call(name="f", args=args))


HOSTILE = {
    "leaves at import": "import os\nos._exit(0)",
    "leaves in a call": "import os\n" + DUMMIES.format(v="os._exit(0)"),
    "kills its group": "import os, signal\nos.kill(0, signal.SIGKILL)" + DUMMIES.format(v=1),
    "loops at import": "while True: pass",
    "loops and ignores every signal": (
        "import signal\n"
        "for n in range(1, 65):\n"
        "    try: signal.signal(n, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\n"
        "while True: pass"
    ),
    "forks without end": "import os\nwhile True: os.fork()",
    "threads left behind": (
        "import threading, time\n"
        "for _ in range(100_000): threading.Thread(target=time.sleep, args=(99,)).start()"
    ),
    "eats memory": "x = []\nwhile True: x.append(bytearray(10 ** 7))",
    "eats memory in one piece": "x = bytearray(10 ** 12)",
    "floods its output": "while True: print('x' * 10 ** 6)",
    "returns a flood": DUMMIES.format(v="'x' * 10 ** 8"),
    "equal to everything": (
        "class Any(float):\n"
        "    __eq__ = __le__ = __lt__ = __ge__ = __gt__ = lambda *_: True\n"
        "    __hash__ = float.__hash__\n" + DUMMIES.format(v="Any(7)")
    ),
    "a dict that lies": (
        "class Lie(dict):\n"
        "    def __getitem__(self, key): return 1\n"
        "    def __contains__(self, key): return True\n" + DUMMIES.format(v="Lie()")
    ),
    "rewrites json": (
        'import json\njson.dumps = lambda *_, **__: \'{"id": "x", "value": true}\''
        + DUMMIES.format(v="True")
    ),
    "rewrites builtins": (
        "import builtins\nbuiltins.callable = lambda _: True\nbuiltins.len = lambda _: 0"
        + DUMMIES.format(v="True")
    ),
    "answers before it is asked": (
        "import os\n"
        "for fd in range(3, 16):\n"
        "    for n in range(50):\n"
        '        try: os.write(fd, b\'{"id": "1", "value": true}\\n\')\n'
        "        except OSError: pass" + DUMMIES.format(v="True")
    ),
    "closes the pipe": "import os\nos.closerange(0, 64)" + DUMMIES.format(v="True"),
    "digs a deep hole": ("x = []\nfor _ in range(100_000): x = [x]" + DUMMIES.format(v="x")),
    "writes an endless number": DUMMIES.format(v="10 ** 100_000"),
    "breaks the parser": "(" * 5000 + "1" + ")" * 5000,
    "a null in its source": "x = 1\x00",
    "is not text": "x = '\ud800'",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_answer_earns_nothing_and_ends_soon(
    sandbox: BubblewrapSandbox, retry_budget: ExerciseFolder, name: str
) -> None:
    before = time.monotonic()
    grade = graded(sandbox, retry_budget, HOSTILE[name])
    assert grade.points == 0
    assert all(check.outcome is not Outcome.PASSED for check in grade.checks)
    assert all(check.sentence for check in grade.checks)
    assert time.monotonic() - before < 60


def test_nothing_of_the_machine_is_there_to_read(sandbox: BubblewrapSandbox) -> None:
    above = [place for place in PROJECT.parents[:-1] if place != Path("/tmp")]  # scratch of its own
    places = [
        *("/home", "/srv", "/etc/passwd", "/etc/shadow", "/proc", "/sys", "/run", "/opt"),
        *("/var", "/dev/shm", "/dev/mem", "/proc/self/environ", "/tmp/.X11-unix"),
        *map(str, (HIDDEN, PROJECT, *above, Path.home(), Path.cwd())),
        str(Path(os.__file__).parent / "site-packages" / "pip"),
    ]
    source = (
        "import os\n"
        "def f(places):\n"
        "    return [p for p in places if os.path.lexists(p)] + sorted(os.environ)"
    )
    found = answer(sandbox, source, list[JsonValue](places))
    assert found == ["LC_ALL", "LD_LIBRARY_PATH", "PWD", "PYTHONHASHSEED"]


def test_the_hidden_checks_are_nowhere_in_memory(
    sandbox: BubblewrapSandbox, retry_budget: ExerciseFolder
) -> None:
    source = (
        "import gc, sys\n"
        "def f():\n"
        "    words = [x for x in gc.get_objects() if isinstance(x, (str, bytes))]\n"
        "    frames, frame = [], sys._getframe()\n"
        "    while frame: frames.append(repr(frame.f_locals)); frame = frame.f_back\n"
        "    return 'keeps_the_budget' in repr((words, frames, sys.argv, list(sys.modules)))"
    )
    assert answer(sandbox, source) is False


WAYS_OUT = {
    "a socket": "import socket; socket.socket()",
    "a socket pair": "import socket; socket.socketpair()",
    "a child": "import os; os.fork()",
    "a spawned child": "import os; os.posix_spawn('/python/bin/python3', ['x'], {})",
    "a thread": "import _thread; _thread.start_new_thread(print, ())",
    "a memory file": "import os; os.memfd_create('x')",
    "a write to its own root": "open('/x', 'w')",
    "a write to python": "open('/python/lib/x', 'w')",
    "a large file": "open('/tmp/x', 'w').write('x' * 10_000_000)",
    "many small files": (
        "for n in range(1000):\n    with open(f'/tmp/{n}', 'w') as g: g.write('x' * 100_000)"
    ),
    "more memory": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "more time": "import resource; resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))",
    "root": "import os; os.setuid(0)",
    "a device": "import os; os.mknod('/tmp/d', 0o020666, 259)",
    "a root of its own": "import os; os.chroot('/tmp')",
    "another's priority": "import os; os.nice(-5)",
    "signal to its init": "import os; os.kill(1, 9)",
}


@pytest.mark.parametrize("name", sorted(WAYS_OUT))
def test_there_is_no_way_out(sandbox: BubblewrapSandbox, name: str) -> None:
    body = "\n".join(f"    {line}" for line in WAYS_OUT[name].split("\n"))
    with pytest.raises(CallFailed):
        answer(sandbox, f"def f():\n{body}")


@pytest.mark.parametrize(
    "call", ["unshare(0x10000000)", "mount(0, 0, 0, 0, 0)", "ptrace(16, 1, 0, 0)", "setns(0, 0)"]
)
def test_system_calls_that_change_the_world_are_refused(
    sandbox: BubblewrapSandbox, call: str
) -> None:
    source = (
        "import ctypes\n"
        "c = ctypes.CDLL(None, use_errno=True)\n"
        f"def f(): return [c.{call}, ctypes.get_errno()]"
    )
    assert answer(sandbox, source) == [-1, 38]


def test_a_hidden_input_does_not_leave_by_a_print_or_an_error(
    sandbox: BubblewrapSandbox, retry_budget: ExerciseFolder
) -> None:
    source = (
        "import sys\n"
        "def leak(*args):\n"
        "    print('LEAK', args); sys.stderr.write(repr(args))\n"
        "    raise type('LEAK' + repr(args), (Exception,), {})(repr(args))\n"
        "backoff_s = should_retry = run = leak"
    )
    grade = graded(sandbox, retry_budget, source)
    assert grade.points == 0
    assert "LEAK" not in repr(grade)


def test_a_check_that_a_forger_dies_in_costs_that_check_only(
    sandbox: BubblewrapSandbox, retry_budget: ExerciseFolder
) -> None:
    source = (
        retry_budget.reference()
        + "\n\nimport os\nhonest = backoff_s\n"
        + "def backoff_s(*args):\n"
        + "    for fd in range(3, 16):\n"
        + "        try: os.write(fd, b'{\"value\": 1}\\n')\n"
        + "        except OSError: pass\n"
        + "    return honest(*args)\n"
    )
    grade = graded(sandbox, retry_budget, source)
    outcomes = {check.check: check.outcome for check in grade.checks}
    assert outcomes["backoff"] is Outcome.REFUSED
    assert outcomes["what-to-retry"] is Outcome.PASSED
    assert outcomes["limits"] is Outcome.PASSED


def test_no_process_of_a_submission_is_left(
    sandbox: BubblewrapSandbox, retry_budget: ExerciseFolder
) -> None:
    def children() -> set[str]:
        me = str(os.getpid())
        return {
            path.parent.name for path in Path("/proc").glob("[0-9]*/stat") if _parent(path) == me
        }

    before = children()
    graded(sandbox, retry_budget, HOSTILE["loops and ignores every signal"])
    assert children() <= before


def _parent(path: Path) -> str:
    try:
        return path.read_text().rpartition(")")[2].split()[1]
    except OSError:
        return ""
