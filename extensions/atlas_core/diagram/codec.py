"""The contracts as JSON and back: same names, enums as their values, tuples as arrays."""

from pydantic import TypeAdapter

from atlas_core.diagram.geometry import Geometry
from atlas_core.diagram.model import Diagram

_DIAGRAM = TypeAdapter(Diagram)
_GEOMETRY = TypeAdapter(Geometry)


def encode_diagram(diagram: Diagram) -> str:
    """JSON text of one line."""
    return _DIAGRAM.dump_json(diagram).decode()


def decode_diagram(text: str | bytes) -> Diagram:
    """Raises pydantic.ValidationError where the text is no Diagram."""
    return _DIAGRAM.validate_json(text)


def encode_geometry(geometry: Geometry) -> str:
    """JSON text of one line."""
    return _GEOMETRY.dump_json(geometry).decode()


def decode_geometry(text: str | bytes) -> Geometry:
    """Raises pydantic.ValidationError where the text is no Geometry."""
    return _GEOMETRY.validate_json(text)
