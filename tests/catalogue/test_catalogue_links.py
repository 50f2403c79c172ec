from collections.abc import Callable

import pytest
from atlas_core.catalogue import Catalogue

BuildTree = Callable[..., Catalogue]

FILES = {
    "index.md": "# Home\n",
    "guide/index.md": "# Guide\n\n## Set & go!\n\n## Set & go!\n",
    "guide/first step.md": "# First\n",
    "notes/README.md": "# Notes\n",
    "assets/a.csv": "a\n",
}


@pytest.mark.parametrize(
    ("written", "page", "anchor"),
    [
        ("../index.md", "docs", None),
        ("../", "docs", None),
        ("/", "docs", None),
        ("../guide/", "docs/guide", None),
        ("../guide", "docs/guide", None),
        ("/guide/index.md", "docs/guide", None),
        ("../guide/index.html", "docs/guide", None),
        ("../guide/first%20step.md", "docs/guide/first step", None),
        ("../guide/first%20step.md?plain=1", "docs/guide/first step", None),
        ("../notes/", "docs/notes/README", None),
        ("../../guide/", "docs/guide", None),  # as served from from/page/
        ("../guide/#set-go", "docs/guide", "set-go"),
        ("../guide/#set--go", "docs/guide", "set-go"),  # GitHub's anchor
        ("../guide/#set-go_1", "docs/guide", "set-go-2"),  # MkDocs' second of a name
        ("../guide/#set--go-1", "docs/guide", "set-go-2"),  # GitHub's second of a name
    ],
)
def test_a_link_leads_where_its_author_meant(
    build_tree: BuildTree, written: str, page: str, anchor: str | None
) -> None:
    catalogue = build_tree({**FILES, "from/page.md": f"# F\n\n[x](<{written}>)\n"})
    html = catalogue.page("docs/from/page").html
    at = f' data-anchor="{anchor}"' if anchor else ""
    assert f'<a href="#" data-page="{page}"{at}>x</a>' in html
    assert catalogue.problems() == ()
    assert [ref.id for ref in catalogue.backlinks(page)] == ["docs/from/page"]


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("gone.md", "leads to no page"),
        ("../../../etc/passwd", "leaves the tree"),
        ("../guide/#nowhere", "has no section"),
        ("#nowhere", "has no section"),
        ("ftp://e.org/x", "not kept"),
    ],
)
def test_a_broken_link_is_reported_with_its_line(
    build_tree: BuildTree, written: str, word: str
) -> None:
    text = f"# F\n\nA line before, and\nthen [x]({written}).\n"
    catalogue = build_tree({**FILES, "from/page.md": text})
    (problem,) = catalogue.problems()
    code = "link-anchor" if word == "has no section" else "link-broken"
    assert (problem.path, problem.line, problem.code) == ("docs/from/page.md", 4, code)
    assert word in problem.sentence


def test_a_link_to_a_file_keeps_its_words_and_is_not_broken(build_tree: BuildTree) -> None:
    catalogue = build_tree({**FILES, "p.md": "# P\n\n[data](assets/a.csv)\n"})
    assert catalogue.problems() == ()
    assert ">data</a>" in catalogue.page("docs/p").html


def test_web_links_open_beside_the_reader(build_tree: BuildTree) -> None:
    html = build_tree({"p.md": "# P\n\n[x](https://e.org/a?b=1&c=2#d)\n"}).page("docs/p").html
    assert 'href="https://e.org/a?b=1&amp;c=2#d"' in html
    assert 'target="_blank"' in html
    assert "noopener" in html


def test_an_address_in_prose_or_in_a_title_is_never_mistaken_for_ours(
    build_tree: BuildTree,
) -> None:
    text = '# P\n\n<a href="atlas:docs%2Fp#x"> text href="atlas:docs%2Fp" </a>\n'
    html = build_tree({"p.md": text}).page("docs/p").html
    assert "data-page" not in html


def test_a_folder_and_a_file_of_one_name_both_have_an_id(awkward_catalogue: Catalogue) -> None:
    assert awkward_catalogue.page("tree/guide").title == "Guide, the folder"
    assert awkward_catalogue.page("tree/guide.md").title == "Guide, the file"


def test_related_pages_of_front_matter_are_links(awkward_catalogue: Catalogue) -> None:
    assert "tree" in [ref.id for ref in awkward_catalogue.backlinks("tree/checkout")]
