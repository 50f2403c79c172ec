"""The sandbox answers calls, and says how code failed that does not."""

import os

import pytest
from atlas_grading.sandbox import BubblewrapSandbox, Call, CallFailed, Fault, JsonValue, Limits

QUICK = Limits(load_s=5, call_s=1.0, cpu_s=1)


def answer(sandbox: BubblewrapSandbox, source: str, *args: JsonValue) -> JsonValue:
    """Load `source` and call its function `f`."""
    with sandbox.open(source, QUICK) as session:
        return session.call(Call(name="f", args=args))


def failure(sandbox: BubblewrapSandbox, source: str, *args: JsonValue) -> CallFailed:
    with pytest.raises(CallFailed) as raised:
        answer(sandbox, source, *args)
    return raised.value


def test_a_function_answers_with_its_value(sandbox: BubblewrapSandbox) -> None:
    assert answer(sandbox, "def f(a, b): return {'sum': [a + b, a]}", 2, 0.5) == {"sum": [2.5, 2]}


def test_a_session_keeps_its_state_and_two_sessions_share_none(sandbox: BubblewrapSandbox) -> None:
    source = "n = 0\ndef f():\n    global n\n    n += 1\n    return n"
    with sandbox.open(source, QUICK) as session:
        assert [session.call(Call(name="f")) for _ in range(3)] == [1, 2, 3]
    assert answer(sandbox, source) == 1


def test_the_standard_library_is_there_and_installed_packages_are_not(
    sandbox: BubblewrapSandbox,
) -> None:
    modules = "math, random, heapq, collections, dataclasses, json, re, statistics, decimal"
    assert answer(sandbox, f"import {modules}\ndef f(): return math.floor(1.5)") == 1
    assert failure(sandbox, "import httpx").kind == "ModuleNotFoundError"
    assert failure(sandbox, "import pip").kind == "ModuleNotFoundError"


def test_a_syntax_error_names_its_line(sandbox: BubblewrapSandbox) -> None:
    failed = failure(sandbox, "x = 1\ndef f(:\n    pass")
    assert (failed.fault, failed.kind, failed.line) == (Fault.RAISED, "SyntaxError", 2)
    assert failed.function == ""


def test_an_exception_while_loading_tells_its_text(sandbox: BubblewrapSandbox) -> None:
    failed = failure(sandbox, "a = 1\nb = missing")
    assert (failed.kind, failed.line) == ("NameError", 2)
    assert "missing" in failed.text


def test_an_exception_in_a_call_tells_its_kind_and_nothing_of_the_input(
    sandbox: BubblewrapSandbox,
) -> None:
    failed = failure(sandbox, "def f(x): raise ValueError(x)", "the hidden input")
    assert (failed.fault, failed.kind, failed.text) == (Fault.RAISED, "ValueError", "")
    named = failure(sandbox, "def f(x): raise type(x, (Exception,), {})()", "the hidden input")
    assert named.kind is None


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("x = 1", Fault.MISSING),
        ("f = 3", Fault.MISSING),
        ("def f(): return {1, 2}", Fault.NOT_JSON),
        ("def f(): return float('nan')", Fault.NOT_JSON),
        ("def f(): return 10 ** 30", Fault.NOT_JSON),
        ("def f(): return 10 ** 5000", Fault.NOT_JSON),
        ("def f(): return 'x' * 1_000_000", Fault.TOO_LARGE),
        ("def f():\n    while True: pass", Fault.TIMED_OUT),
        ("import time\ndef f(): time.sleep(60)", Fault.TIMED_OUT),
        ("import os\ndef f(): os._exit(0)", Fault.DIED),
        ("import sys\ndef f(): sys.exit(0)", Fault.RAISED),
        ("def f(): return f()", Fault.RAISED),
    ],
)
def test_a_call_that_gives_no_value_says_why(
    sandbox: BubblewrapSandbox, source: str, fault: Fault
) -> None:
    assert failure(sandbox, source).fault is fault


def test_after_a_death_the_session_stays_over(sandbox: BubblewrapSandbox) -> None:
    with sandbox.open("import os\ndef f(): os._exit(0)\ndef g(): return 1", QUICK) as session:
        for name in ("f", "g"):
            with pytest.raises(CallFailed) as raised:
                session.call(Call(name=name))
            assert raised.value.fault is Fault.DIED


def test_prints_go_nowhere_and_break_nothing(sandbox: BubblewrapSandbox) -> None:
    source = (
        "import sys\nprint('x' * 10_000_000)\n"
        "def f():\n    print('{}'); sys.stderr.write('y'); return sys.stdin.read()"
    )
    assert answer(sandbox, source) == ""


def test_the_code_runs_as_a_user_who_is_not_the_operator(sandbox: BubblewrapSandbox) -> None:
    source = "import os\ndef f(): return [os.getuid(), os.getgid(), os.getgroups(), os.getpid()]"
    uid, gid, groups, pid = answer(sandbox, source)  # type: ignore[misc]
    assert uid != 0
    assert gid != 0
    assert 0 not in groups  # type: ignore[operator]
    assert isinstance(pid, int)
    assert pid < 5


def test_leaving_a_session_ends_its_processes(sandbox: BubblewrapSandbox) -> None:
    with sandbox.open("import time\ndef f(): time.sleep(60)", QUICK) as session:
        process = session._process
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.parametrize("drops_root", [True, False])
def test_both_ways_to_start_confine_alike(drops_root: bool) -> None:
    if drops_root and os.geteuid() != 0:
        pytest.skip("only root has a root to drop")
    source = (
        "import os\n"
        "def f(path):\n"
        "    return [os.listdir('/'), os.getuid() > 0, os.path.lexists(path)]\n"
        "def g(): return os.fork()"
    )
    with BubblewrapSandbox(drops_root=drops_root).open(source, QUICK) as session:
        found = session.call(Call(name="f", args=(__file__,)))
        assert isinstance(found, list)
        assert set(found[0]) <= {"dev", "lib", "lib64", "python", "tmp", "usr"}  # type: ignore[arg-type]
        assert found[1:] == [True, False]
        with pytest.raises(CallFailed):
            session.call(Call(name="g"))
