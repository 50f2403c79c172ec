"""Arrivals that follow a curve: a day with its peak, and measured traffic from a CSV."""

import csv
import itertools
import math
from collections.abc import Iterable

from atlas_core.sim.flow.model import Steps

ROWS_MAX = 100_000
LINE_MAX = 1000
_STEPS_A_PERIOD = 96


class TrafficError(ValueError):
    """A CSV that is no traffic; `row` counts from 1, the text says what to change."""

    def __init__(self, row: int, sentence: str) -> None:
        super().__init__(sentence)
        self.row = row


def daily(
    low_per_s: float, high_per_s: float, *, period_s: float, peak_s: float, duration_s: float
) -> Steps:
    """A cosine between `low_per_s` and `high_per_s`, in 96 steps a period, highest at `peak_s`."""
    width = period_s / _STEPS_A_PERIOD
    count = min(max(1, math.ceil(duration_s / width)), ROWS_MAX)
    middle, swing = (low_per_s + high_per_s) / 2, (high_per_s - low_per_s) / 2
    steps = []
    for index in range(count):
        turn = 2 * math.pi * ((index + 0.5) * width - peak_s) / period_s
        steps.append((index * width, max(0.0, middle + swing * math.cos(turn))))
    return Steps(steps=tuple(steps))


def read_traffic(lines: Iterable[str]) -> Steps:
    """Steps from a CSV of two columns, seconds and requests a second; a first line may name them.

    Times rise; they are counted from the first. It reads no more than 100,000 rows, of 1,000
    characters each, whatever is behind them. Raises TrafficError.
    """
    steps: list[tuple[float, float]] = []
    for row, line in enumerate(lines, start=1):
        if row > ROWS_MAX:
            raise TrafficError(
                row, f"The CSV has more than {ROWS_MAX:,} rows; give means over longer intervals."
            )
        if len(line) > LINE_MAX:
            raise TrafficError(
                row, f"Row {row} is longer than {LINE_MAX} characters; this is no table of traffic."
            )
        if not line.strip() or (row == 1 and not _numbers(line)):
            continue
        found = _numbers(line)
        if found is None:
            raise TrafficError(row, f"Row {row} is not `seconds,requests a second`.")
        steps.append(found)
    if not steps:
        raise TrafficError(1, "The CSV has no rows; write `seconds,requests a second` in each.")
    if any(later[0] <= one[0] for one, later in itertools.pairwise(steps)):
        row = next(i for i, (a, b) in enumerate(itertools.pairwise(steps), 2) if b[0] <= a[0])
        raise TrafficError(row, f"The time in row {row} does not rise; sort the rows by time.")
    first = steps[0][0]
    return Steps(steps=tuple((time - first, rate) for time, rate in steps))


def _numbers(line: str) -> tuple[float, float] | None:
    cells = next(csv.reader([line.strip()]), [])
    if len(cells) != 2:
        return None
    try:
        time, rate = float(cells[0]), float(cells[1])
    except ValueError:
        return None
    return (time, rate) if math.isfinite(time) and math.isfinite(rate) and rate >= 0 else None
