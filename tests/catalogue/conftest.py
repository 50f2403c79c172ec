"""A catalogue of the awkward tree, and trees that a test writes itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from atlas_authoring.build import Report, build
from atlas_core.catalogue import Catalogue
from catalogue_workshop import draw_nothing

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "tree"

WriteTree = Callable[..., Path]
BuildTree = Callable[..., Catalogue]


@pytest.fixture
def awkward() -> Path:
    return FIXTURES


@pytest.fixture
def write_tree(tmp_path: Path) -> WriteTree:
    def write(files: dict[str, str | bytes], name: str = "docs") -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            target.write_bytes(data)
        return root

    return write


@pytest.fixture
def report_of(tmp_path: Path) -> Callable[..., Report]:
    def run(*roots: Path, out: str = "c.sqlite") -> Report:
        return build(roots, tmp_path / out, cache=tmp_path / "cache", workshop=draw_nothing)

    return run


@pytest.fixture
def build_tree(
    write_tree: WriteTree, report_of: Callable[..., Report], tmp_path: Path
) -> Iterator[BuildTree]:
    opened: list[Catalogue] = []

    def run(files: dict[str, str | bytes], name: str = "docs") -> Catalogue:
        report_of(write_tree(files, name))
        opened.append(Catalogue.open(tmp_path / "c.sqlite"))
        return opened[-1]

    yield run
    for catalogue in opened:
        catalogue.close()


@pytest.fixture(scope="module")
def awkward_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("awkward")
    build([FIXTURES], folder / "c.sqlite", cache=folder / "cache", workshop=draw_nothing)
    with Catalogue.open(folder / "c.sqlite") as catalogue:
        yield catalogue
