"""One page of the catalogue as a file: its text, its diagrams live, and the ways on from it."""

import json
import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

from atlas_core.catalogue import Bundle, Catalogue, Page, PageRef
from atlas_core.diagram.codec import encode_diagram, encode_geometry
from atlas_core.diagram.vocabulary import Kind
from atlas_core.exercise import Exercise
from atlas_core.page import QuizQuestion
from atlas_core.sim.flow.scenario import encode_answer, simulation_answer

from atlas_authoring.export.frame import framed, framed_alone
from atlas_authoring.export.names import diagram_anchor, href, script_json, to_root

_LINK = re.compile(r'<a href="#" data-page="([^"]*)"(?: data-anchor="([^"]*)")?')
_DIAGRAM = re.compile(r'<div class="atlas-diagram" data-diagram="([^"]*)"></div>')
_EXERCISE = re.compile(r'<div class="atlas-exercise" data-exercise="([^"]*)"></div>')
_QUIZ = '<div class="atlas-quiz"></div>'
SCRIPTS = ("fonts.js", "atlas-diagram.js", "atlas-player.js", "site.js")


def page_html(catalogue: Catalogue, page_id: str, bundles: Sequence[Bundle]) -> str:
    """Return the file of a page."""
    page = catalogue.page(page_id)
    root = to_root(page_id)
    text = _LINK.sub(lambda found: _link(found, root), _text(catalogue, page, bundles))
    before, after = catalogue.neighbours(page_id)
    body = _sheet(page, text, _steps(before, after, root), _ways(catalogue, page, root))
    data = "".join(_data(page, bundle) for bundle in bundles)
    return framed(title=page.title, root=root, body=body, scripts=SCRIPTS, data=data)


def page_alone(catalogue: Catalogue, page_id: str, *, scripts: tuple[str, ...], style: str) -> str:
    """Return a page as one file with everything inside; what leads to other pages is plain text.

    `scripts` are the texts of those in `SCRIPTS`.
    """
    page = catalogue.page(page_id)
    bundles = catalogue.diagrams(page_id)
    text = _LINK.sub("<a", _text(catalogue, page, bundles))
    body = _sheet(page, text, "", _sources(page))
    data = "".join(_data(page, bundle) for bundle in bundles)
    return framed_alone(title=page.title, body=body, scripts=scripts, style=style, data=data)


def _text(catalogue: Catalogue, page: Page, bundles: Sequence[Bundle]) -> str:
    """Return the page's text with its diagrams, exercises and quiz in their places."""
    page_id = page.id
    exercises = {exercise.id: exercise for exercise in catalogue.exercises(page_id)}
    drawn = {bundle.diagram.id: bundle for bundle in bundles}
    text = _DIAGRAM.sub(lambda found: _diagram(drawn.get(unescape(found[1]))), page.html)
    text = _EXERCISE.sub(lambda found: _exercise(exercises.get(unescape(found[1]))), text)
    return text.replace(_QUIZ, _quiz(catalogue.quiz(page_id)))


def _sheet(page: Page, text: str, steps: str, ways: str) -> str:
    return f"""<div class="sheet">
<main id="main">
{_facts(page)}<article>{text}</article>
{steps}</main>
<aside aria-label="About this page">
{_contents(page)}{ways}</aside>
</div>"""


def _link(found: re.Match[str], root: str) -> str:
    address = href(unescape(found[1]), root=root, anchor=unescape(found[2] or ""))
    return f'<a href="{escape(address)}"'


def _diagram(bundle: Bundle | None) -> str:
    """Return the place of a diagram, with its source for who has no scripts."""
    if bundle is None:
        return ""
    diagram = bundle.diagram
    return (
        f'<div class="atlas-diagram" id="{diagram_anchor(diagram.id)}" '
        f'data-diagram="{escape(diagram.id)}">'
        f"<noscript><pre>{escape(diagram.source.text)}</pre></noscript></div>"
    )


def _data(page: Page, bundle: Bundle) -> str:
    geometry = "null" if bundle.geometry is None else encode_geometry(bundle.geometry)
    text = f'{{"diagram":{encode_diagram(bundle.diagram)},"geometry":{geometry},"svg":'
    svg = script_json(bundle.svg)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    name = escape(bundle.diagram.id)
    drawn = f'<script type="application/json" data-bundle="{name}">{text}{svg}}}</script>\n'
    if bundle.diagram.kind is not Kind.FLOWCHART or bundle.geometry is None:
        return drawn
    ordinal = int(bundle.diagram.id.rpartition("#")[2])
    answer = simulation_answer(bundle.diagram, page.source, ordinal, page.scenario_file)
    runs = script_json(json.loads(encode_answer(answer)))
    return f'{drawn}<script type="application/json" data-simulation="{name}">{runs}</script>\n'


def _exercise(exercise: Exercise | None) -> str:
    if exercise is None:
        return ""
    minutes = f", about {exercise.minutes} minutes" if exercise.minutes else ""
    return (
        f'<section class="card"><h4>Exercise: {escape(exercise.title)}</h4>'
        f"<p>{exercise.points:g} points{minutes}. Solve it in Atlas, where it is graded.</p>"
        "</section>"
    )


def _quiz(questions: Iterable[QuizQuestion]) -> str:
    parts: list[str] = []
    for number, asked in enumerate(questions, start=1):
        options = "".join(
            f'<label><input type="radio" name="q{number}" value="{at}"> {escape(option)}</label>'
            for at, option in enumerate(asked.options)
        )
        parts.append(
            f'<fieldset class="card" data-answer="{asked.answer}">'
            f"<legend>{number}. {escape(asked.question)}</legend>{options}"
            f"<details><summary>Answer</summary><p><b>{escape(asked.options[asked.answer])}.</b> "
            f"{escape(asked.why)}</p></details></fieldset>"
        )
    return f'<section class="quiz">{"".join(parts)}</section>' if parts else ""


def _facts(page: Page) -> str:
    facts = [page.difficulty or "", f"{page.minutes} min", *page.front_matter.tags]
    words = "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact)
    return f'<ul class="facts" aria-label="About this page">{words}</ul>\n'


def _steps(before: PageRef | None, after: PageRef | None, root: str) -> str:
    def step(ref: PageRef | None, word: str) -> str:
        if ref is None:
            return "<span></span>"
        return f'<a href="{escape(href(ref.id, root=root))}">{word}: {escape(ref.title)}</a>'

    steps = step(before, "Before") + step(after, "Next")
    return f'<nav class="steps" aria-label="Neighbours">{steps}</nav>\n'


def _contents(page: Page) -> str:
    items = "".join(
        f'<li class="level{heading.level}"><a href="#{escape(heading.anchor)}">'
        f"{escape(heading.text)}</a></li>"
        for heading in page.headings
        if heading.level in {2, 3}
    )
    return f"<h2>On this page</h2><ul>{items}</ul>\n" if items else ""


def _ways(catalogue: Catalogue, page: Page, root: str) -> str:
    parts: list[str] = []
    related = catalogue.related(page.id)
    if related:
        items = "".join(
            f'<li><a href="{escape(href(ref.id, root=root))}">{escape(ref.title)}</a>'
            f"<small>{escape(ref.why)}</small></li>"
            for ref in related
        )
        parts.append(f"<h2>Read next</h2><ul>{items}</ul>\n")
    backlinks = catalogue.backlinks(page.id)
    if backlinks:
        items = "".join(
            f'<li><a href="{escape(href(ref.id, root=root))}">{escape(ref.title)}</a></li>'
            for ref in backlinks
        )
        parts.append(f"<h2>Linked from</h2><ul>{items}</ul>\n")
    return "".join([*parts, _sources(page)])


def _sources(page: Page) -> str:
    items = "".join(f"<li>{_source(s.title, s.url)}</li>" for s in page.front_matter.sources)
    listed = f"<h2>Sources</h2><ul>{items}</ul>\n" if items else ""
    where = f"From {escape(page.path)} in {escape(page.tree)}."
    return f"{listed}<p><small>{where}</small></p>\n"


def _source(title: str, url: str) -> str:
    if not url.startswith(("http://", "https://")):
        return escape(title)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(title)}</a>'
