"""`atlas build`: from trees of Markdown to one catalogue file.

Read every page on its own, build the diagrams (from the cache where nothing about them changed),
let the links meet their pages, write. When no file and no code has changed since the last build of
the same output, nothing is done at all.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version as package_version
from pathlib import Path

from atlas_core.catalogue import Catalogue, CatalogueError
from atlas_core.diagram import Diagram
from atlas_core.diagram.model import Problem, Source
from atlas_core.diagram.vocabulary import Kind
from pydantic import TypeAdapter

from atlas_authoring import fingerprint
from atlas_authoring.assemble import ReadTree, assemble, summarise
from atlas_authoring.catalogue_file import OutputError, WriteError, check_output, write_catalogue
from atlas_authoring.diagram_cache import DiagramCache
from atlas_authoring.diagrams import Block, Built, NodeMissingError, build_diagrams
from atlas_authoring.pages.memory import DraftMemory
from atlas_authoring.read import read_tree
from atlas_authoring.summary import Summary
from atlas_authoring.trees import Tree, scan_trees

_log = logging.getLogger(__name__)
_summary = TypeAdapter(Summary)

Progress = Callable[[str, int, int], None]
Workshop = Callable[[Sequence[Block], Callable[[int, int], None]], Iterator[Built]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a build ended. `unchanged` tells that the file was already what it should be."""

    summary: Summary
    problems: tuple[Problem, ...]
    version: str
    unchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Trees as read, a diagram for each block's id, and whether the workshop could be used."""

    trees: list[ReadTree]
    built: dict[str, Built]
    complete: bool


class TreeError(Exception):
    """A tree can't be built; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def workshop(blocks: Sequence[Block], on_progress: Callable[[int, int], None]) -> Iterator[Built]:
    """Build diagrams with Node."""
    return build_diagrams(blocks, on_progress=on_progress)


def build(
    roots: Sequence[Path],
    out: Path,
    *,
    cache: Path,
    workshop: Workshop = workshop,
    progress: Progress = lambda stage, done, total: None,
    drafts: DraftMemory | None = None,
) -> Report:
    """Build `roots` into the catalogue `out`. Raises TreeError and OutputError, nothing else.

    `progress` is told the stage and how much of it is done; `drafts` remembers pages as read.
    """
    for root in roots:
        if not root.is_dir():
            raise TreeError(f"{root} is not a folder; name folders of Markdown pages.")
    check_output(out)
    trees = scan_trees(roots)
    code = fingerprint.of_code()
    inputs = fingerprint.of_trees(trees, code)
    if done := _unchanged(out, inputs):
        return done
    loaded = load(trees, cache=cache, workshop=workshop, progress=progress, drafts=drafts)
    contents = assemble(loaded.trees, loaded.built)
    summary = summarise(contents)
    meta = {
        "built_by": f"atlas {package_version('atlas-learning')}",
        "summary": _summary.dump_json(summary).decode(),
        "version": contents.version(),
        "inputs": inputs if loaded.complete else "",
    }
    write_catalogue(contents, out, meta)
    return Report(
        summary=summary,
        problems=tuple(contents.problems),
        version=meta["version"],
        unchanged=False,
    )


def load(
    trees: Sequence[Tree],
    *,
    cache: Path,
    workshop: Workshop = workshop,
    progress: Progress,
    drafts: DraftMemory | None = None,
) -> Loaded:
    """Read all pages of `trees` and build their diagrams. No page makes this fail."""
    taken: set[str] = set()
    total = sum(len(tree.pages) for tree in trees)
    pages_read = 0

    def on_page() -> None:
        nonlocal pages_read
        pages_read += 1
        progress("pages", pages_read, total)

    drafts = drafts or DraftMemory()
    read = [read_tree(tree, taken, on_page, drafts) for tree in trees]
    drafts.forget_unused()
    known = DiagramCache(cache, fingerprint.of_workshop())
    built, complete = _build_diagrams(read, known, workshop, progress)
    return Loaded(trees=read, built=built, complete=complete)


def _unchanged(out: Path, inputs: str) -> Report | None:
    """Return the report of the catalogue that lies there, if it was built from the same."""
    if not out.exists() or not out.stat().st_size:
        return None
    try:
        with Catalogue.open(out) as catalogue:
            if catalogue.meta.get("inputs") != inputs:
                return None
            return Report(
                summary=_summary.validate_json(catalogue.meta["summary"]),
                problems=catalogue.problems(),
                version=catalogue.version,
                unchanged=True,
            )
    except (CatalogueError, KeyError, ValueError) as error:
        _log.info("%s is built again: %s", out, error)
        return None


def _build_diagrams(
    trees: Sequence[ReadTree], cache: DiagramCache, workshop: Workshop, progress: Progress
) -> tuple[dict[str, Built], bool]:
    """Return a diagram for each block, and whether the workshop could be used."""
    blocks = [
        Block(id=f"{draft.id}#{n}", path=draft.path, line=w.line, text=w.text, title=title)
        for read in trees
        for draft in read.drafts
        for n, (w, title) in enumerate(zip(draft.mermaid, draft.mermaid_titles, strict=True), 1)
    ]
    built: dict[str, Built] = {}
    for block in blocks:
        if (known := cache.get(block)) is not None:
            built[block.id] = known
    missing = [block for block in blocks if block.id not in built]
    known_count = len(built)

    def on_progress(done: int, total: int) -> None:
        progress("diagrams", known_count + done, len(blocks))

    try:
        if missing:
            for block, made in zip(missing, workshop(missing, on_progress), strict=True):
                cache.put(block, made)
                built[block.id] = made
            cache.prune()
    except NodeMissingError as error:
        for block in missing:
            built.setdefault(block.id, _without_node(block, str(error)))
        return built, False
    return built, True


def _without_node(block: Block, reason: str) -> Built:
    problem = Problem(path=block.path, line=block.line, code="node-missing", sentence=reason)
    source = Source(path=block.path, line=block.line, text=block.text)
    diagram = Diagram(
        id=block.id,
        kind=Kind.OTHER,
        title=block.title,
        source=source,
        typed=False,
        problems=(problem,),
    )
    return Built(diagram=diagram, geometry=None, svg=None)


__all__ = ["OutputError", "Report", "TreeError", "WriteError", "build", "workshop"]
