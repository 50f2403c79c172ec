"""Calls the engine's shared library through ctypes.

The library gets its memory from here and hands its trace over block by block; it touches nothing
else. One `Engine` serves any number of runs, one after the other or at once in several threads.
"""

import ctypes
from dataclasses import dataclass, field
from pathlib import Path

from atlas_core.sim.flow.entries import Outcome
from atlas_core.sim.flow.sums import BUCKETS, WINDOWS, StationSum, Sums, Window
from atlas_core.sim.flow.sums import ENDED as ENDINGS

MEMORY_BYTES_MAX = 1 << 30
_ITEMS_AT_ONCE = 2_000_000
_GROW = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_uint64)
_EMIT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint64)


class EngineError(RuntimeError):
    """The engine can't be loaded or refuses the program; the text says why."""


class _Host(ctypes.Structure):
    _fields_ = (("grow", _GROW), ("emit", _EMIT))


class _StationSum(ctypes.Structure):
    _fields_ = (
        ("calls", ctypes.c_int64),
        ("starts", ctypes.c_int64),
        ("outcomes", ctypes.c_int64 * len(Outcome)),
        ("busy_area", ctypes.c_double),
        ("waiting_area", ctypes.c_double),
        ("present_area", ctypes.c_double),
        ("time_sum", ctypes.c_double),
    )


class _Window(ctypes.Structure):
    _fields_ = (
        ("arrived", ctypes.c_int64),
        ("good", ctypes.c_int64),
        ("bad", ctypes.c_int64),
        ("time_sum", ctypes.c_double),
    )


class _Sum(ctypes.Structure):
    _fields_ = (
        ("entries", ctypes.c_int64),
        ("jobs", ctypes.c_int64),
        ("requests", ctypes.c_int64),
        ("ended", ctypes.c_int64),
        ("windows", _Window * WINDOWS),
        ("buckets", ctypes.c_int64 * BUCKETS),
    )


@dataclass(slots=True)
class _Memory:
    """What the run was given; it lives as long as this object."""

    bytes_max: int
    grants: list[ctypes.Array[ctypes.c_char]] = field(default_factory=list)
    granted: int = 0

    def grow(self, count: int) -> int | None:
        if self.granted + count > self.bytes_max:
            return None
        try:
            grant = ctypes.create_string_buffer(count + 16)
        except MemoryError:
            return None
        self.grants.append(grant)
        self.granted += count
        return (ctypes.addressof(grant) + 15) & ~15


class Engine:
    """The loaded library."""

    def __init__(self, library: Path) -> None:
        try:
            loaded = ctypes.CDLL(str(library))
        except OSError as error:
            raise EngineError(f"The engine {library.name} can't be loaded: {error}") from error
        self._open = loaded.flow_open
        self._open.restype = ctypes.c_void_p
        self._open.argtypes = (ctypes.POINTER(_Host), ctypes.c_void_p, ctypes.c_uint64)
        self._run = loaded.flow_run
        self._run.restype = ctypes.c_int64
        self._run.argtypes = (ctypes.c_void_p, ctypes.c_int64)
        self._sum = loaded.flow_sum
        self._sum.restype = ctypes.POINTER(_Sum)
        self._sum.argtypes = (ctypes.c_void_p,)
        self._stations = loaded.flow_stations
        self._stations.restype = ctypes.POINTER(_StationSum)
        self._stations.argtypes = (ctypes.c_void_p,)

    def run(
        self, program: bytes, stations: int, *, memory_bytes_max: int = MEMORY_BYTES_MAX
    ) -> tuple[list[bytes], Sums]:
        """The blocks of the trace and the sums of a run.

        It ends early, and says so, where its jobs need more than `memory_bytes_max`.

        It is cut into parts of two million steps, so that an interrupt ends it. Raises
        EngineError where `program` is none, or memory does not suffice to begin.
        """
        words = ctypes.create_string_buffer(program, len(program))
        memory = _Memory(bytes_max=memory_bytes_max)
        blocks: list[bytes] = []
        grow = _GROW(memory.grow)
        emit = _EMIT(lambda data, count: blocks.append(ctypes.string_at(data, count)))
        host = _Host(grow=grow, emit=emit)
        world = self._open(ctypes.byref(host), words, len(program) // 8)
        if not world:
            raise EngineError("The engine refuses the program: another version, or no memory.")
        while (ended := self._run(world, _ITEMS_AT_ONCE)) == 0:
            pass
        found = self._sum(world).contents
        each = self._stations(world)
        return blocks, Sums(
            ended=ENDINGS[ended - 1],
            entries=found.entries,
            requests=found.requests,
            stations=tuple(_station(each[index]) for index in range(stations)),
            windows=tuple(
                Window(arrived=w.arrived, good=w.good, bad=w.bad, time_ticks=w.time_sum)
                for w in found.windows
            ),
            buckets=tuple(found.buckets),
        )


def _station(found: _StationSum) -> StationSum:
    return StationSum(
        calls=found.calls,
        starts=found.starts,
        outcomes=tuple(found.outcomes),
        busy_ticks=found.busy_area,
        waiting_ticks=found.waiting_area,
        present_ticks=found.present_area,
        time_ticks=found.time_sum,
    )
