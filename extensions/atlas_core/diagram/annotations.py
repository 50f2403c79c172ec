"""Reads metrics from the lines of a label: latencies, rates, sizes, money, shares, counts.

A metric is a number with a unit, a currency, a percent sign, or a thing that is counted. Clock
times, dates, versions, ids, addresses, instance types and ordinals ("Server 2") are none; nor is a
change ("-35%", "10x"), which says nothing about a level.
`annotation_examples` shows what is read from which text, and is the test of this grammar.
"""

import re
from collections.abc import Iterator, Sequence

from atlas_core.diagram import naming
from atlas_core.diagram.model import Annotation
from atlas_core.diagram.quantities import Quantity, read_quantity
from atlas_core.diagram.units import MONTH_S, Unit, read_adverb, read_period
from atlas_core.diagram.vocabulary import Bound

_SIZE = r"(?:\d*xlarge|nano|micro|small|medium|large|metal)"
_INSTANCE = rf"(?:(?:db|cache|kafka)\.)?[a-z]{{1,3}}\d+[a-z]{{0,4}}\.{_SIZE}"
_INSTANCES_AFTER = re.compile(rf"(?<![\w.]){_INSTANCE}\s*[x\u00d7]\s*(\d[\d,]*)(?![\w%])")
_INSTANCES_BEFORE = re.compile(rf"(?<![\w.])(\d[\d,]*)\s*[x\u00d7]\s*{_INSTANCE}")
_TIMES = re.compile(r"(?<![\w.])([A-Za-z][A-Za-z ]*s)\s*\u00d7\s*(\d[\d,]*)(?![\w%])")
_NINES = re.compile(r"(?<![\w.])(\d{1,2})\s?(?:9'?s|nines)\b", re.I)
_NO_LOSS = re.compile(r"\b(RPO|RTO)\s*[:=]\s*(0)(?![\w.])")
_STEP = re.compile(r"\s*\d+[a-z]?[.)]\s")
_NUMBER_START = re.compile(r"(?<![\w.#/@^])(?<!\d,)(?<!\d:)\$?\.?\d")


def annotate(lines: Sequence[str]) -> tuple[Annotation, ...]:
    """The metrics of a label, line by line, from left to right."""
    found: list[Annotation] = []
    for index, line in enumerate(lines):
        context = lines[index - 1] if index else ""
        found.extend(_of_line(line, index, context))
    return tuple(found)


def _of_line(line: str, index: int, above: str) -> Iterator[Annotation]:
    taken = list(_special(line, index))
    yield from taken
    spans = [(note.start, note.end) for note in taken]
    step = _STEP.match(line)
    at, previous = step.end() if step else 0, None
    while start := _NUMBER_START.search(line, at):
        at = start.start()
        inside = next((end for begin, end in spans if begin <= at < end), None)
        if inside is not None:
            at = inside
            continue
        quantity = read_quantity(line, at)
        if quantity is None:
            at = _past_number(line, at)
            continue
        annotation = _annotation(line, index, quantity, previous, above)
        at = max(quantity.end, at + 1)
        if annotation is not None:
            previous = annotation
            at = max(at, annotation.end)
            yield annotation


def _past_number(line: str, at: int) -> int:
    """Behind a number that is none of ours, with all that hangs on it."""
    found = re.compile(r"[$.\d][\w.,:/]*").match(line, at)
    return found.end() if found else at + 1


def _special(line: str, index: int) -> Iterator[Annotation]:
    """Instances of a machine type, and availabilities counted in nines."""
    for pattern in (_INSTANCES_AFTER, _INSTANCES_BEFORE):
        for found in pattern.finditer(line):
            value = float(found[1].replace(",", ""))
            yield _plain("instances", value, "1", line=line, index=index, span=found.span())
    for found in _TIMES.finditer(line):
        value = float(found[2].replace(",", ""))
        yield _plain(naming.plain(found[1]), value, "1", line=line, index=index, span=found.span())
    for found in _NO_LOSS.finditer(line):
        yield _plain(naming.plain(found[1]), 0.0, "s", line=line, index=index, span=found.span(2))
    for found in _NINES.finditer(line):
        name = naming.after(line, found.end()) or "availability"
        yield _plain(
            name, 1 - 10.0 ** -int(found[1]), "ratio", line=line, index=index, span=found.span()
        )


def _plain(
    name: str, value: float, unit: str, *, line: str, index: int, span: tuple[int, int]
) -> Annotation:
    start, end = span
    return Annotation(
        name=name, value=value, unit=unit, text=line[start:end], line=index, start=start, end=end
    )


def _annotation(
    line: str, index: int, quantity: Quantity, previous: Annotation | None, above: str
) -> Annotation | None:
    measured = _measure(line, quantity, previous, above)
    if measured is None:
        return None
    name, factor, unit, end = measured
    since = previous.end if previous else 0
    bound, percentile, start = naming.qualifiers(line, quantity.start, end, since)
    if percentile is None and previous and naming.follows_arrow(line, start, previous):
        percentile = previous.percentile
    if quantity.plus and bound is Bound.EXACT:
        bound = Bound.AT_LEAST
    return Annotation(
        name=name,
        value=_rounded(quantity.low * factor),
        unit=unit,
        text=line[start:end],
        line=index,
        start=start,
        end=end,
        bound=bound,
        percentile=percentile,
        upper=None if quantity.high is None else _rounded(quantity.high * factor),
    )


def _rounded(value: float) -> float:
    """Without the noise of binary fractions: 12 significant digits."""
    return float(f"{value:.12g}")


Measured = tuple[str, float, str, int]
"""Name, factor to the kept unit, the unit, end of the text."""


def _measure(  # noqa: PLR0911 - one return for each sort of unit
    line: str, quantity: Quantity, previous: Annotation | None, above: str
) -> Measured | None:
    unit, end = quantity.unit, quantity.end
    named = naming.before(line, quantity.start, previous)
    if quantity.money:
        return _money(line, quantity, named)
    if unit is None:
        return _rate_or_count(line, quantity, named, previous)
    if unit.sort == "duration":
        return _duration(line, quantity, named, above)
    if unit.sort == "size":
        return _size(line, unit, named)
    if unit.sort == "rate":
        return named or unit.word, unit.factor, "1/s", end
    if unit.sort == "bandwidth":
        return named or naming.after(line, end) or "bandwidth", unit.factor, "B/s", end
    name = naming.share(named or naming.after(line, end) or "share")
    return None if quantity.signed else (name, unit.factor, "ratio", end)


def _size(line: str, unit: Unit, named: str) -> Measured:
    if period := read_period(line, unit.end) or read_adverb(line, unit.end):
        return named or "bandwidth", unit.factor / period[0], "B/s", period[1]
    return named or naming.after(line, unit.end) or "size", unit.factor, "B", unit.end


def _duration(line: str, quantity: Quantity, named: str, above: str) -> Measured | None:
    unit = quantity.unit
    if unit is None or naming.is_clock(line, quantity.start, quantity.end):
        return None
    if period := read_period(line, quantity.end):  # "6B hours/day" is no duration
        return named or unit.word, 1 / period[0], "1/s", period[1]
    name = named or naming.after(line, quantity.end)
    if not name:
        percentile = naming.qualifiers(line, quantity.start, quantity.end)[1]
        name = naming.from_above(above) or ("latency" if percentile else "duration")
    return name, unit.factor, "s", quantity.end


def _money(line: str, quantity: Quantity, named: str) -> Measured:
    end = quantity.end
    per = re.compile(r"\s*(?:/|\bper\s+)\s*([A-Za-z][\w-]*)").match(line, end)
    of = ""
    period = read_period(line, end)
    if per and not period:
        of, end = f" per {per[1]}", per.end()
        period = read_period(line, end)
    period = period or read_adverb(line, end)
    name = (named or naming.after(line, period[1] if period else end) or "cost") + of
    if period is None:
        return name, 1.0, "USD", end
    return name, MONTH_S / period[0], "USD/month", period[1]


def _rate_or_count(
    line: str, quantity: Quantity, named: str, previous: Annotation | None
) -> Measured | None:
    rate = _rate(line, quantity, named)
    if rate is not None:
        return rate
    if quantity.signed:
        return None
    noun, end = naming.counted(line, quantity)
    if noun:
        return noun, 1.0, "1", end
    if naming.names_a_count(named, quantity, line):
        return named, 1.0, "1/s" if naming.is_rate(named) else "1", quantity.end
    if naming.follows_arrow(line, quantity.start, previous) and previous and previous.unit == "1":
        return named, 1.0, "1", quantity.end
    return None


def _rate(line: str, quantity: Quantity, named: str) -> Measured | None:
    """ "50K/sec", "1M req/sec", "500K health checks/min", "2M orders per day"."""
    period = read_period(line, quantity.end)
    if period:
        return named or naming.after(line, period[1]) or "rate", 1 / period[0], "1/s", period[1]
    noun = re.compile(r"\s+((?:[A-Za-z][\w-]*\s+){0,2}[A-Za-z][\w-]*)").match(line, quantity.end)
    for length in range(len(noun[1].split()) if noun else 0, 0, -1):
        assert noun is not None
        words = noun[1].split()[:length]
        end = line.index(words[-1], noun.start(1) + len(" ".join(words[:-1]))) + len(words[-1])
        if period := read_period(line, end):
            name = named or naming.plain(" ".join(words))
            return name, 1 / period[0], "1/s", period[1]
    return _rate_by_adverb(line, quantity, named)


def _rate_by_adverb(line: str, quantity: Quantity, named: str) -> Measured | None:
    """ "1B daily", "100M daily orders", "50 deploys daily"; monthly users are no rate."""
    noun, end = "", quantity.end
    adverb = read_adverb(line, end)
    if adverb is None:
        noun, end = naming.counted(line, quantity)
        adverb = read_adverb(line, end) if noun else None
    else:
        noun = naming.after(line, adverb[1])
    name = named or noun
    if adverb is None or not name or naming.is_people(noun):
        return None
    return name, 1 / adverb[0], "1/s", adverb[1]
