"""Who can't be served when a node crashes, by which path, and the same in words.

The renderer answers the same question in TypeScript (`packages/diagram/src/reach`); both are held
to one table of examples, tests/fixtures/reach.json.
"""

from atlas_core.reach.blast_radius import blast_radius, crashable
from atlas_core.reach.model import BlastRadius, FaultPath

__all__ = ["BlastRadius", "FaultPath", "blast_radius", "crashable"]
