"""The units that labels use, each with the factor to the unit that Atlas keeps.

Sizes with a decimal prefix count in thousands (SI), those with a binary prefix in 1,024s
(IEC 80000-13). A month has 730 hours, as cloud price lists count it; a year has twelve months.
"""

import re
from dataclasses import dataclass

MINUTE_S = 60.0
HOUR_S = 3600.0
DAY_S = 86400.0
WEEK_S = 7 * DAY_S
MONTH_S = 730 * HOUR_S
YEAR_S = 12 * MONTH_S

SCALES = {
    "k": 1e3, "thousand": 1e3,
    "m": 1e6, "mm": 1e6, "mn": 1e6, "million": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9,
    "t": 1e12, "tn": 1e12, "trillion": 1e12,
}  # fmt: skip

DURATIONS = {
    "ns": 1e-9, "nanosecond": 1e-9, "nanoseconds": 1e-9,
    "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "microsecond": 1e-6, "microseconds": 1e-6,
    "ms": 1e-3, "msec": 1e-3, "msecs": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3,
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0,
    "min": MINUTE_S, "mins": MINUTE_S, "minute": MINUTE_S, "minutes": MINUTE_S,
    "h": HOUR_S, "hr": HOUR_S, "hrs": HOUR_S, "hour": HOUR_S, "hours": HOUR_S,
    "d": DAY_S, "day": DAY_S, "days": DAY_S,
    "week": WEEK_S, "weeks": WEEK_S,
    "month": MONTH_S, "months": MONTH_S,
    "year": YEAR_S, "years": YEAR_S, "yr": YEAR_S, "yrs": YEAR_S,
}  # fmt: skip

_BYTES = {"B": 1.0, "byte": 1.0, "bytes": 1.0, "Bytes": 1.0}
_PREFIXES = "KMGTPEZ"
SIZES = {
    **_BYTES,
    **{f"{p}B": 1000.0 ** (i + 1) for i, p in enumerate(_PREFIXES)},
    **{f"{p}iB": 1024.0 ** (i + 1) for i, p in enumerate(_PREFIXES)},
    "kB": 1e3, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
    **{
        f"{p}byte{s}": 1000.0 ** (i + 1)
        for i, p in enumerate(("kilo", "mega", "giga", "tera", "peta", "exa"))
        for s in ("", "s")
    },
    **{
        f"{p}byte{s}": 1000.0 ** (i + 1)
        for i, p in enumerate(("Kilo", "Mega", "Giga", "Tera", "Peta", "Exa"))
        for s in ("", "s")
    },
}  # fmt: skip

BANDWIDTHS = {
    **{
        f"{p}{bps}": 1000.0**power / 8
        for power, p in ((1, "K"), (1, "k"), (2, "M"), (3, "G"), (4, "T"), (5, "P"))
        for bps in ("bps", "bit/s", "b/s", "bits/s", "bits/sec")
    },
    "bps": 1 / 8,
    **{f"{p}Bps": 1000.0 ** (i + 1) for i, p in enumerate(_PREFIXES)},
}  # fmt: skip

RATES = {
    "qps": "queries", "rps": "requests", "tps": "transactions", "iops": "I/O operations",
    "wps": "writes", "ops": "operations", "eps": "events", "mps": "messages", "req/s": "requests",
}  # fmt: skip
"""Words that mean a rate in 1/s, and what they count."""

PERIODS = {
    "s": 1.0, "sec": 1.0, "second": 1.0,
    "m": MINUTE_S, "min": MINUTE_S, "minute": MINUTE_S,
    "h": HOUR_S, "hr": HOUR_S, "hour": HOUR_S,
    "d": DAY_S, "day": DAY_S,
    "wk": WEEK_S, "week": WEEK_S,
    "mo": MONTH_S, "month": MONTH_S,
    "y": YEAR_S, "yr": YEAR_S, "year": YEAR_S,
}  # fmt: skip
ADVERBS = {
    "hourly": HOUR_S, "daily": DAY_S, "weekly": WEEK_S, "monthly": MONTH_S,
    "annual": YEAR_S, "annually": YEAR_S, "yearly": YEAR_S, "a year": YEAR_S, "a month": MONTH_S,
    "a day": DAY_S,
}  # fmt: skip


def _words(*tables: dict[str, float]) -> str:
    names = {re.escape(name) for table in tables for name in table}
    return "|".join(sorted(names, key=len, reverse=True))


_SENSITIVE = re.compile(rf"({_words(SIZES, BANDWIDTHS)})(?![\w])")
_LETTERS = {"s", "h", "d"}
_LETTER = re.compile(r"([shd])(?![\w])")
_INSENSITIVE = re.compile(
    rf"({_words({name: v for name, v in DURATIONS.items() if name not in _LETTERS})})(?![\w])", re.I
)
_RATE = re.compile(r"(req/s|iops|qps|rps|tps|wps|eps|mps|ops)(?![\w/])", re.I)
_PERIOD = re.compile(rf"\s*(?:/\s*|\bper\s+)({_words(PERIODS)})(?![\w])", re.I)
_ADVERB = re.compile(rf"\s*[/,]?\s*({_words(ADVERBS)})\b", re.I)


@dataclass(frozen=True, slots=True)
class Unit:
    """What follows a number: its sort, the factor to the kept unit, and where it ends."""

    sort: str
    factor: float
    end: int
    word: str


def read_unit(text: str, at: int) -> Unit | None:
    """The unit at `at`, blanks or one hyphen before it allowed. "M" and "K" are no units."""
    gap = re.compile(r"\s*-?\s?").match(text, at)
    start = gap.end() if gap else at
    if text.startswith("%", start):
        return Unit("ratio", 0.01, start + 1, "%")
    if found := _RATE.match(text, start):
        return Unit("rate", 1.0, found.end(), RATES[found[1].lower()])
    if found := _SENSITIVE.match(text, start):
        word = found[1]
        if word in BANDWIDTHS:
            return Unit("bandwidth", BANDWIDTHS[word], found.end(), word)
        return Unit("size", SIZES[word], found.end(), word)
    if found := _INSENSITIVE.match(text, start) or _LETTER.match(text, start):
        return Unit("duration", DURATIONS[found[1].lower()], found.end(), found[1])
    return None


def read_period(text: str, at: int) -> tuple[float, int] | None:
    """Seconds and end of "/sec", "per day"; None where no period stands."""
    found = _PERIOD.match(text, at)
    return (PERIODS[found[1].lower()], found.end()) if found else None


def read_adverb(text: str, at: int) -> tuple[float, int] | None:
    """Seconds and end of "annually", "monthly"; None where none stands."""
    found = _ADVERB.match(text, at)
    return (ADVERBS[found[1].lower()], found.end()) if found else None
