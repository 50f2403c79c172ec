"""Whole numbers in as few bytes as they need: seven bits a byte, the lowest first (LEB128).

Signed numbers go through zigzag, so that small ones of either sign stay short.
"""

from collections.abc import Iterable

from atlas_core.trace.model import TraceError


def zigzag(value: int) -> int:
    """0, -1, 1, -2, … as 0, 1, 2, 3, …"""
    return value << 1 if value >= 0 else (-value << 1) - 1


def unzigzag(code: int) -> int:
    """The inverse of `zigzag`."""
    return code >> 1 if code & 1 == 0 else -(code + 1 >> 1)


def encode_varints(values: Iterable[int]) -> bytes:
    """The numbers, each 0 or more, one after the other."""
    out = bytearray()
    for value in values:
        rest = value
        while rest > 0x7F:
            out.append(rest & 0x7F | 0x80)
            rest >>= 7
        out.append(rest)
    return bytes(out)


def decode_varints(data: bytes) -> list[int]:
    """All numbers in `data`. Raises TraceError where the last one is cut off."""
    values = []
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
        else:
            values.append(value)
            value = shift = 0
    if shift:
        raise TraceError("The trace is damaged: a number is cut off. Run the simulation again.")
    return values
