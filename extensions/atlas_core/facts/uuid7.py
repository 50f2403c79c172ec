"""UUID version 7 (RFC 9562, section 5.7): the time in milliseconds first, then randomness.

Whoever emits a fact makes its id, so the same fact sent twice has the same id. The time and the
randomness are parameters: this module has neither clock nor generator.
"""

from uuid import UUID

ENTROPY_BYTES = 10


def make_uuid7(*, time_ms: int, entropy: bytes) -> str:
    """The id for `time_ms` (Unix milliseconds, 48 bits) and ten random bytes.

    Raises ValueError when the time needs more than 48 bits or the entropy is not ten bytes.
    """
    if not 0 <= time_ms < 1 << 48:
        raise ValueError(f"The time {time_ms} ms does not fit into 48 bits.")
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"A UUIDv7 needs {ENTROPY_BYTES} random bytes, not {len(entropy)}.")
    bits = int.from_bytes(entropy, "big")
    random_a = bits & 0xFFF
    random_b = (bits >> 12) & ((1 << 62) - 1)
    return str(UUID(int=time_ms << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b))


def parse_uuid7(text: str) -> int:
    """The Unix milliseconds in a UUIDv7 in its canonical form (lower case, four hyphens).

    Raises ValueError for anything else, another spelling of the same id included: an id must
    have one spelling only, or a fact could be added twice.
    """
    parsed = UUID(text)
    if str(parsed) != text or parsed.version != 7:
        raise ValueError(f"{text!r} is not a UUID of version 7 in lower case.")
    return parsed.int >> 80
