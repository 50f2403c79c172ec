"""`python -m atlas_grading.gate [exercise ...]`: exit code 0 when all that were named pass."""

import sys

from atlas_grading.exercise_folder import ExerciseFolderError, find_exercises
from atlas_grading.gate.gate import check_exercise
from atlas_grading.judge import CheckSetError
from atlas_grading.sandbox import BubblewrapSandbox, SandboxUnavailableError


def main(names: list[str]) -> int:
    """Print a report an exercise; return 1 when one fails or is not there."""
    folders = find_exercises()
    missing = [name for name in names if name not in folders]
    if missing:
        print(f"No exercise with hidden checks is called {', '.join(missing)}.", file=sys.stderr)
        return 1
    sandbox = BubblewrapSandbox.probe()
    passes = True
    for name in names or folders:
        report = check_exercise(folders[name], sandbox)
        print(f"{name}: {'passes' if report.passes else 'FAILS'}")
        print("\n".join(f"  {line}" for line in report.lines))
        print("".join(f"  FAULT {fault}\n" for fault in report.faults), end="")
        passes = passes and report.passes
    return 0 if passes else 1


def run() -> None:
    """Run with the arguments of the command line; a broken folder is one sentence."""
    try:
        sys.exit(main(sys.argv[1:]))
    except (ExerciseFolderError, CheckSetError, SandboxUnavailableError) as error:
        sys.exit(str(error))
