"""What is wrong with a scenario: its line in the page, and one sentence with the remedy."""


class ScenarioError(ValueError):
    """A scenario that can't be read or run. `line` counts in the page, from 1."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence
