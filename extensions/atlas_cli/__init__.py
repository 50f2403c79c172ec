"""The `atlas` command: one table of names, imported lazily."""
