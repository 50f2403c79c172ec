"""The committed runs that the browser's encoder, estimate and fold are tested with are true."""

from player_vectors import committed, vector


def test_python_still_says_of_each_run_what_the_browser_is_tested_with() -> None:
    remedy = "python tests/player/player_vectors.py writes them anew"
    runs = committed()
    assert len(runs) >= 10
    for text, model, scenario in runs:
        assert vector(model, scenario) == text, remedy
