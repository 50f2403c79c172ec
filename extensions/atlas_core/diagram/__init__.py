"""What a Mermaid block means (`Diagram`) and where its parts lie on the page (`Geometry`)."""

from atlas_core.diagram.geometry import Box, EdgeRoute, Geometry, Point
from atlas_core.diagram.model import Annotation, Diagram, Edge, Group, Node

__all__ = [
    "Annotation",
    "Box",
    "Diagram",
    "Edge",
    "EdgeRoute",
    "Geometry",
    "Group",
    "Node",
    "Point",
]
