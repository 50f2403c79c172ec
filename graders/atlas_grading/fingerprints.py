"""Writes what the tutor's guard knows of the reference answers: their fingerprints, not their text.

    python -m atlas_grading.fingerprints --out FILE

The launcher runs it before the API starts. What the starter itself gives is taken out, so that the
tutor may quote the task.
"""

import argparse
from pathlib import Path

from atlas_core.fingerprint import fingerprint, write_fingerprints

from atlas_grading.exercise_folder import ExerciseFolder, find_exercises


def fingerprints_of(folders: dict[str, ExerciseFolder]) -> str:
    """The JSON for `ATLAS_FINGERPRINTS`, one entry an exercise."""
    return write_fingerprints(
        {
            name: fingerprint(folder.reference()).without(fingerprint(folder.starter))
            for name, folder in folders.items()
        }
    )


def main() -> None:
    """Write the file whole or not at all; raises ExerciseFolderError, OSError."""
    parser = argparse.ArgumentParser(prog="python -m atlas_grading.fingerprints")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    out: Path = parser.parse_args().out
    fresh = out.with_suffix(".new")
    fresh.write_text(fingerprints_of(find_exercises()), encoding="utf-8")
    fresh.replace(out)


if __name__ == "__main__":
    main()
