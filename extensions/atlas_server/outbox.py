"""Facts that could not be sent yet, kept in the learner's home until the API has them.

`facts.jsonl` holds one fact a line, oldest first. A fact is appended under a lock and flushed to
the disk before the browser hears "queued", so it survives a kill of this server. `send` hands the
oldest facts over in batches and removes a batch only after the API answered for it; a kill in
between sends it twice, which the fact's id makes harmless. A fact that the API refuses for good
goes to `refused.jsonl` with its sentence, so that one bad line never stops those behind it.

Several servers may share a home: `lock` guards the file, `sender` lets one of them send at a time.
"""

import asyncio
import fcntl
import json
import logging
import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from atlas_server.fact import FactsAnswer, Sendable
from atlas_server.home import explained, replace_file
from atlas_server.refusal import Code, Refusal

log = logging.getLogger(__name__)

BATCH = 100
SIZE_MAX = 8 * 1024 * 1024
PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
Send = Callable[[Sequence[Sendable]], Awaitable[FactsAnswer]]


def is_final(refusal: Refusal) -> bool:
    """Whether sending the same again later would end in the same refusal."""
    status = refusal.status_code
    return status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in PASSING


class Outbox:
    """The queue in `folder`, which is made on first use, readable by the learner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._facts = folder / "facts.jsonl"
        self._refused = folder / "refused.jsonl"

    async def keep(self, facts: Sequence[Sendable]) -> None:
        """Append `facts`. Raises Refusal (outbox-full, home-full, home-unwritable)."""
        lines = [fact.line for fact in facts]
        with explained("your progress"):
            await asyncio.to_thread(self._append, self._facts, lines)

    def waits(self) -> bool:
        """Whether anything waits to be sent."""
        return _size(self._facts) > 0

    async def send(self, send: Send) -> None:
        """Send what waits, oldest first. Raises the Refusal of `send` that time may mend.

        Returns at once where another task or server is sending. Raises OSError.
        """
        if not self.waits():
            return
        with self._locked("sender", wait=False) as mine:
            while mine:
                batch, length = await asyncio.to_thread(self._oldest)
                if length == 0:
                    return
                await self._send_batch(batch, send)
                await asyncio.to_thread(self._drop, length)

    async def _send_batch(self, batch: Sequence[Sendable], send: Send) -> None:
        """Send a batch; where the API refuses it as a whole, one fact after the other."""
        if not batch:
            return
        try:
            answer = await send(batch)
        except Refusal as refusal:
            if not is_final(refusal):
                raise
            if len(batch) > 1:
                for fact in batch:
                    await self._send_batch([fact], send)
                return
            answer = FactsAnswer.refusing(batch, refusal.sentence)
        if answer.refused:
            log.warning("the API refused %d queued facts", len(answer.refused))
            lines = [refused.model_dump_json() for refused in answer.refused]
            await asyncio.to_thread(self._append, self._refused, lines)

    def _append(self, file: Path, lines: list[str]) -> None:
        """Append whole lines or nothing; a line that a kill tore before is closed off."""
        with self._locked("lock"), file.open("ab+") as out:
            os.fchmod(out.fileno(), 0o600)
            end = out.seek(0, os.SEEK_END)
            if end > SIZE_MAX:
                raise Refusal(Code.OUTBOX_FULL)
            torn = end > 0 and os.pread(out.fileno(), 1, end - 1) != b"\n"
            text = "".join(f"{line}\n" for line in lines)
            try:
                out.write((f"\n{text}" if torn else text).encode())
                out.flush()
                os.fsync(out.fileno())
            except OSError:
                out.truncate(end)
                raise

    def _oldest(self) -> tuple[list[Sendable], int]:
        """Read a batch and how many bytes of the file it takes.

        A line that can't be read was torn by a kill, before anybody heard that it is queued.
        """
        batch: list[Sendable] = []
        length = 0
        with self._locked("lock"):
            if not self._facts.exists():
                return batch, length
            with self._facts.open("rb") as lines:
                for line in lines:
                    length += len(line)
                    try:
                        fact = json.loads(line)
                        batch.append(Sendable(id=fact["id"], line=line.decode().strip()))
                    except (ValueError, KeyError, TypeError):
                        log.warning("skipped a torn line of the outbox")
                    if len(batch) == BATCH:
                        break
        return batch, length

    def _drop(self, length: int) -> None:
        """Remove the first `length` bytes, which the API has."""
        with self._locked("lock"):
            rest = self._facts.read_bytes()[length:]
            replace_file(self._facts, rest)

    @contextmanager
    def _locked(self, name: str, *, wait: bool = True) -> Iterator[bool]:
        """Hold the lock `name`; yields False where `wait` is false and another holds it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                held = True
            except BlockingIOError:
                held = False
            yield held
        finally:
            os.close(descriptor)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
