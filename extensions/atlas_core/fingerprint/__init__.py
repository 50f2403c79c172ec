"""Fingerprints of texts that must not be given away: to recognise them without holding them."""

from atlas_core.fingerprint.fingerprint import (
    FINGERPRINTS_VERSION,
    Fingerprint,
    fingerprint,
    read_fingerprints,
    write_fingerprints,
)

__all__ = [
    "FINGERPRINTS_VERSION",
    "Fingerprint",
    "fingerprint",
    "read_fingerprints",
    "write_fingerprints",
]
