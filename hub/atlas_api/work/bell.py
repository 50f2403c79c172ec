"""Wakes the workers that wait for a submission, so that feedback starts without a poll's delay."""

import asyncio


class Bell:
    """Rung when something was queued. For one event loop; other replicas find out by looking."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Wake everybody who waits now."""
        for event in self._waiting:
            event.set()

    async def wait(self, *, seconds: float) -> None:
        """Until the bell rings, `seconds` at most."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return
        finally:
            self._waiting.discard(event)
