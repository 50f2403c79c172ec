"""What a page is before anybody shows it: its front matter, its Markdown, its quiz."""

from atlas_core.page.anchors import same_anchor, slug, unique
from atlas_core.page.front_matter import (
    Complaint,
    Difficulty,
    FrontMatter,
    SourceNote,
    read_front_matter,
)
from atlas_core.page.grammar import grammar, is_closed, is_mermaid, mermaid_fences, plain_text
from atlas_core.page.quiz import QuizQuestion, read_quiz

__all__ = [
    "Complaint",
    "Difficulty",
    "FrontMatter",
    "QuizQuestion",
    "SourceNote",
    "grammar",
    "is_closed",
    "is_mermaid",
    "mermaid_fences",
    "plain_text",
    "read_front_matter",
    "read_quiz",
    "same_anchor",
    "slug",
    "unique",
]
