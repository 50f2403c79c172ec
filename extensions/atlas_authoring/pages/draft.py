"""One page read on its own: everything that can be known before the other pages are.

A Draft holds text only (the parser's tokens are gone), so that a tree of thousands of pages fits in
memory while its links wait for the pages that they lead to.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from atlas_core.catalogue.contents import words_from_name
from atlas_core.catalogue.model import Heading
from atlas_core.page import (
    Complaint,
    FrontMatter,
    QuizQuestion,
    is_closed,
    mermaid_fences,
    plain_text,
    read_front_matter,
    read_quiz,
    slug,
    unique,
)
from markdown_it import MarkdownIt
from markdown_it.token import Token

from atlas_authoring.pages.passages import Unit, units_of
from atlas_authoring.pages.sanitise import REPORTED, anchors_of, tags_of

_CUSTOM_ID = re.compile(r"\s*\{:?\s*#([\w.:-]+)[^}]*\}\s*$")
_ATTRIBUTES = re.compile(r"\s+\{:?\s*[.#][^}]*\}\s*$")
_RAW_HREF = re.compile(r"""<a\s[^>]*?href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_RAW_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_RAW_ATTRIBUTE = re.compile(r"""\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_FOOTNOTE_ID = re.compile(r'id="(fn(?:ref)?[\d:]+)"')
_MERMAID_ELEMENT = re.compile(r"""<(?:div|pre)\s[^>]*class\s*=\s*["']mermaid\b""", re.IGNORECASE)
_SWALLOWED = re.compile(r"^ {0,3}```mermaid", re.MULTILINE)
_WRITTEN_OUT_MAX = 20
_WORDS_PER_MINUTE, _DIAGRAMS_PER_MINUTE = 200, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A link, a Mermaid block or an exercise's place as written: its line in the file, from 1."""

    line: int
    text: str
    url: str = ""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A page before its links are resolved. `html` is rendered, not yet sanitised.

    `scenario_file` is the text of the `.scenario.yaml` beside it, "" where there is none.
    """

    id: str
    path: str
    source: str
    front_matter: FrontMatter
    scenario_file: str = ""
    title: str = ""
    html: str = ""
    headings: list[Heading] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    links: list[Written] = field(default_factory=list)
    mermaid: list[Written] = field(default_factory=list)
    mermaid_titles: list[str] = field(default_factory=list)
    exercises: list[Written] = field(default_factory=list)
    quiz: list[QuizQuestion] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def words(self) -> int:
        """The number of words that the page says."""
        return sum(len(unit.text.split()) for unit in self.units)

    @property
    def minutes(self) -> int:
        """The author's figure, or an estimate from words and diagrams; at least 1."""
        if self.front_matter.minutes:
            return self.front_matter.minutes
        diagrams = len(self.mermaid) / _DIAGRAMS_PER_MINUTE
        return max(1, round(self.words / _WORDS_PER_MINUTE + diagrams))

    def complain(self, line: int, code: str, sentence: str) -> None:
        """Note what is wrong on a line of the file."""
        self.complaints.append(Complaint(line=line, code=code, sentence=sentence))


def draft_page(md: MarkdownIt, page_id: str, path: str, source: str) -> Draft:
    """Read one page. `source` is decoded text, `md` a `page_grammar`."""
    matter, height, complaints = read_front_matter(source)
    draft = Draft(id=page_id, path=path, source=source, front_matter=matter)
    draft.complaints += complaints
    lines = source.split("\n")[height:]
    tokens = md.parse("\n".join(lines))
    _check_line_ends(draft, lines, height)
    _read_headings(draft, tokens)
    _read_title(draft, tokens, height)
    _read_mermaid(draft, tokens, height)
    _read_blocks(draft, tokens, lines, height)
    _read_inline(draft, tokens, height)
    draft.units = [unit for unit in units_of(tokens) if unit.text or unit.diagram]
    draft.html += md.renderer.render(tokens, md.options, {})
    draft.anchors += _FOOTNOTE_ID.findall(draft.html)
    return draft


def _check_line_ends(draft: Draft, lines: Sequence[str], height: int) -> None:
    """Report lines in which a careless tool wrote `\\n` where it meant to end the line."""
    for number, line in enumerate(lines, start=height + 1):
        count = line.count("\\n")
        if count > _WRITTEN_OUT_MAX:
            sentence = f"The line holds `\\n` {count} times, written out; put line ends there."
            draft.complain(number, "line-ends", sentence)


def _line(token: Token, height: int) -> int:
    return height + 1 + (token.map[0] if token.map else 0)


def _read_headings(draft: Draft, tokens: Sequence[Token]) -> None:
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        inline = tokens[at + 1]
        custom = _take_attributes(inline)
        text = plain_text(inline)
        anchor = unique(custom or slug(text), (heading.anchor for heading in draft.headings))
        token.attrSet("id", anchor)
        draft.headings.append(Heading(level=int(token.tag[1]), anchor=anchor, text=text))
    draft.anchors = [heading.anchor for heading in draft.headings]


def _take_attributes(inline: Token) -> str:
    """Cut `{#id .class}` off a heading and return the id."""
    last = inline.children[-1] if inline.children else None
    if last is None or last.type != "text":
        return ""
    custom = _CUSTOM_ID.search(last.content)
    last.content = _ATTRIBUTES.sub("", _CUSTOM_ID.sub("", last.content))
    return slug(custom[1]) if custom else ""


def _read_title(draft: Draft, tokens: list[Token], height: int) -> None:
    """Take the title from front matter, the first heading of level 1, any heading, or the name.

    The page's HTML opens with it: its own first heading where that has level 1, else one is made.
    """
    top = next((h.text for h in draft.headings if h.level == 1 and h.text), "")
    first = next((h.text for h in draft.headings if h.text), "")
    draft.title = draft.front_matter.title or top or first
    if not draft.title:
        draft.title = words_from_name(draft.id.rpartition("/")[2])
        sentence = "The page has neither a title nor a heading; it is called after its file."
        draft.complain(height + 1, "title-missing", sentence)
    opens_with_title = bool(tokens) and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    if opens_with_title:
        tokens[0].attrSet("class", "atlas-title")
    else:
        draft.html = f'<h1 class="atlas-title">{escape(draft.title)}</h1>\n'


def _read_mermaid(draft: Draft, tokens: Sequence[Token], height: int) -> None:
    titles: dict[int, str] = {}
    title = draft.title
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            title = plain_text(tokens[at + 1]) or title
        titles[id(token)] = title
    for ordinal, token in mermaid_fences(tokens):
        token.meta["diagram"] = f"{draft.id}#{ordinal}"
        draft.mermaid.append(Written(line=_line(token, height), text=token.content))
        draft.mermaid_titles.append(titles[id(token)])


def _read_blocks(draft: Draft, tokens: Sequence[Token], lines: list[str], height: int) -> None:
    quizzes = 0
    for token in tokens:
        line = _line(token, height)
        if token.type == "fence" and not is_closed(token, lines):
            sentence = "This block is never closed and takes in all that follows; close its fence."
            draft.complain(line, "fence-unclosed", sentence)
        elif token.type == "fence" and _SWALLOWED.search(token.content) and token.markup == "```":
            sentence = "This block has taken in a Mermaid block; remove a stray fence above it."
            draft.complain(line, "fence-stray", sentence)
        elif token.type == "exercise":
            draft.exercises.append(Written(line=line, text=token.content))
        elif token.type == "quiz":
            quizzes += 1
            token.meta["first"] = quizzes == 1
            questions, complaints = read_quiz(token.content, first_line=line + 1)
            draft.quiz += questions
            draft.complaints += complaints
            if quizzes > 1:
                sentence = "A page has one quiz; these questions were added to the first."
                draft.complain(line, "quiz", sentence)
        elif token.type == "html_block":
            _read_raw_html(draft, token.content, line)
        if token.nesting < 0:
            continue
        if token.meta.get("closed") is False:
            draft.complain(
                line, "colons-unclosed", "This block is never closed; end it with `:::`."
            )
        if token.meta.get("unknown"):
            sentence = f"`:::{token.meta['kind'][:40]}` is unknown and was read as a note."
            draft.complain(line, "colons-unknown", sentence)


def _read_raw_html(draft: Draft, html: str, line: int) -> None:
    draft.anchors += anchors_of(html)
    draft.links += (Written(line=line, text="", url=found[1]) for found in _RAW_HREF.finditer(html))
    for found in _RAW_PICTURE.finditer(html):
        given = {m[1].lower(): m[2] or m[3] or "" for m in _RAW_ATTRIBUTE.finditer(found[0])}
        words, url = given.get("alt", "").strip(), given.get("src", "")
        draft.links.append(Written(line=line, text=f"!{words}", url=url))
    if _MERMAID_ELEMENT.search(html):
        sentence = "A diagram in an HTML element is not read; write it as a ```mermaid block."
        draft.complain(line, "html-mermaid", sentence)
    for name in sorted(tags_of(html) & REPORTED):
        draft.complain(line, "html-dropped", f"`<{name}>` is not kept; say it in Markdown.")


def _read_inline(draft: Draft, tokens: Sequence[Token], height: int) -> None:
    for token in tokens:
        if token.type == "inline":
            draft.links += _links(draft, token, _line(token, height))


def _links(draft: Draft, inline: Token, line: int) -> Iterator[Written]:
    opened: list[tuple[str, int, list[str]]] = []
    for child in inline.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "link_open":
            opened.append((str(child.attrGet("href") or ""), line, []))
        elif child.type == "link_close" and opened:
            url, at, words = opened.pop()
            yield Written(line=at, text="".join(words), url=url)
        elif child.type == "html_inline":
            _read_raw_html(draft, child.content, line)
        elif child.type == "image":
            source = str(child.attrGet("src") or "")
            yield Written(line=line, text=f"!{plain_text(child)}", url=source)
        if opened and child.type in {"text", "code_inline"}:
            opened[-1][2].append(child.content)
