"""Passages for a question, as citations: what the tutor answers from."""

from atlas_core.retrieve.retrieve import Citation, retrieve

__all__ = ["Citation", "retrieve"]
