"""Reads Chromium's trace events: CPU of the page's process, work on its main thread by frame."""

import itertools
from collections.abc import Iterable, Mapping, Sequence

Event = Mapping[str, object]
TASK = "RunTask"
US_A_MS = 1000


def _number(event: Event, key: str) -> float:
    value = event.get(key, 0)
    return float(value) if isinstance(value, int | float) else 0.0


def _tasks(events: Iterable[Event]) -> list[Event]:
    """The outermost tasks of all threads; those inside another one are left out."""
    named = [e for e in events if e.get("ph") == "X" and str(e.get("name")).endswith(TASK)]
    named.sort(key=lambda e: (_number(e, "pid"), _number(e, "tid"), _number(e, "ts")))
    kept: list[Event] = []
    end: dict[tuple[float, float], float] = {}
    for event in named:
        thread = (_number(event, "pid"), _number(event, "tid"))
        if _number(event, "ts") < end.get(thread, -1):
            continue
        end[thread] = _number(event, "ts") + _number(event, "dur")
        kept.append(event)
    return kept


def renderer_of(events: Sequence[Event]) -> tuple[float, float]:
    """Process and main thread of the page: the renderer's main thread that worked most."""
    mains = {
        (_number(e, "pid"), _number(e, "tid"))
        for e in events
        if e.get("name") == "thread_name" and "CrRendererMain" in str(e.get("args"))
    }
    spent = dict.fromkeys(mains, 0.0)
    for task in _tasks(events):
        thread = (_number(task, "pid"), _number(task, "tid"))
        if thread in spent:
            spent[thread] += _number(task, "dur")
    return max(spent, key=lambda thread: spent[thread])


def cpu_ms(events: Sequence[Event]) -> float:
    """CPU milliseconds of all threads of the page's process."""
    process, _ = renderer_of(events)
    tasks = (task for task in _tasks(events) if _number(task, "pid") == process)
    return sum(_number(task, "tdur") for task in tasks) / US_A_MS


def frames_ms(events: Sequence[Event]) -> list[float]:
    """Milliseconds that the main thread worked from one frame of the page to the next.

    By the thread's own clock: what other processes took from it meanwhile is not its work.
    """
    process, main = renderer_of(events)
    begins = sorted(
        _number(e, "ts")
        for e in events
        if e.get("name") == "BeginMainThreadFrame" and _number(e, "pid") == process
    )
    tasks = [t for t in _tasks(events) if (_number(t, "pid"), _number(t, "tid")) == (process, main)]
    return [
        sum(_number(t, "tdur") for t in tasks if begin <= _number(t, "ts") < end) / US_A_MS
        for begin, end in itertools.pairwise(begins)
    ]
