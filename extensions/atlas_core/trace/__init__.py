"""What happened in a run: columns of entries, in blocks. The same seed gives the same bytes."""

from atlas_core.trace.codec import decode_trace, encode_trace
from atlas_core.trace.model import Block, Entry, Header, TraceError
from atlas_core.trace.trace import Trace

__all__ = ["Block", "Entry", "Header", "Trace", "TraceError", "decode_trace", "encode_trace"]
