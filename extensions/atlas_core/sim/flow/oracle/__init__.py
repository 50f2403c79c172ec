"""The flow engine in pure Python: slow, readable, and right by definition.

The C engine must write the same trace, entry for entry. Read `run`, then `station`, then `call`.
"""

from atlas_core.sim.flow.oracle.run import run_oracle

__all__ = ["run_oracle"]
