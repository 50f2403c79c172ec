"""ipywidgets classes: traits, no logic."""
