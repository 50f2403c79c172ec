"""Brings the fixtures of a whole Atlas into this folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from machine_fixtures import ada, catalogue, room

__all__ = ["ada", "catalogue", "room"]
