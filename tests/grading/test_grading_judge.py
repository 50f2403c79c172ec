"""Whatever is handed in becomes a grade with a sentence a check."""

import json
from collections.abc import Callable

import pytest
from atlas_core.exercise import Grade, Outcome
from atlas_grading.exercise_folder import ExerciseFolder
from atlas_grading.gate.gate import answer_notebook
from atlas_grading.judge import CheckSetError, judge, load_check_set
from atlas_grading.release import release_notebook
from atlas_grading.sandbox import BubblewrapSandbox

Judged = Callable[[bytes], Grade]


@pytest.fixture
def judged(sandbox: BubblewrapSandbox, retry_budget: ExerciseFolder) -> Judged:
    """Judge a notebook against the hidden checks of retry-budget."""

    def run(notebook: bytes) -> Grade:
        return judge(
            notebook,
            retry_budget.exercise,
            submission="s1",
            check_set=retry_budget.check_set(),
            starter=retry_budget.starter,
            sandbox=sandbox,
        )

    return run


def test_the_reference_earns_every_point(judged: Judged, retry_budget: ExerciseFolder) -> None:
    grade = judged(answer_notebook(retry_budget.reference()))
    assert (grade.points, grade.max_points) == (10, 10)
    assert {check.outcome for check in grade.checks} == {Outcome.PASSED}
    assert grade.sentence == "All checks pass."


def test_a_learners_copy_of_the_release_is_judged_by_its_solution_cell(
    judged: Judged, retry_budget: ExerciseFolder
) -> None:
    release = release_notebook(retry_budget, retry_budget.check_set().checks)
    notebook = json.loads(release)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = retry_budget.reference().splitlines(keepends=True)
    assert judged(json.dumps(notebook).encode()).points == 10
    assert judged(release).sentence.startswith("The solution cell is still the one")


def test_judging_twice_gives_the_same_grade(judged: Judged, retry_budget: ExerciseFolder) -> None:
    notebook = answer_notebook(retry_budget.mutants()["equal_jitter"])
    first = judged(notebook)
    assert first == judged(notebook)
    assert 0 < first.points < first.max_points


@pytest.mark.parametrize(
    ("notebook", "sentence"),
    [
        (b"", "The file is not a notebook."),
        (b"\xff\x00", "The file is not a notebook."),
        (b"[]", "The file is not a notebook."),
        (b'{"cells": 3}', "The file is not a notebook."),
        (b"[" * 100_000, "The file is not a notebook."),
        (b'{"cells": []}', "The notebook has no solution cell."),
        (b'{"cells": [7, {"cell_type": "code"}]}', "The notebook has no solution cell."),
        (answer_notebook(""), "The solution cell is empty."),
        (answer_notebook("\n# later\n   \n"), "The solution cell is empty."),
        (b" " * 5_000_000, "The notebook is over 4 MB."),
    ],
)
def test_an_unusable_notebook_gets_no_point_and_a_sentence(
    judged: Judged, notebook: bytes, sentence: str
) -> None:
    grade = judged(notebook)
    assert grade.points == 0
    assert grade.sentence.startswith(sentence)
    assert {check.outcome for check in grade.checks} == {Outcome.REFUSED}
    assert {check.sentence for check in grade.checks} == {grade.sentence}


def test_the_starter_with_other_comments_is_still_the_starter(
    judged: Judged, retry_budget: ExerciseFolder
) -> None:
    grade = judged(answer_notebook(f"# mine\n\n{retry_budget.starter}\n\n"))
    assert grade.points == 0
    assert "still the one" in grade.sentence


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def backoff_s(:", "SyntaxError"),
        ("%matplotlib inline", "SyntaxError"),
        ("x = 1", "defines no function"),
        ("import os\nos._exit(0)", "ends the whole program"),
        ("raise SystemExit", "SystemExit"),
        ("while True:\n    pass", "does not end in time"),
        ("open('/srv/secret')", "FileNotFoundError"),
        ("x = bytearray(10 ** 10)", "MemoryError"),
    ],
)
def test_broken_code_gets_no_point_and_a_sentence(
    judged: Judged, source: str, sentence: str
) -> None:
    grade = judged(answer_notebook(source))
    assert grade.points == 0
    assert all(sentence in check.sentence for check in grade.checks)


def test_one_bad_function_costs_only_its_checks(
    judged: Judged, retry_budget: ExerciseFolder
) -> None:
    source = retry_budget.reference() + "\n\nimport os\ndef run(*_): os._exit(0)\n"
    grade = judged(answer_notebook(source))
    lost = {check.check: check.outcome for check in grade.checks if not check.points}
    assert lost == {"single-call": Outcome.ERRORED, "budget": Outcome.ERRORED}
    assert grade.points == 7


def test_an_exceptions_text_reaches_the_learner_without_control_characters(
    judged: Judged,
) -> None:
    grade = judged(answer_notebook("raise ValueError('a\\x1b[31mb\\n' + 'c' * 5000)"))
    sentence = grade.checks[0].sentence
    assert sentence.isprintable()
    assert len(sentence) < 400


def test_the_check_set_stands_for_the_text_of_the_checks(
    tmp_path_factory: pytest.TempPathFactory, retry_budget: ExerciseFolder
) -> None:
    folder = tmp_path_factory.mktemp("hidden")
    text = (retry_budget.hidden / "checks.py").read_text()
    (folder / "checks.py").write_text(text)
    assert load_check_set(folder).digest == retry_budget.check_set().digest
    (folder / "checks.py").write_text(text + "\n# one more thought\n")
    assert load_check_set(folder).digest != retry_budget.check_set().digest


@pytest.mark.parametrize("text", ["", "CHECKS = []", "CHECKS = [3]", "import nothing_there", "(("])
def test_checks_that_cant_be_used_are_named_with_their_file(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("hidden")
    (folder / "checks.py").write_text(text)
    with pytest.raises(CheckSetError, match=r"checks\.py"):
        load_check_set(folder)
