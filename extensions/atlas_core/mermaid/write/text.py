"""Labels as Mermaid text: whatever could mean something to its grammar becomes a number."""

from collections.abc import Sequence

_PLAIN = frozenset(" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,./")


def escaped(line: str) -> str:
    """The line with every sign but letters, digits, blanks, commas, dots as `#<number>;`."""
    return "".join(c if c in _PLAIN or ord(c) > 0xFF else f"#{ord(c)};" for c in line)


def label(lines: Sequence[str]) -> str:
    """Lines as one label, with breaks between."""
    return "<br/>".join(escaped(line) for line in lines)
