"""The site's index: every page with what it can be filtered by, the search, the technologies."""

from collections import defaultdict
from html import escape

from atlas_core.catalogue import Catalogue, Concept, Mention

from atlas_authoring.export.frame import framed
from atlas_authoring.export.names import diagram_anchor, href, page_file, script_json

_WORDS_MAX = 120
_PASSAGES_MAX = 200  # a page has no more in search


def index_html(catalogue: Catalogue) -> str:
    """Return index.html. Without scripts it is a plain table of contents."""
    trees = catalogue.trees()
    lists = "".join(
        f"<h2>{escape(tree.title)}</h2><ul>"
        + "".join(
            f'<li><a href="{escape(href(entry.id, root=""))}">{escape(entry.title)}</a></li>'
            for entry in tree.pages
        )
        + "</ul>"
        for tree in trees
    )
    options = {
        "tree": [(tree.id, tree.title, len(tree.pages)) for tree in trees],
        "concept": [(c.name, c.name, c.pages) for c in catalogue.concepts()],
        "difficulty": [
            (name, name, 0) for name in ("beginner", "intermediate", "advanced", "expert")
        ],
        "technology": [(t.name, t.name, t.pages) for t in catalogue.technologies()],
    }
    selects = "".join(_select(name, values) for name, values in options.items())
    body = f"""<main id="main" class="index">
<h1>{escape(trees[0].title if len(trees) == 1 else "Catalogue")}</h1>
<form id="filters" role="search" hidden>
<label class="wide">Search <input type="search" name="q" autocomplete="off"
 placeholder="Words of a page or diagram"></label>
{selects}</form>
<p id="count" role="status"></p>
<ol id="results"></ol>
<div id="contents">{lists}</div>
</main>"""
    scripts = ("fonts.js", "index-data.js", "index.js", "site.js")
    return framed(title="All pages", root="", body=body, scripts=scripts)


def _select(name: str, values: list[tuple[str, str, int]]) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{escape(shown)}{f" ({count})" if count else ""}</option>'
        for value, shown, count in values
    )
    return (
        f'<label>{name.capitalize()} <select name="{name}"><option value="">any</option>'
        f"{options}</select></label>"
    )


def index_script(catalogue: Catalogue) -> str:
    """Return the script that sets `atlasPages`: a row for each page, with its diagrams."""
    concepts = _by_page(catalogue, catalogue.concepts())
    technologies: defaultdict[str, list[str]] = defaultdict(list)
    for technology in catalogue.technologies():
        for page in dict.fromkeys(m.page for m in catalogue.mentions(technology.name)):
            technologies[page].append(technology.name)
    rows = []
    for tree in catalogue.trees():
        for entry in tree.pages:
            diagrams = [
                [diagram_anchor(b.diagram.id), b.diagram.title, str(b.diagram.kind)]
                for b in catalogue.diagrams(entry.id)
            ]
            rows.append(
                {
                    "file": page_file(entry.id),
                    "tree": tree.id,
                    "title": entry.title,
                    "description": entry.description,
                    "difficulty": entry.difficulty or "",
                    "minutes": entry.minutes,
                    "concept": concepts.get(entry.id, []),
                    "technology": technologies[entry.id],
                    "diagrams": diagrams,
                }
            )
    return f"globalThis.atlasPages={script_json(rows)};\n"


def search_script(catalogue: Catalogue) -> str:
    """Return the script that sets `atlasPassages`: [page's number, heading, anchor, text]."""
    numbers = {
        entry.id: number
        for number, entry in enumerate(e for tree in catalogue.trees() for e in tree.pages)
    }
    rows = [
        [numbers[page], passage.heading, passage.anchor, passage.text]
        for page in numbers
        for passage in catalogue.passages(page=page, limit=_PASSAGES_MAX)
    ]
    return f"globalThis.atlasPassages={script_json(rows)};globalThis.atlasPassagesReady?.();\n"


def technologies_html(catalogue: Catalogue) -> str:
    """Return technologies.html: where each technology appears, diagram by diagram."""
    parts: list[str] = []
    for technology in catalogue.technologies():
        places: dict[tuple[str, str], list[str]] = {}
        titles: dict[tuple[str, str], str] = {}
        for mention in catalogue.mentions(technology.name):
            key = (mention.page, mention.diagram or "")
            places.setdefault(key, []).append(mention.label)
            titles[key] = _place(mention)
        items = "".join(
            f'<li><a href="{escape(_address(page, diagram))}">{escape(titles[page, diagram])}</a>'
            f"<small>{escape(', '.join(dict.fromkeys(labels))[:_WORDS_MAX])}</small></li>"
            for (page, diagram), labels in places.items()
        )
        count = f"{technology.diagrams} diagrams" if technology.diagrams != 1 else "1 diagram"
        parts.append(
            f"<details><summary>{escape(technology.name)} <small>in {count}</small></summary>"
            f"<ul>{items}</ul></details>"
        )
    body = (
        '<main id="main" class="index"><h1>Technologies</h1>'
        f"{''.join(parts) or '<p>No diagram and no page names one.</p>'}</main>"
    )
    return framed(title="Technologies", root="", body=body, scripts=("fonts.js", "site.js"))


def _place(mention: Mention) -> str:
    drawn = mention.diagram_title if mention.diagram_title != mention.title else ""
    return f"{mention.title}: {drawn}" if drawn else mention.title


def _address(page: str, diagram: str) -> str:
    return href(page, root="", anchor=diagram_anchor(diagram) if diagram else "")


def _by_page(catalogue: Catalogue, concepts: tuple[Concept, ...]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for concept in concepts:
        for page in catalogue.pages_about(concept.name):
            found[page].append(concept.name)
    return found
