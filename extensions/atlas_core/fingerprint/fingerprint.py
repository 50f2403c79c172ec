"""Winnowing without the window: hashed n-grams of a program's tokens.

After Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting",
SIGMOD 2003. Names and numbers are kept, since they are what a solution is recognised by; comments,
strings' contents and white space are not. Hashes are cut to 64 bits: nothing of the text can be
read from them, though a guess can be confirmed, so the file stays with the trusted services.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FINGERPRINTS_VERSION = 1
GRAM = 8
# By hand rather than `tokenize`: it must read code inside prose, and give the same for ever.
TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*)|(?P<string>"[^"\n]*"|'[^'\n]*')|(?P<kept>\d[\d_.]*|\w+|.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """The hashes of one text, 16 hexadecimal digits each."""

    hashes: frozenset[str]

    def share_in(self, other: "Fingerprint") -> float:
        """The share of this text that the other holds, 0 to 1."""
        return len(self.hashes & other.hashes) / len(self.hashes) if self.hashes else 0.0

    def without(self, other: "Fingerprint") -> "Fingerprint":
        """What this text has that the other has not: a solution without what its starter gives."""
        return Fingerprint(hashes=self.hashes - other.hashes)


def fingerprint(program: str) -> Fingerprint:
    """The fingerprint of Python code, alone or in the midst of prose."""
    tokens = list(_tokens(program))
    grams = (tokens[start : start + GRAM] for start in range(len(tokens) - GRAM + 1))
    return Fingerprint(hashes=frozenset(_hash(gram) for gram in grams))


def write_fingerprints(fingerprints: Mapping[str, Fingerprint]) -> str:
    """The JSON for `ATLAS_FINGERPRINTS`: by exercise, the same for the same fingerprints."""
    exercises = {name: sorted(one.hashes) for name, one in sorted(fingerprints.items())}
    return json.dumps({"version": FINGERPRINTS_VERSION, "exercises": exercises}, indent=1) + "\n"


def read_fingerprints(text: str) -> dict[str, Fingerprint]:
    """What `write_fingerprints` wrote. Raises ValueError with a sentence."""
    try:
        content = json.loads(text)
        if content["version"] != FINGERPRINTS_VERSION:
            raise ValueError("another version")
        return {
            str(name): Fingerprint(hashes=frozenset(map(str, hashes)))
            for name, hashes in content["exercises"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            f"This is no file of fingerprints of version {FINGERPRINTS_VERSION}; make it again."
        ) from error


def _tokens(program: str) -> Iterable[str]:
    for token in TOKEN.finditer(program):
        if token["string"]:
            yield "''"
        elif token["kept"]:
            yield token["kept"]


def _hash(gram: list[str]) -> str:
    return hashlib.sha256("\x1f".join(gram).encode("utf-8", "replace")).hexdigest()[:16]
