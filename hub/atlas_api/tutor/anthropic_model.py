"""The real model, over Anthropic's Messages API.

Imported only where a key is configured: the library takes as long to load as all else together.
An error of the endpoint becomes one sentence; its own words, which may quote the key, go nowhere.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import anthropic
import httpx2

from atlas_api.tutor.model import Cited, CutOff, ModelError, Piece, Said, Spent
from atlas_api.tutor.policy import ANSWER_TOKENS_MAX, Prompt

RETRIES = 1
CONNECT_S_MAX = 5.0
SILENCE_S_MAX = 60.0
UNREACHABLE = "The model can't be reached or broke off; try again in a moment."


class AnthropicModel:
    """The real model."""

    def __init__(self, *, key: str, url: str, model: str) -> None:
        self._model = model
        self._client = anthropic.AsyncAnthropic(
            api_key=key,
            base_url=url or None,
            max_retries=RETRIES,
            timeout=httpx2.Timeout(SILENCE_S_MAX, connect=CONNECT_S_MAX),
        )

    async def answer(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Stream an answer."""
        async with aclosing(self._pieces(prompt)) as pieces:
            try:
                async for piece in pieces:
                    yield piece
            except anthropic.APIStatusError as error:
                raise ModelError(_sentence(error.status_code)) from None
            except (anthropic.APIError, httpx2.HTTPError):
                raise ModelError(UNREACHABLE) from None

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    async def _pieces(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        async with self._client.messages.stream(
            model=self._model,
            max_tokens=ANSWER_TOKENS_MAX,
            system=prompt.system,
            messages=prompt.messages,
        ) as stream:
            async for event in stream:
                if event.type == "text":
                    yield Said(text=event.text)
                elif event.type == "citation":
                    if event.citation.type == "search_result_location":
                        yield Cited(n=event.citation.search_result_index + 1)
                elif event.type in ("message_start", "message_delta"):
                    usage = stream.current_message_snapshot.usage
                    yield Spent(
                        input_tokens=usage.input_tokens
                        + (usage.cache_creation_input_tokens or 0)
                        + (usage.cache_read_input_tokens or 0),
                        output_tokens=usage.output_tokens,
                    )
            final = stream.current_message_snapshot
        if final.stop_reason is None:
            # The connection ended without the last events: what came is not the whole.
            raise ModelError(UNREACHABLE)
        if final.stop_reason == "max_tokens":
            yield CutOff()
        if final.stop_reason == "refusal":
            raise ModelError("The model declined to answer this; ask it in another way.")


def _sentence(status: int) -> str:
    if status in (401, 403):
        return "The model does not take this installation's key; tell your operator."
    if status == 404:
        return "The configured model does not exist at this endpoint; tell your operator."
    if status in (400, 413):
        return "The model could not take this question; begin a new talk and ask it again."
    if status in (429, 529):
        return "The model is busy; try again in a minute."
    return UNREACHABLE
