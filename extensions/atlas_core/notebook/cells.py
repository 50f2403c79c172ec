"""Notebook cells whose ids say what they hold, not where they stand.

A cell's id is a hash of its page or exercise, its kind and its text; a second cell that is alike
gets the next number. So a paragraph put in above changes no other id, and whoever compares two
copies of a page sees what really changed.
"""

import hashlib
from collections import Counter

Json = dict[str, "JsonValue"]
JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]

NBFORMAT, NBFORMAT_MINOR = 4, 5
_KERNEL: Json = {"display_name": "Python 3", "language": "python", "name": "python3"}


class Cells:
    """Collects the cells of one notebook. `owner` is the id of the page or exercise."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._seen: Counter[str] = Counter()
        self._cells: list[JsonValue] = []

    def add_markdown(self, text: str) -> None:
        """Add a Markdown cell; blank text adds none."""
        if text.strip():
            source = text.strip("\n")
            self._add({"cell_type": "markdown", "metadata": {}, "source": source}, source)

    def add_code(
        self,
        text: str,
        *,
        metadata: Json | None = None,
        outputs: list[JsonValue] | None = None,
        key: str | None = None,
    ) -> None:
        """Add a code cell. `key` stands for its text where the text repeats its owner."""
        cell: Json = {
            "cell_type": "code",
            "execution_count": None,
            "metadata": metadata or {},
            "outputs": outputs or [],
            "source": text.rstrip("\n"),
        }
        self._add(cell, key or text.rstrip("\n"))

    def _add(self, cell: Json, key: str) -> None:
        content = f"{self._owner}\0{cell['cell_type']}\0{key}"
        self._seen[content] += 1
        text = f"{content}\0{self._seen[content]}"
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        self._cells.append({"id": digest[:16], **cell})

    def notebook(self, origin: Json) -> Json:
        """Return the notebook; `origin` says in its metadata what it was made from."""
        return {
            "cells": self._cells,
            "metadata": {
                "kernelspec": dict(_KERNEL),
                "language_info": {"name": "python"},
                "atlas": origin,
            },
            "nbformat": NBFORMAT,
            "nbformat_minor": NBFORMAT_MINOR,
        }
