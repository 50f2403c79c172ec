"""`atlas export`: a catalogue, or a page of it, as files that a browser opens without a server."""

from atlas_authoring.export.site import Exported, ExportError, export, export_page

__all__ = ["ExportError", "Exported", "export", "export_page"]
