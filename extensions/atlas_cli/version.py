"""Print the version of Atlas."""

import argparse
from importlib.metadata import version


def configure(parser: argparse.ArgumentParser) -> None:
    """There are no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Print the version."""
    print(f"atlas {version('atlas-learning')}")
    return 0
