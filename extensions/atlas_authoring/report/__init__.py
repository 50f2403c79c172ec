"""`atlas report`: what a catalogue covers, what it asks of a reader, and what is missing."""

from atlas_authoring.report.report import Report, report_on

__all__ = ["Report", "report_on"]
