"""`python -m atlas_grading.gate [exercise ...]`."""

from atlas_grading.gate.cli import run

run()
