"""Brings the fixtures of a whole Atlas into this folder."""

from machine_fixtures import ada, catalogue, room

__all__ = ["ada", "catalogue", "room"]
