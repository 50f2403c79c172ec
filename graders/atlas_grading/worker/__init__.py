"""The grader's worker: takes submissions from the API, judges them, hands the grades over."""

from atlas_grading.worker.settings import Settings, SettingsError, read_settings

__all__ = ["Settings", "SettingsError", "read_settings"]
