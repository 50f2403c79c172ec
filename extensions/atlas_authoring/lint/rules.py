"""The table of rules: every code that `atlas lint` can report, in the order of the reference.

A rule without a check is reported by the build under its code; so is whatever it could not read.
"""

from atlas_authoring.lint import diagrams, front_matter, pictures, scenarios, sections
from atlas_authoring.lint.rule import Check, Rule, Severity


def _error(code: str, sentence: str, example: str, check: Check | None = None) -> Rule:
    return Rule(code=code, severity=Severity.ERROR, sentence=sentence, example=example, check=check)


def _warning(code: str, sentence: str, example: str, check: Check | None = None) -> Rule:
    return Rule(
        code=code, severity=Severity.WARNING, sentence=sentence, example=example, check=check
    )


_FRONT_MATTER = (
    _warning(
        "front-matter-missing",
        "A page without title, description, difficulty, time or tags is not found by its filters.",
        "---\ntitle: Caches\n---",
        front_matter.missing_keys,
    ),
    _warning(
        "front-matter-key",
        "An unknown key is read by nobody; most are typing errors.",
        "---\ndificulty: beginner\n---",
    ),
    _error(
        "front-matter-key-error",
        "The same in our own course, where it is an error.",
        "---\ndificulty: beginner\n---",
    ),
    _error(
        "front-matter-value",
        "A value that can't be read is left out.",
        "---\nestimated_time: a while\n---",
    ),
    _error(
        "front-matter-twice", "Of a key given twice only the last counts.", "title: A\ntitle: B"
    ),
    _error(
        "front-matter-yaml",
        "Front matter that is no valid YAML is ignored, all of it.",
        "---\ntitle: Caches: a tour\n---",
    ),
    _error(
        "front-matter-unclosed",
        "Front matter that is never closed is shown as text.",
        "---\ntitle: Caches\n# Caches",
    ),
    _error("related-missing", "A page to read next does not exist.", "related: [cachse]"),
    _warning(
        "sources-missing",
        "A page states figures and does not say where they come from.",
        "Redis answers in 1 ms, holds 500 GB and costs $4,000/month.",
        front_matter.missing_sources,
    ),
)
_TEXT = (
    _error(
        "section-missing",
        "A lesson has eight sections: " + ", ".join(sections.SECTIONS) + ".",
        "a page with an exercise and no `## Quiz`",
        sections.missing_sections,
    ),
    _warning(
        "section-order",
        "The sections of a lesson stand in the same order everywhere.",
        "## Theory\n\n## Overview",
        sections.section_order,
    ),
    _warning(
        "title-missing", "A page with no title is called after its file.", "Text without a heading."
    ),
    _warning(
        "title-twice", "Two pages of one title can't be told apart in a list.", "# Caches, twice"
    ),
    _error("link-broken", "A link leads to no page and no file.", "[caches](cachse.md)"),
    _error("link-anchor", "A link leads to a section that is not there.", "[x](caches.md#tll)"),
    _error("picture", "A picture is not there, or is too large to be carried.", "![A](a.png)"),
    _error(
        "image-alt",
        "A picture without alternative text says nothing to who does not see it.",
        "![](a.png)",
        pictures.without_words,
    ),
    _error("fence-unclosed", "A block that is never closed takes in the rest.", "```python\nx = 1"),
    _error(
        "fence-stray",
        "A stray fence has taken in a diagram.",
        "```\ntext\n```mermaid\ngraph TD\n```",
    ),
    _error("colons-unclosed", "A block between colons is never closed.", ":::note\ntext"),
    _warning("colons-unknown", "A block between colons has an unknown name.", ":::quizz\n:::"),
    _error(
        "html-mermaid",
        "A diagram in an HTML element is not read.",
        '<div class="mermaid">graph TD</div>',
    ),
    _warning("html-dropped", "Scripts, styles, frames and forms are not kept.", "<script>"),
    _error("line-ends", "A tool wrote `\\n` where lines should end.", "# A\\n\\ntext\\n"),
)
_EXERCISES = (
    _error("exercise", "An exercise can't be read.", "exercise.md without `points`"),
    _error("exercise-missing", "A page names an exercise that is not there.", ":::exercise x"),
    _warning("exercise-unplaced", "No page shows the exercise.", "exercises/x/exercise.md"),
    _error("quiz", "A quiz, or one of its questions, can't be read.", ":::quiz\n- question: A?"),
)
_DIAGRAMS = (
    _error(
        "diagram-repaired",
        "Mermaid refuses or misreads a line that Atlas mends; elsewhere the diagram is broken.",
        "A[Cache (hot)] --> B",
        diagrams.repaired,
    ),
    _warning(
        "edge-unlabelled",
        "An arrow that says nothing leaves open what passes there, and how fast.",
        "A --> B",
        diagrams.unlabelled_edges,
    ),
    _warning(
        "nodes-many",
        f"More than {diagrams.NODES_MAX} nodes are a map to get lost in.",
        "a flowchart with 26 nodes",
        diagrams.many_nodes,
    ),
    _warning(
        "unit-unread",
        "A quantity without a unit that can be read takes part in no simulation.",
        "A[Cache<br/>latency: 5 msecs]",
        diagrams.unread_units,
    ),
    _error("unreadable", "Mermaid can't read the diagram even after repairs.", "flowchart\nA -->"),
    _warning("empty", "A Mermaid block has no text.", "```mermaid\n```"),
    _error("too-large", "A diagram is too large to be drawn.", "200,001 characters"),
    _warning("kind-not-drawn", "A diagram of this kind is shown as its source.", "gitGraph"),
    _warning("no-layout", "The diagram was read and could not be laid out.", "10,000 nodes"),
    _error("workshop-hung", "Reading the diagram took too long and was stopped.", "deep nesting"),
    _error("workshop-died", "The diagram stopped its reader.", "deep nesting"),
    _error("node-missing", "Diagrams can't be built without Node; set Atlas up again.", "no Node"),
)
_SCENARIOS = (
    _error(
        "scenario",
        "A scenario that can't be read, or does not fit its diagram, is not offered.",
        "scenarios:\n  - id: storm\n    load: 80",
        scenarios.wrong,
    ),
)
_FILES = (
    _error("encoding", "The file is not UTF-8.", "a page saved as Latin-1"),
    _error("file-name", "The file's name is not UTF-8; it was not read.", "caf\\xe9.md"),
    _error("file-unreadable", "The file can't be read.", "a link to nothing"),
    _error("folder-unreadable", "The folder can't be read.", "a folder without permission"),
    _warning("link-folder", "A folder that is a link is not followed.", "docs -> ../docs"),
    _error("link-leaves-tree", "A file that is a link out of the tree is refused.", "a -> /etc/x"),
    _error("page-too-large", "The page is too large to be read.", "a page of 3 MiB"),
    _error("page-unreadable", "The page's Markdown could not be read.", "a bug in Atlas"),
)
GROUPS = (
    ("Front matter", _FRONT_MATTER),
    ("Text", _TEXT),
    ("Exercises", _EXERCISES),
    ("Diagrams", _DIAGRAMS),
    ("Scenarios", _SCENARIOS),
    ("Files", _FILES),
)
RULES = tuple(rule for _, rules in GROUPS for rule in rules)
