"""Runs the probes on both sides: inside a learner's kernel, and outside as the control."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

from machine_room import Kernel

PROBES = Path(__file__).with_name("probes.py").read_text()


class Attacker:
    """A learner who knows the probes."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        kernel.run(PROBES)

    def inside(self, call: str) -> Any:
        """What a probe finds from inside the learner's kernel."""
        return ast.literal_eval(self.kernel.run(f"print(repr({call}))", timeout_s=300))

    def outside(self, call: str) -> Any:
        """What the same probe finds as the operator."""
        ended = subprocess.run(
            [sys.executable, "-c", f"{PROBES}\nprint(repr({call}))"],
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        return ast.literal_eval(ended.stdout)
