"""The quiz of a page: a YAML list between `:::quiz` and `:::`.

Each item has `question`, `options` (two or more), `answer` (the right option's index from 0) and
`why` (what explains it). A faulty item is reported and left out; the others stay.
"""

from dataclasses import dataclass

from atlas_core.page.front_matter import Complaint
from atlas_core.page.yaml_text import Value, YamlError, read_list

_KEYS = {"question", "options", "answer", "why"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizQuestion:
    """One question; `answer` is the index of the right option."""

    question: str
    options: tuple[str, ...]
    answer: int
    why: str


def read_quiz(text: str, *, first_line: int) -> tuple[list[QuizQuestion], list[Complaint]]:
    """Read a quiz body whose first line is `first_line` of the page."""

    def complaint(line: int, sentence: str) -> Complaint:
        return Complaint(line=first_line + line, code="quiz", sentence=sentence)

    try:
        items = read_list(text)
    except YamlError as fault:
        return [], [complaint(fault.line, f"The quiz is left out. {fault.sentence}")]
    if items is None:
        return [], [complaint(0, "The quiz must be a YAML list of questions, each with a dash.")]
    questions: list[QuizQuestion] = []
    complaints: list[Complaint] = []
    for item in items:
        question = _question(item.value)
        if isinstance(question, str):
            complaints.append(complaint(item.line, question))
        else:
            questions.append(question)
    return questions, complaints


def _question(value: Value) -> QuizQuestion | str:
    """Return the question, or the sentence that says why it is none."""
    if not isinstance(value, dict) or value.keys() != _KEYS:
        return "A quiz question needs exactly the keys question, options, answer and why."
    options, answer = value["options"], value["answer"]
    if not isinstance(options, list) or len(options) < 2:
        return "`options` must be a list of two or more texts."
    if any(isinstance(option, list | dict | None) for option in options):
        return "Each option must be a text; put it in quotes where it holds a colon."
    if not isinstance(answer, int) or not 0 <= answer < len(options):
        return f"`answer` must be the index of the right option, 0 to {len(options) - 1}."
    return QuizQuestion(
        question=str(value["question"]).strip(),
        options=tuple(str(option).strip() for option in options),
        answer=answer,
        why=str(value["why"]).strip(),
    )
