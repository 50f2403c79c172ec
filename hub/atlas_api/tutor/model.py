"""The port to the language model: what it says, piece by piece.

`anthropic_model.AnthropicModel` speaks to the configured endpoint; ScriptedModel says what a test
wrote.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from atlas_api.tutor.policy import Prompt


class ModelError(Exception):
    """The model gave no answer, or no whole one; the text is the sentence for the learner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """More text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The text before this rests on passage `n`."""

    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """The tokens of this answer so far; the last one counts."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """The answer reached its greatest length."""


Piece = Said | Cited | Spent | CutOff


class Model(Protocol):
    """What the tutor needs of a model."""

    def answer(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """The pieces of an answer; ModelError."""

    async def close(self) -> None:
        """Let go of connections."""


@dataclass(slots=True)
class ScriptedModel:
    """Says its script, then raises `failure` if there is one. Keeps the prompts it was given."""

    script: Sequence[Piece] = ()
    failure: str | None = None
    prompts: list[Prompt] = field(default_factory=list)

    async def answer(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """The script."""
        self.prompts.append(prompt)
        for piece in self.script:
            yield piece
        if self.failure is not None:
            raise ModelError(self.failure)

    async def close(self) -> None:
        """Nothing to let go of."""
