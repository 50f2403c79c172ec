"""`atlas export`: a catalogue as a folder of files that a browser opens without a server."""

from atlas_authoring.export.site import Exported, ExportError, export

__all__ = ["ExportError", "Exported", "export"]
