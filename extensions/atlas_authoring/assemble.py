"""From drafts and built diagrams to the rows of a catalogue: here pages meet each other."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from atlas_core.catalogue.contents import words_from_name
from atlas_core.diagram.codec import encode_diagram, encode_geometry
from atlas_core.diagram.model import Problem
from atlas_core.diagram.vocabulary import Kind
from atlas_core.exercise import Exercise
from atlas_core.page import FrontMatter, QuizQuestion
from pydantic import TypeAdapter

from atlas_authoring.contents import Contents
from atlas_authoring.diagrams import Built
from atlas_authoring.mentions import concepts_of, mentions_of, technologies_of
from atlas_authoring.pages.draft import Draft, Written
from atlas_authoring.pages.exercise import ReadExercise
from atlas_authoring.pages.passages import passages_of
from atlas_authoring.pages.pictures import PICTURE_BYTES_MAX, data_uri
from atlas_authoring.pages.resolve import Leads, Resolver, Target
from atlas_authoring.pages.sanitise import sanitise
from atlas_authoring.summary import KindCount, Summary
from atlas_authoring.trees import Tree

_front_matter = TypeAdapter(FrontMatter)
_exercise = TypeAdapter(Exercise)
_question = TypeAdapter(QuizQuestion)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTree:
    """One tree with its pages in reading order, and its exercises by id."""

    tree: Tree
    drafts: list[Draft]
    exercises: dict[str, ReadExercise] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def assemble(trees: Sequence[ReadTree], built: Mapping[str, Built]) -> Contents:
    """Return all rows. `built` holds a diagram for the id of each Mermaid block."""
    contents = Contents()
    for position, read in enumerate(trees):
        tree = read.tree
        top = next((d for d in read.drafts if d.id == tree.id), None)
        title = top.title if top else words_from_name(tree.name)
        contents.tree.append((tree.id, title, position))
        _Assembly(contents, read, built).run()
    contents.technology.extend(technologies_of(contents.mention))
    return contents


class _Assembly:
    """The rows of one tree, added to `contents`."""

    def __init__(self, contents: Contents, read: ReadTree, built: Mapping[str, Built]) -> None:
        self._contents = contents
        self._read = read
        self._tree = read.tree
        self._built = built
        self._problems: list[Problem] = [*read.tree.problems, *read.problems]
        self._resolver = Resolver(
            read.tree,
            {draft.path: draft.id for draft in read.drafts},
            {draft.id: tuple(draft.anchors) for draft in read.drafts},
        )

    def run(self) -> None:
        titles: dict[str, Draft] = {}
        for draft in self._read.drafts:
            twin = titles.setdefault(draft.title, draft)
            if twin is not draft:
                sentence = (
                    f"The title `{draft.title[:80]}` is also that of {twin.path}; change one."
                )
                draft.complain(1, "title-twice", sentence)
            self._add_diagrams(draft)
            self._add_links(draft)
            self._add_page(draft)
            self._add_passages(draft)
            self._contents.concept.extend(concepts_of(draft))
            for position, question in enumerate(draft.quiz):
                body = _question.dump_json(question).decode()
                self._contents.quiz.append((draft.id, position, body))
            for c in draft.complaints:
                self._report(draft.path, c.line, c.code, c.sentence)
        self._add_exercises()
        self._contents.problems.extend(sorted(self._problems, key=lambda p: (p.path, p.line)))

    def _report(self, path: str, line: int, code: str, sentence: str) -> None:
        path = f"{self._tree.name}/{path}"
        self._problems.append(Problem(path=path, line=line, code=code, sentence=sentence))

    def _add_page(self, draft: Draft) -> None:
        matter = draft.front_matter
        placeholders = {f"{draft.id}#{n}" for n in range(1, len(draft.mermaid) + 1)}
        placeholders |= {written.text for written in draft.exercises} & self._read.exercises.keys()
        html = sanitise(
            draft.html,
            resolve=lambda url: self._resolver.resolve(draft.path, url),
            picture=lambda url: self._picture(self._resolver.resolve(draft.path, url)),
            placeholders=frozenset(placeholders),
        )
        sources = json.dumps(
            [{"title": s.title, "url": s.url, "note": s.note} for s in matter.sources],
            ensure_ascii=False,
        )
        position = len(self._contents.page)
        self._contents.page.append(
            (
                *(draft.id, self._tree.id, draft.path, draft.title, matter.description),
                *(matter.difficulty and str(matter.difficulty), draft.minutes, position),
                *(_front_matter.dump_json(matter).decode(), html, draft.source, draft.words),
                sources,
            )
        )
        if draft.scenario_file:
            self._contents.scenario_file.append((draft.id, draft.scenario_file))
        for number, heading in enumerate(draft.headings):
            row = (draft.id, number, heading.level, heading.anchor, heading.text)
            self._contents.heading.append(row)

    def _picture(self, target: Target) -> str | None:
        return data_uri(self._tree.root, target.path) if target.leads is Leads.FILE else None

    def _add_diagrams(self, draft: Draft) -> None:
        builts = [self._built[f"{draft.id}#{n}"] for n in range(1, len(draft.mermaid) + 1)]
        self._contents.mention.extend(mentions_of(draft, (b.diagram for b in builts)))
        for ordinal, built in enumerate(builts, start=1):
            diagram, geometry = built.diagram, built.geometry
            self._contents.diagram.append(
                (
                    *(diagram.id, draft.id, ordinal, str(diagram.kind), int(diagram.typed)),
                    *(diagram.title, encode_diagram(diagram)),
                    *(None if geometry is None else encode_geometry(geometry), built.svg),
                )
            )
            for p in diagram.problems:
                self._report(draft.path, p.line, p.code, p.sentence)

    def _add_passages(self, draft: Draft) -> None:
        ids = (f"{draft.id}#{n}" for n in range(1, len(draft.mermaid) + 1))
        diagrams = {name: self._built[name].diagram for name in ids}
        for number, passage in enumerate(passages_of(draft.units, diagrams)):
            row = (draft.id, number, passage.heading, passage.anchor, passage.text)
            self._contents.passage.append(row)
            self._contents.passage_headings.append(f"{draft.title} {passage.heading}")

    def _add_links(self, draft: Draft) -> None:
        for written in draft.links:
            target = self._resolver.resolve(draft.path, written.url)
            if written.text.startswith("!"):
                self._check_picture(draft, written, target)
                continue
            if target.sentence:
                code = "link-broken" if target.page is None else "link-anchor"
                self._report(draft.path, written.line, code, target.sentence)
            broken = int(bool(target.sentence))
            row = (draft.id, target.page, target.anchor, written.text, written.url, broken)
            self._contents.link.append(row)
        matter = draft.front_matter
        for name in (*matter.related, *matter.prerequisites):
            page = self._resolver.related(draft.path, name)
            if page is not None and page != draft.id:
                self._contents.link.append((draft.id, page, "", name, name, 0))
            elif name in matter.related and self._tree.is_own and page is None:
                sentence = f"`related` names `{name[:80]}`, which is no page; correct it."
                self._report(draft.path, 1, "related-missing", sentence)

    def _check_picture(self, draft: Draft, written: Written, target: Target) -> None:
        if target.leads is Leads.FILE and self._picture(target) is None:
            limit = PICTURE_BYTES_MAX // 1024
            sentence = f"`{target.path}` is no picture of at most {limit} KiB; only its name shows."
            self._report(draft.path, written.line, "picture", sentence)
        elif target.leads in {Leads.NOWHERE, Leads.PAGE}:
            sentence = f"The picture `{written.url[:100]}` is not in the tree; only its name shows."
            self._report(draft.path, written.line, "picture", sentence)

    def _add_exercises(self) -> None:
        placed: dict[str, str] = {}
        for draft in self._read.drafts:
            for written in draft.exercises:
                if written.text not in self._read.exercises:
                    folder = PurePosixPath(draft.path).parent / "exercises" / written.text[:60]
                    sentence = f"There is no exercise `{folder}/exercise.md` that can be read."
                    self._report(draft.path, written.line, "exercise-missing", sentence)
                placed.setdefault(written.text, draft.id)
        for exercise_id, read in self._read.exercises.items():
            exercise = read.exercise
            if exercise_id not in placed:
                sentence = f"No page shows this exercise; add `:::exercise {exercise_id}` to one."
                self._report(f"{exercise.path}/exercise.md", 1, "exercise-unplaced", sentence)
            body = _exercise.dump_json(exercise).decode()
            row = (exercise_id, exercise.page, exercise.path, body, read.source)
            self._contents.exercise.append(row)


def summarise(contents: Contents) -> Summary:
    """Return the figures of a catalogue."""
    counts = Counter(row[3] for row in contents.diagram)
    typed = Counter(row[3] for row in contents.diagram if row[4])
    return Summary(
        trees=len(contents.tree),
        pages=len(contents.page),
        words=sum(int(row[11] or 0) for row in contents.page),
        exercises=len(contents.exercise),
        questions=len(contents.quiz),
        passages=len(contents.passage),
        links=len(contents.link),
        broken_links=sum(int(row[5] or 0) for row in contents.link),
        kinds=tuple(
            KindCount(kind=kind, count=counts[kind], typed=typed[kind])
            for kind in Kind
            if counts[kind]
        ),
    )
