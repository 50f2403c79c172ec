"""From Mermaid blocks to typed diagrams with geometry: `build_diagrams` is the door."""

from atlas_authoring.diagrams.build import Block, Built, build_diagrams
from atlas_authoring.diagrams.node import NodeMissingError

__all__ = ["Block", "Built", "NodeMissingError", "build_diagrams"]
