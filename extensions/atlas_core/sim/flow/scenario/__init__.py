"""Scenarios as authors write them: `scenarios:` in a page's front matter, read and bound.

`read_scenarios` reads them, `bind` makes models of one and its diagram, `answer` is what a browser
needs to run a diagram. The keys stand in the tables `station`, `call`, `load` and `fault`.
"""

from atlas_core.sim.flow.scenario.answer import SimulationAnswer, encode_answer, simulation_answer
from atlas_core.sim.flow.scenario.bind import Bound, bind
from atlas_core.sim.flow.scenario.page import PageScenario
from atlas_core.sim.flow.scenario.problem import ScenarioError
from atlas_core.sim.flow.scenario.read import read_scenarios

__all__ = [
    "Bound",
    "PageScenario",
    "ScenarioError",
    "SimulationAnswer",
    "bind",
    "encode_answer",
    "read_scenarios",
    "simulation_answer",
]
