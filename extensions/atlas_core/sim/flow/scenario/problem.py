"""What is wrong with a scenario: its line in the page, and one sentence with the remedy."""


class ScenarioError(ValueError):
    """A scenario that can't be read or run. `line` counts from 1 in the page, or `beside` it."""

    def __init__(self, line: int, sentence: str, *, beside: bool = False) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence
        self.beside = beside

    def told(self) -> str:
        """The sentence with its place."""
        place = " of the page's .scenario.yaml" if self.beside else ""
        return f"Line {self.line}{place}: {self.sentence}"
