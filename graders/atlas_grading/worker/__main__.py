"""`python -m atlas_grading.worker`: publish, then judge until SIGTERM."""

from atlas_grading.worker.main import run

run()
