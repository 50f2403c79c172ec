"""A diagram in a notebook: the same drawing as in the reader, with traits for what Python shares.

Without a kernel the output's `application/vnd.atlas.diagram.v1+json` is drawn; with one, the
browser's `DiagramModel` and `DiagramView` keep `selection` and `faults` in step with this object.
No trait is larger than 64 KB: a larger bundle travels as custom messages when the browser asks
(Jupyter limits what a kernel may send a second).
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from atlas_core.catalogue import Bundle
from atlas_core.diagram import Diagram
from atlas_core.reach import BlastRadius, blast_radius
from ipywidgets import DOMWidget
from pydantic import TypeAdapter
from traitlets import Dict, List, TraitError, Unicode, validate

from atlas_widgets.naming import label, node_named

MODULE = "@atlas/labextension"
MODULE_VERSION = "^0.1.0"
MIME = "application/vnd.atlas.diagram.v1+json"
TRAIT_BYTES_MAX = 64 * 1024
CHUNK_BYTES = 48 * 1024
CRASH = "crash"
BUNDLE = TypeAdapter(Bundle)


class DiagramWidget(DOMWidget):  # type: ignore[misc] # ipywidgets has no types
    """One diagram of the catalogue. Put it last in a cell, or hand it to `atlas.show`.

    `selection` is the id of a node or an edge, or None. `faults` lists what is broken, as
    `{"kind": "crash", "node": id}`. Both follow what the reader does in the browser.
    """

    _model_module = Unicode(MODULE).tag(sync=True)
    _model_module_version = Unicode(MODULE_VERSION).tag(sync=True)
    _model_name = Unicode("DiagramModel").tag(sync=True)
    _view_module = Unicode(MODULE).tag(sync=True)
    _view_module_version = Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = Unicode("DiagramView").tag(sync=True)

    diagram_id = Unicode(read_only=True).tag(sync=True)
    selection = Unicode(None, allow_none=True).tag(sync=True)
    faults = List(Dict()).tag(sync=True)
    bundle = Dict(default_value=None, allow_none=True, read_only=True).tag(sync=True)

    def __init__(self, bundle: Bundle) -> None:
        self._diagram = bundle.diagram
        self._json = BUNDLE.dump_json(bundle)
        self.set_trait("diagram_id", bundle.diagram.id)
        if len(self._json) <= TRAIT_BYTES_MAX:
            self.set_trait("bundle", json.loads(self._json))
        super().__init__()
        self.on_msg(self._on_message)

    @property
    def diagram(self) -> Diagram:
        """What the diagram means: nodes, edges, groups, with their annotations."""
        return self._diagram

    def crash(self, node: str) -> None:
        """Crash a node, by id or label. Raises UnknownNodeError."""
        crashed = node_named(self._diagram, node).id
        if crashed not in self.crashed:
            self.faults = [*self.faults, {"kind": CRASH, "node": crashed}]

    def revive(self, node: str | None = None) -> None:
        """Bring a node back, by id or label; without a name, all. Raises UnknownNodeError."""
        if node is None:
            self.faults = []
            return
        revived = node_named(self._diagram, node).id
        self.faults = [fault for fault in self.faults if fault["node"] != revived]

    def blast_radius(self) -> BlastRadius:
        """Who can't be served now, by which path; `.sentences` says it in words."""
        return blast_radius(self._diagram, frozenset(self.crashed))

    @property
    def crashed(self) -> tuple[str, ...]:
        """The ids of the crashed nodes, in the order in which they crashed."""
        return tuple(fault["node"] for fault in self.faults)

    @validate("selection")
    def _known_part(self, proposal: Mapping[str, str | None]) -> str | None:
        part = proposal["value"]
        diagram = self._diagram
        known = {part.id for part in diagram.nodes} | {part.id for part in diagram.edges}
        if part is None or part in known or part in {group.id for group in diagram.groups}:
            return part
        return str(node_named(self._diagram, part).id)

    @validate("faults")
    def _known_faults(self, proposal: Mapping[str, list[dict[str, str]]]) -> list[dict[str, str]]:
        faults = proposal["value"]
        for fault in faults:
            if fault.keys() != {"kind", "node"} or fault["kind"] != CRASH:
                raise TraitError(f'A fault is {{"kind": "crash", "node": id}}, not {fault!r}.')
        return [{**fault, "node": node_named(self._diagram, fault["node"]).id} for fault in faults]

    def _on_message(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer the browser that asks for a bundle too large for a trait."""
        if isinstance(content, dict) and content.get("type") == "bundle:request":
            for message, chunk in self._chunks():
                self.send(message, buffers=[chunk])

    def _chunks(self) -> Iterator[tuple[dict[str, object], bytes]]:
        starts = range(0, len(self._json), CHUNK_BYTES)
        for index, start in enumerate(starts):
            yield (
                {
                    "type": "bundle:chunk",
                    "index": index,
                    "count": len(starts),
                    "bytes": len(self._json),
                },
                self._json[start : start + CHUNK_BYTES],
            )

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, object]:
        """Carry the drawing itself, so that a saved notebook shows it without a kernel."""
        shown = super()._repr_mimebundle_(**kwargs)
        bundle = json.loads(self._json)
        shown[MIME] = {**bundle, "selection": self.selection, "faults": self.faults}
        shown["text/plain"] = repr(self)
        if bundle["svg"]:
            shown["image/svg+xml"] = bundle["svg"]
        return dict(shown)

    def __repr__(self) -> str:
        diagram = self._diagram
        names = {node.id: label(node) for node in diagram.nodes}
        facts = [str(diagram.kind), _count(diagram.nodes, "node"), _count(diagram.edges, "edge")]
        if self.crashed:
            facts.append(f"crashed: {', '.join(names[node] for node in self.crashed)}")
        return f"{diagram.id}: {diagram.title} ({', '.join(facts)})"


def _count(parts: Sequence[object], noun: str) -> str:
    return f"{len(parts)} {noun}{'' if len(parts) == 1 else 's'}"
