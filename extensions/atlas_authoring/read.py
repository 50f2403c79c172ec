"""Reading the files of a tree into drafts and exercises. Whatever a page holds, it ends in a draft.

Ids: `<tree>/<path without .md>`, an `index.md` standing for its folder. Where `guide.md` and
`guide/index.md` both want an id, the folder has it and the file keeps its ending.
"""

import logging
from collections.abc import Callable
from html import escape
from pathlib import Path, PurePosixPath

from atlas_core.diagram.model import Problem
from atlas_core.page import Complaint, FrontMatter, unique
from atlas_core.page.yaml_text import FILE_BYTES_MAX
from markdown_it import MarkdownIt

from atlas_authoring.assemble import ReadTree
from atlas_authoring.pages.draft import Draft, draft_page
from atlas_authoring.pages.exercise import ReadExercise, read_exercise
from atlas_authoring.pages.memory import DraftMemory
from atlas_authoring.pages.render import page_grammar
from atlas_authoring.pages.text import decode
from atlas_authoring.trees import Tree

SCENARIO_FILE = ".scenario.yaml"
_log = logging.getLogger(__name__)


def read_tree(
    tree: Tree, taken: set[str], on_page: Callable[[], None], drafts: DraftMemory
) -> ReadTree:
    """Read all pages and exercises of a tree. `taken` are exercise ids of the trees before."""
    md = page_grammar()
    ids = page_ids(tree)
    pages: list[Draft] = []
    for path in tree.pages:
        pages.append(_read_page(md, tree, path, ids[path], drafts))
        on_page()
    read = ReadTree(tree=tree, drafts=pages)
    for path in tree.exercises:
        _add_exercise(read, path, ids, taken)
    return read


def page_ids(tree: Tree) -> dict[str, str]:
    """Return the page id of each path of a tree."""
    ids: dict[str, str] = {}
    is_index = {path: PurePosixPath(path).stem == "index" for path in tree.pages}
    for path in sorted(tree.pages, key=lambda path: (not is_index[path], path)):
        here = PurePosixPath(path)
        stem = here.parent if is_index[path] else here.with_suffix("")
        wanted = f"{tree.id}/{stem.as_posix()}".removesuffix("/.")
        if wanted in ids.values():
            wanted = unique(f"{tree.id}/{path}", ids.values())
        ids[path] = wanted
    return ids


def _read_page(md: MarkdownIt, tree: Tree, path: str, page_id: str, drafts: DraftMemory) -> Draft:
    source, complaints = _read_text(tree.root / path)
    try:
        known = drafts.get(page_id, path, source)
        draft = known or draft_page(md, page_id, path, source)
        if known is None:
            drafts.put(draft)
    except Exception as error:  # one page must not stop a build: it is shown as its source
        _log.debug("%s", path, exc_info=True)
        draft = _as_source(page_id, path, source)
        sentence = (
            f"The Markdown could not be read ({type(error).__name__}); the page shows its source. "
            "Simplify it, or report it with the page."
        )
        draft.complain(1, "page-unreadable", sentence)
    draft.complaints[:0] = complaints
    _add_scenario_file(draft, tree)
    if not tree.is_own:
        return draft
    draft.complaints[:] = [_strict(complaint) for complaint in draft.complaints]
    return draft


def _add_scenario_file(draft: Draft, tree: Tree) -> None:
    """`guide.scenario.yaml` beside `guide.md` holds scenarios for its diagrams."""
    name = PurePosixPath(draft.path).with_suffix(SCENARIO_FILE).as_posix()
    if name not in tree.files:
        return
    path = tree.root / name
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            sentence = f"`{path.name}` is larger than 1 MB and was left out; shorten it."
            draft.complain(1, "scenario", sentence)
            return
        raw = path.read_bytes()
    except OSError as error:
        sentence = f"`{path.name}` can't be read ({error.strerror}); it was left out."
        draft.complain(1, "scenario", sentence)
        return
    draft.scenario_file, complaints = decode(raw)
    for complaint in complaints:
        draft.complain(1, "scenario", f"`{path.name}`: {complaint.sentence}")


def _strict(complaint: Complaint) -> Complaint:
    """In our own course an unknown key is an error, and the course's own test fails on it."""
    if complaint.code != "front-matter-key":
        return complaint
    sentence = f"Error: {complaint.sentence}"
    return Complaint(line=complaint.line, code="front-matter-key-error", sentence=sentence)


def _read_text(path: Path) -> tuple[str, list[Complaint]]:
    try:
        return decode(path.read_bytes())
    except OSError as error:
        sentence = f"The file can't be read ({error.strerror}); the page is empty."
        return "", [Complaint(line=1, code="file-unreadable", sentence=sentence)]


def _as_source(page_id: str, path: str, source: str) -> Draft:
    title = PurePosixPath(path).stem
    html = f'<h1 class="atlas-title">{escape(title)}</h1>\n<pre>{escape(source)}</pre>'
    draft = Draft(id=page_id, path=path, source=source, front_matter=FrontMatter(), html=html)
    draft.title = title
    return draft


def _add_exercise(read: ReadTree, path: str, ids: dict[str, str], taken: set[str]) -> None:
    """Read an exercise; its lesson is the page of the folder that holds `exercises/`."""
    tree = read.tree
    source, complaints = _read_text(tree.root / path)
    lesson = PurePosixPath(path).parents[2]
    page = ids.get((lesson / "index.md").as_posix(), "")
    exercise: ReadExercise | None = None
    if not page:
        sentence = f"The exercise has no lesson; write {lesson / 'index.md'}."
        complaints.append(Complaint(line=1, code="exercise", sentence=sentence))
    else:
        exercise, found = read_exercise(source, path=path, page=page)
        complaints += found
    if exercise and exercise.exercise.id in taken:
        sentence = f"There is another exercise `{exercise.exercise.id}`; this one is left out."
        complaints.append(Complaint(line=1, code="exercise", sentence=sentence))
    elif exercise:
        taken.add(exercise.exercise.id)
        read.exercises[exercise.exercise.id] = exercise
    read.problems.extend(
        Problem(path=f"{tree.name}/{path}", line=c.line, code=c.code, sentence=c.sentence)
        for c in complaints
    )
