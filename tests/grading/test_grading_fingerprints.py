"""The guard's file recognises a reference answer and leaves the task's own text free."""

from atlas_core.fingerprint import fingerprint, read_fingerprints
from atlas_grading.exercise_folder import find_exercises
from atlas_grading.fingerprints import fingerprints_of


def test_a_reference_answer_is_recognised_and_its_starter_is_not() -> None:
    folders = find_exercises()
    known = read_fingerprints(fingerprints_of(folders))
    assert known.keys() == folders.keys()
    for name, folder in folders.items():
        assert known[name].share_in(fingerprint(folder.reference())) == 1.0
        assert known[name].share_in(fingerprint(folder.starter)) == 0.0


def test_the_file_holds_no_text_of_the_answer() -> None:
    folders = find_exercises()
    written = fingerprints_of(folders)
    for folder in folders.values():
        for line in folder.reference().splitlines():
            assert len(line.strip()) < 12 or line.strip() not in written
