"""How a check ended, in an outcome and one sentence for the learner."""

from atlas_core.exercise import CheckResult, Outcome

from atlas_grading.checks import Check
from atlas_grading.sandbox import CallFailed, Fault

_OUTCOMES = {
    Fault.RAISED: Outcome.ERRORED,
    Fault.MISSING: Outcome.FAILED,
    Fault.NOT_JSON: Outcome.FAILED,
    Fault.TOO_LARGE: Outcome.FAILED,
    Fault.TIMED_OUT: Outcome.TIMED_OUT,
    Fault.DIED: Outcome.ERRORED,
    Fault.FORGED: Outcome.REFUSED,
}
_SENTENCES = {
    Fault.RAISED: "{subject} stops with {kind}.",
    Fault.MISSING: "Your answer defines no function `{function}`.",
    Fault.NOT_JSON: "{subject} returns something other than plain finite numbers, text, "
    "true or false, lists and dictionaries.",
    Fault.TOO_LARGE: "{subject} returns far more than it was asked for.",
    Fault.TIMED_OUT: "{subject} does not end in time. Look for a loop that never stops.",
    Fault.DIED: "{subject} ends the whole program: an exit, or too much memory.",
    Fault.FORGED: "{subject} writes to the grader's own channel, so nothing it says counts.",
}
TEXT_MAX = 200


def result(check: Check, outcome: Outcome, sentence: str) -> CheckResult:
    """The check's result; only PASSED earns its points."""
    return CheckResult(
        check=check.id,
        title=check.title,
        points=check.points if outcome is Outcome.PASSED else 0.0,
        max_points=check.points,
        outcome=outcome,
        sentence=sentence,
    )


def explain(failed: CallFailed) -> tuple[Outcome, str]:
    """Say what went wrong while loading or calling.

    An exception's own text is told only for loading: in a call it could carry a hidden input.
    """
    loading = not failed.function
    subject = "Your code, when it is loaded," if loading else f"`{failed.function}`"
    kind = failed.kind or "an exception of its own"
    text = " ".join("".join(filter(str.isprintable, failed.text)).split())[:TEXT_MAX]
    if loading and text:
        kind += f" ({text})"
    if loading and failed.line is not None:
        kind += f" in line {failed.line} of the solution"
    sentence = _SENTENCES[failed.fault].format(subject=subject, kind=kind, function=failed.function)
    return _OUTCOMES[failed.fault], sentence
