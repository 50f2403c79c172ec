"""What a page's Markdown becomes: sanitised HTML with placeholders, anchors and resolved links."""

from collections.abc import Callable

import pytest
from atlas_core.catalogue import Catalogue
from atlas_core.page import grammar, mermaid_fences
from hypothesis import given, settings
from hypothesis import strategies as st

BuildTree = Callable[..., Catalogue]


def html_of(build_tree: BuildTree, text: str) -> str:
    return build_tree({"p.md": text}).page("docs/p").html


def test_a_call_out_with_two_blank_lines_inside_stays_one(build_tree: BuildTree) -> None:
    html = html_of(build_tree, '# T\n\n!!! note "A *b*"\n    one\n\n\n    two\n\nafter\n')
    assert html.count("<aside") == 1
    assert "<em>b</em>" in html
    assert html.index("two") < html.index("</aside>") < html.index("after")


def test_a_sentence_that_begins_with_exclamation_marks_is_no_call_out(
    build_tree: BuildTree,
) -> None:
    assert "<aside" not in html_of(build_tree, "# T\n\n!!! what a day it has been, they said\n")


def test_folded_call_outs_fold_and_only_plus_opens_them(build_tree: BuildTree) -> None:
    html = html_of(build_tree, "# T\n\n??? tip\n    a\n\n???+ tip\n    b\n")
    assert html.count("<details") == 2
    assert html.count(' open="') == 1


def test_colon_blocks_of_other_generators_nest(build_tree: BuildTree) -> None:
    html = html_of(build_tree, "# T\n\n::::note Outer\n:::tip[Inner]\nx\n:::\ny\n::::\nz\n")
    assert html.count("<aside") == 2
    assert html.index(">z") > html.rindex("</aside>")


def test_icon_names_are_dropped_from_prose_but_not_from_code(build_tree: BuildTree) -> None:
    html = html_of(build_tree, "# :material-law: T\n\n`:material-law:` x :octicons-a-16: y\n")
    assert html.count("material") == 1
    assert ">T</h1>" in html


def test_a_nested_mermaid_fence_is_text_and_a_tilde_fence_is_a_diagram(
    awkward_catalogue: Catalogue,
) -> None:
    page = awkward_catalogue.page("tree/nested-fences")
    assert page.diagrams == ("tree/nested-fences#1",)
    assert page.html.count("```mermaid") == 3
    diagram = awkward_catalogue.diagram("nested-fences#1").diagram
    assert diagram.source.text == "flowchart LR\n    This --> One\n"
    assert diagram.source.line == 12


def test_diagrams_in_lists_quotations_and_call_outs_have_the_line_of_their_fence(
    awkward_catalogue: Catalogue,
) -> None:
    lines = {
        name: awkward_catalogue.diagram(name).diagram.source.line
        for name in ("tree#1", "tree#2", "checkout#1", "leaf#1", "windows#1")
    }
    assert lines == {"tree#1": 27, "tree#2": 40, "checkout#1": 6, "leaf#1": 8, "windows#1": 11}


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVaScRiPt&#58;alert(1)">x</a>',
        "[x](javascript&colon;alert(1))",
        '<div style="background:url(javascript:alert(1))">x</div>',
        "<svg><script>alert(1)</script></svg>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
        "<form action=//e.org><input name=a></form>",
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<img src="data:text/html,x">',
        "<object data=x></object><embed src=x><base href=//e.org>",
        '!!! note "<img src=x onerror=alert(1)>"\n    <script>alert(1)</script>',
        '[a](b.md "x onmouseover=alert(1)")<p title="</p><script>alert(1)</script>">',
        '`<script>`<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        '```js"onload=alert(1)\ncode\n```',
    ],
)
def test_nothing_that_runs_survives(build_tree: BuildTree, attack: str) -> None:
    html = html_of(build_tree, f"# T\n\n{attack}\n").lower()
    tags = [tag.split(">")[0] for tag in html.split("<")[1:]]
    assert not any(tag.startswith(("script", "iframe", "svg", "form", "input")) for tag in tags)
    assert not any(tag.startswith(("object", "embed", "base", "style", "math")) for tag in tags)
    assert not any(
        f" {bad}" in tag.replace('"', " ") and "title=" not in tag
        for tag in tags
        for bad in ("onerror", "onload", "onmouseover", "srcdoc", "javascript:", "data:text")
    )


def test_words_in_angle_brackets_read_as_the_author_meant(build_tree: BuildTree) -> None:
    html = html_of(build_tree, "# T\n\nkubectl -n <namespace> get <path>\n\n<your-key>\n")
    assert "&lt;namespace&gt;" in html
    assert "&lt;path&gt;" in html
    assert "&lt;your-key&gt;" in html


def test_a_page_cant_forge_places_of_other_pages(awkward_catalogue: Catalogue) -> None:
    html = awkward_catalogue.page("tree/html").html
    assert "not-of-this-page" not in html
    assert 'data-page="forged"' not in html
    assert "course/forged" not in html


def test_a_picture_of_the_tree_travels_inside_and_one_on_the_web_is_only_named(
    awkward_catalogue: Catalogue,
) -> None:
    html = awkward_catalogue.page("tree/html").html
    assert '<img src="data:image/svg+xml;base64,' in html
    assert '<img src="http' not in html
    assert 'href="https://example.org/badge.svg"' in html


def test_every_page_opens_with_its_title_once(awkward_catalogue: Catalogue) -> None:
    for tree in awkward_catalogue.trees():
        for entry in tree.pages:
            html = awkward_catalogue.page(entry.id).html
            assert html.startswith("<h1"), entry.id
            assert html.count("atlas-title") == 1, entry.id


def test_headings_of_one_name_get_different_anchors_and_a_custom_one_is_kept(
    awkward_catalogue: Catalogue,
) -> None:
    anchors = [heading.anchor for heading in awkward_catalogue.page("tree").headings]
    assert anchors == ["the-awkward-tree", "costs-per-month", "costs-per-month-2"]
    payment = awkward_catalogue.page("tree/checkout/payment")
    assert [h.anchor for h in payment.headings][-1] == "numbers"
    assert payment.headings[-1].text == "Numbers"


@settings(deadline=None)
@given(st.text(alphabet="`~:!?=>-*_[](){}<>#|\n\t 1ab\"'&;\\/.", max_size=120))
def test_any_heap_of_markdown_signs_is_parsed(text: str) -> None:
    list(mermaid_fences(grammar().parse(text)))


def test_a_github_alert_is_a_call_out_and_other_quotations_stay(build_tree: BuildTree) -> None:
    text = "# T\n\n> [!WARNING]\n> Mind *it*.\n>\n> > inner\n\n> [!ODD] x\n\n> [!NOTE]\n"
    html = html_of(build_tree, text)
    assert '<aside class="atlas-callout atlas-callout-warning">' in html
    assert html.count("<aside") == html.count("</aside>") == 2
    assert html.count("<blockquote") == html.count("</blockquote>") == 2
    assert "[!WARNING]" not in html
    assert "<em>it</em>" in html


def test_a_mermaid_block_between_colons_is_a_diagram(build_tree: BuildTree) -> None:
    catalogue = build_tree({"p.md": "# T\n\n::: mermaid\nflowchart LR\n  A --> B\n:::\n\nend\n"})
    source = catalogue.diagram("p#1").diagram.source
    assert (source.line, source.text) == (3, "flowchart LR\n  A --> B\n")
    assert catalogue.problems() == ()


def test_a_diagram_in_an_html_element_is_reported(build_tree: BuildTree) -> None:
    catalogue = build_tree({"p.md": '# T\n\n<div class="mermaid">\ngraph TD\n</div>\n'})
    assert [problem.code for problem in catalogue.problems()] == ["html-mermaid"]
