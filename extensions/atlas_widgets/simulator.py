"""The simulator in a notebook: the same as in the reader, and Python sees what the reader runs.

The page's numbers travel once, as custom messages; from then on the browser simulates by itself,
also when the kernel is gone. A run that was made in Python is shown by `show_run`: its trace is
compressed, kept here, and given out piece by piece as the browser asks, because Jupyter drops
whatever a kernel sends faster than 1 MB a second.
"""

import json
import zlib
from collections.abc import Iterator

from atlas_core.catalogue import Bundle
from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.result import Run
from atlas_core.sim.flow.scenario import SimulationAnswer, encode_answer
from atlas_core.trace.block import block_bytes
from ipywidgets import DOMWidget
from pydantic import TypeAdapter
from traitlets import Dict, Unicode

from atlas_widgets.diagram import BUNDLE, CHUNK_BYTES, MODULE, MODULE_VERSION

MIME = "application/vnd.atlas.simulation.v1+json"
PIECE_BYTES = 256 * 1024
_FLOW_MODEL = TypeAdapter(FlowModel)
_SCENARIO = TypeAdapter(Scenario)


class UnknownScenarioError(LookupError):
    """The diagram has no such scenario; the text names those it has."""


class NotRunnableHereError(ValueError):
    """The diagram can't be run; the text says why and what to add."""


class SimulatorWidget(DOMWidget):  # type: ignore[misc] # ipywidgets has no types
    """One diagram of the catalogue with its simulator. Put it last in a cell.

    `result` has the figures of the run that the reader sees: `scenario`, `seed`, `requests`,
    `failed_ratio`, `latency_p50_s`, `latency_p99_s`, `recovery_s`; empty before the first run.
    """

    _model_module = Unicode(MODULE).tag(sync=True)
    _model_module_version = Unicode(MODULE_VERSION).tag(sync=True)
    _model_name = Unicode("SimulatorModel").tag(sync=True)
    _view_module = Unicode(MODULE).tag(sync=True)
    _view_module_version = Unicode(MODULE_VERSION).tag(sync=True)
    _view_name = Unicode("SimulatorView").tag(sync=True)

    diagram_id = Unicode(read_only=True).tag(sync=True)
    result = Dict().tag(sync=True)

    def __init__(
        self, bundle: Bundle, answer: SimulationAnswer, *, scenario: str | None = None
    ) -> None:
        """Raises NotRunnableHereError, UnknownScenarioError."""
        if not answer.runnable:
            raise NotRunnableHereError(answer.why)
        known = [each.id for each in answer.scenarios]
        if scenario is not None and scenario not in known:
            names = ", ".join(known) or "none"
            raise UnknownScenarioError(f"There is no scenario {scenario[:60]!r}; it has {names}.")
        given = {"bundle": json.loads(BUNDLE.dump_json(bundle)), "scenario": scenario}
        self._saved = {**given, "answer": json.loads(encode_answer(answer))}
        self._json = json.dumps(self._saved).encode()
        self._title = bundle.diagram.title
        self._trace = b""
        self.set_trait("diagram_id", bundle.diagram.id)
        super().__init__()
        self.on_msg(self._on_message)

    def show_run(self, run: Run) -> None:
        """Show a run that was made here, on this diagram, instead of the browser's own.

        Raises ValueError for a run without a trace.
        """
        if run.trace is None:
            raise ValueError("This run has no trace; make it again with record=True.")
        packer = zlib.compressobj(level=3)
        parts = [packer.compress(block_bytes(block)) for block in run.trace.blocks]
        self._trace = b"".join([*parts, packer.flush()])
        self._offer = {
            "type": "run:offer",
            "model": json.loads(_FLOW_MODEL.dump_json(run.model)),
            "scenario": json.loads(_SCENARIO.dump_json(run.scenario)),
            "ended": run.sums.ended,
            "bytes": len(self._trace),
            "count": -(-len(self._trace) // PIECE_BYTES),
        }
        self.send(self._offer)

    def _on_message(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer the browser that asks for the page's numbers, or for a piece of a trace."""
        if not isinstance(content, dict):
            return
        if content.get("type") == "simulation:request":
            for message, chunk in self._chunks():
                self.send(message, buffers=[chunk])
            if self._trace:
                self.send(self._offer)
        index = content.get("index")
        if content.get("type") == "run:request" and isinstance(index, int) and index >= 0:
            piece = self._trace[index * PIECE_BYTES : (index + 1) * PIECE_BYTES]
            count, size = self._offer["count"], len(self._trace)
            told = {"type": "run:chunk", "index": index, "count": count, "bytes": size}
            self.send(told, buffers=[piece])

    def _chunks(self) -> Iterator[tuple[dict[str, object], bytes]]:
        starts = range(0, len(self._json), CHUNK_BYTES)
        count, size = len(starts), len(self._json)
        for index, start in enumerate(starts):
            told = {"type": "simulation:chunk", "index": index, "count": count, "bytes": size}
            yield told, self._json[start : start + CHUNK_BYTES]

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, object]:
        """Carry the simulation itself, so that a saved notebook runs it without a kernel."""
        shown = super()._repr_mimebundle_(**kwargs)
        shown[MIME] = self._saved
        shown["text/plain"] = repr(self)
        return dict(shown)

    def __repr__(self) -> str:
        return f"{self.diagram_id}: {self._title} (simulator)"
