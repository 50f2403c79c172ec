"""Simulators: from a model and a seed to a Trace. They never import the checkers."""
