"""From a typed Diagram back to Mermaid text: `write_mermaid`."""

from atlas_core.mermaid.write.write import WRITTEN, write_mermaid

__all__ = ["WRITTEN", "write_mermaid"]
