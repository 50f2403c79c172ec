"""The flow engine for Python: the C code of `extensions/engine`, built and called.

`run_model` and `simulate` do what those of `atlas_core.sim.flow` do, at full speed; the traces
have the same bytes.
"""

from atlas_engine.build import BuildError, build_engine
from atlas_engine.native import Engine, EngineError
from atlas_engine.simulate import load_engine, run_model, simulate

__all__ = [
    "BuildError",
    "Engine",
    "EngineError",
    "build_engine",
    "load_engine",
    "run_model",
    "simulate",
]
