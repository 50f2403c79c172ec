"""Runs Atlas on one machine: `python -m atlas_hub.launch [run|status|stop]`."""
