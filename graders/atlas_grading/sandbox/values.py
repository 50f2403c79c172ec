"""JSON values from an untrusted process: read strictly, compared by type.

`parse` refuses what breaks or misleads a reader: not-a-number, infinity, integers beyond 64 bits,
nesting that exhausts the stack. `same` never lets True pass for 1.
"""

import json
import math
from typing import NoReturn

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]

INTEGER_MAX = 2**64
DEPTH_MAX = 64


class NotAValueError(ValueError):
    """The bytes are not one JSON value that we accept."""


def parse(line: bytes) -> JsonValue:
    """Read one JSON value; raises NotAValueError."""
    try:
        value: JsonValue = json.loads(
            line, parse_constant=_refuse, parse_int=_integer, parse_float=_number
        )
    except (ValueError, RecursionError) as error:
        raise NotAValueError(str(error)) from None
    if _depth(value, DEPTH_MAX) < 0:
        raise NotAValueError("nested too deeply")
    return value


def same(left: JsonValue, right: JsonValue) -> bool:
    """Equal in value and type; 1 and 1.0 are the same number, True and 1 are not."""
    if isinstance(left, bool) or isinstance(right, bool):
        return isinstance(left, bool) and isinstance(right, bool) and left == right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left == right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and left == right


def near(value: JsonValue, expected: float, *, tolerance: float = 1e-9) -> bool:
    """A real number (no bool) within `tolerance`, relative for large and absolute for small."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isclose(value, expected, rel_tol=tolerance, abs_tol=tolerance)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _integer(digits: str) -> int:
    if len(digits) > 21 or abs(number := int(digits)) > INTEGER_MAX:
        raise ValueError("an integer beyond 64 bits")
    return number


def _number(digits: str) -> float:
    if not math.isfinite(number := float(digits)):
        raise ValueError("a number beyond the range of a float")
    return number


def _depth(value: JsonValue, left: int) -> int:
    """The levels that remain below `value`, negative when there are too many."""
    if left < 0:
        return left
    if isinstance(value, dict):
        return min((_depth(item, left - 1) for item in value.values()), default=left)
    if isinstance(value, list):
        return min((_depth(item, left - 1) for item in value), default=left)
    return left
