"""A whole Atlas with our lesson and a foreign tree, and a browser to visit it with."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from machine_fixtures import free_ports
from machine_room import PROJECT, MachineRoom
from playwright.sync_api import Browser
from visitor import Visitor

SHOTS = Path(__file__).parent / "shots"


@pytest.fixture(scope="session")
def two_trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue of our course, of somebody else's documentation, and of every kind."""
    out = tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite"
    fixtures = PROJECT / "tests" / "fixtures"
    trees = [PROJECT / "notebooks", fixtures / "tree", fixtures / "gallery"]
    atlas = Path(sys.prefix) / "bin" / "atlas"
    subprocess.run([atlas, "build", *trees, "--out", out, "--quiet"], check=True, cwd=PROJECT)
    return out


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory, two_trees: Path) -> Iterator[MachineRoom]:
    state = tmp_path_factory.mktemp("atlas") / "state"
    with MachineRoom(state=state, port=free_ports(9640), catalogue=two_trees) as room:
        yield room


@pytest.fixture
def visit(atlas: MachineRoom, browser: Browser) -> Iterator[Callable[[str], Visitor]]:
    """Sign somebody in; at the end, nothing may have gone wrong on the way."""
    with ExitStack() as stack:
        visitors: list[Visitor] = []

        def sign_in(name: str) -> Visitor:
            visitor = Visitor(browser, url=atlas.url, name=name, shots=SHOTS)
            visitors.append(stack.enter_context(visitor))
            visitor.sign_in(atlas.accounts()[name])
            return visitor

        yield sign_in
        for visitor in visitors:
            assert visitor.troubles == [], visitor.name
