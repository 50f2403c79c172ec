"""A number in a label, with its sign, currency, scale, range and unit."""

import re
from dataclasses import dataclass

from atlas_core.diagram.units import SCALES, Unit, read_unit

_NUMBER = re.compile(
    r"(?P<money>\$)?\s?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<early>\+(?=\s?(?:thousand|million|billion|trillion)\b))?"
    r"(?P<scale>\s?(?:thousand|million|billion|trillion)\b|(?:[KkMBT]|MM|bn|Bn|mn)(?![\w%]))?"
    r"(?P<plus>\+)?"
)
_DECADE = re.compile(r"(?:19|20)\d0s\b")
_TO = re.compile(r"\s*(?:-|\u2013|—|\bto\b|\.{2,3})\s*")
_SIGN = re.compile(r"(?:^|[\s(:])([+\u2212-]|[↑↓]\s?)\$?$")
_WHOLE = re.compile(r"[\w:]|[.,/]\d|-[A-Za-z]*\d")
_MARKED = re.compile(
    r"(?:\bT\s?[+-]|(?<!\b[Ss]ub)(?<=[A-Za-z])-|\b(?:v|V|RFC|HTTP|TLS|ISO|IPv|SHA|AES)[ -]?)$"
)
_BYTES_MIN = 16
_BYTE_NOUNS = frozenset(
    {
        *("packet", "packets", "payload", "payloads", "block", "blocks", "header", "headers"),
        *("key", "keys", "value", "values", "record", "records", "message", "messages"),
        *("each", "per", "line", "lines", "chunk", "chunks"),
    }
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`low` to `high` in `unit`; `high` is None without a range. `line[start:end]` is its text."""

    low: float
    high: float | None
    money: bool
    scaled: bool
    plus: bool
    signed: bool
    grouped: bool
    unit: Unit | None
    start: int
    end: int


def _value(found: re.Match[str]) -> float:
    return float(found["digits"].replace(",", ""))


def _scale(found: re.Match[str]) -> float:
    return SCALES[found["scale"].strip().lower()] if found["scale"] else 1.0


def read_quantity(line: str, at: int) -> Quantity | None:
    """The quantity that begins at `at`; None for clock times, versions, fractions and ids."""
    first = _NUMBER.match(line, at)
    if first is None or _DECADE.match(line, at):
        return None
    sign = _SIGN.search(line[:at])
    if (sign and sign[1] not in ("+", "↑ ", "↑")) or _MARKED.search(line[:at]):
        return None
    scale, unit = _scale(first), read_unit(line, first.end())
    if _is_bytes(line, first):
        scale, unit = 1.0, Unit("size", 1.0, first.end(), "B")
    end = unit.end if unit else first.end()
    low, high = _value(first) * scale, None
    scaled, plus = scale != 1.0, bool(first["plus"] or first["early"])
    second = _second(line, end)
    if second is not None:
        second_unit = read_unit(line, second.end())
        if (
            second_unit
            or (unit is None and (first["money"] or scaled or second["scale"]))
            or (unit is None and re.match(r"\s+[A-Za-z]|\s*$", line[second.end() :]))
        ):
            high = _value(second) * _scale(second)
            if not scaled and second["scale"] and low * _scale(second) <= high:
                low *= _scale(second)
            if unit is not None and second_unit is not None and unit.factor != second_unit.factor:
                low *= unit.factor / second_unit.factor
            unit, scaled = second_unit or unit, scaled or bool(second["scale"])
            plus = plus or bool(second["plus"])
            end = second_unit.end if second_unit else second.end()
    if (line[end - 1 : end] == "%" and line[end : end + 1] == "+") or (
        unit is not None and re.match(r"\+(?!\w)", line[end:])
    ):
        plus, end = True, end + 1
    if unit is None and not first["money"] and _WHOLE.match(line, end):
        return None
    return Quantity(
        low=low,
        high=high,
        money=bool(first["money"]),
        scaled=scaled,
        plus=plus,
        signed=sign is not None,
        grouped="," in first["digits"],
        unit=unit,
        start=at,
        end=end,
    )


def _second(line: str, at: int) -> re.Match[str] | None:
    to = _TO.match(line, at)
    return _NUMBER.match(line, to.end()) if to and to.end() > at else None


def _is_bytes(line: str, first: re.Match[str]) -> bool:
    """ "64B" and "512B payload" are bytes; "20B parameters", "2.1B" and "$15B" are billions."""
    digits = first["digits"]
    if first["scale"] != "B" or first["money"] or not digits.isdigit() or int(digits) < _BYTES_MIN:
        return False
    after = re.match(r"\+?\s*(/?)([A-Za-z]*)", line[first.end() :])
    if after is None or after[1]:
        return False
    return after[2].lower() in _BYTE_NOUNS or (not after[2] and int(digits).bit_count() == 1)
