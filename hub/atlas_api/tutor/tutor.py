"""From a question to the events of its answer: retrieve, then let the model phrase, or show.

Every answer begins with a meta event that says who answers, and ends with done or error.
"""

import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import assert_never

import anyio
from atlas_core.facts import Asserter, Fact, FactKind, Privacy
from atlas_core.retrieve import Citation
from starlette.concurrency import run_in_threadpool

from atlas_api.clock import Clock, new_id
from atlas_api.database import Database
from atlas_api.identity.store import meet
from atlas_api.ledger.append import append
from atlas_api.shelf import Shelf
from atlas_api.tutor.citing import Referenced, References
from atlas_api.tutor.guard import Guard, GuardedText
from atlas_api.tutor.model import Cited, CutOff, Model, ModelError, Said, Spent
from atlas_api.tutor.offline import NO_MODEL, USED_UP, offline_answer, shown_citation
from atlas_api.tutor.policy import ANSWER_TOKENS_MAX, Prompt, build_prompt
from atlas_api.tutor.schema import AskIn, Delta, Done, Event, Failure, Meta, Mode
from atlas_api.tutor.store import Reservation, reserve, settle

log = logging.getLogger(__name__)
CHARACTERS_A_TOKEN = 4
BY_MODEL = "A language model answers from passages of the course; open its sources to check it."
CUT_OFF = "\n\n(The answer reached its greatest length; ask for the rest.)"
GUARDED = (
    "\n\nI stop here: this was turning into the solution of a graded exercise. "
    "Ask me about the idea behind it, or show me your own attempt."
)
BROKEN = "The tutor failed here; ask again in a moment."


@dataclass(frozen=True, slots=True, kw_only=True)
class Tutor:
    """The tutor of one service. Without a model it shows passages."""

    shelf: Shelf
    model: Model | None
    database: Database
    clock: Clock
    tokens_a_day: int
    guard: Guard

    async def answer(self, name: str, asked: AskIn) -> AsyncGenerator[Event, None]:
        """The events of an answer to the person with a hub name."""
        try:
            citations = await run_in_threadpool(self._find, asked)
            mode = Mode.OFFLINE
            prompt: Prompt | None = None
            reservation: Reservation | None = None
            if self.model is not None:
                prompt = build_prompt(
                    asked.question, thread=asked.thread, page=asked.page, citations=citations
                )
                reservation = await run_in_threadpool(self._reserve, name, prompt)
                mode = Mode.OFFLINE if reservation is None else Mode.MODEL
            await run_in_threadpool(self._note_asked, name, asked, mode, len(citations))
            if self.model is None or prompt is None or reservation is None:
                yield Meta(mode=mode, note=NO_MODEL if self.model is None else USED_UP)
                for event in offline_answer(citations):
                    yield event
                return
            yield Meta(mode=mode, note=BY_MODEL)
            async with aclosing(self._by_model(self.model, prompt, reservation)) as events:
                async for event in events:
                    yield event
        except Exception:
            # The status is sent by now: the learner gets a sentence, the log the reason.
            log.exception("the tutor failed")
            yield Failure(sentence=BROKEN)

    async def _by_model(
        self, model: Model, prompt: Prompt, reservation: Reservation
    ) -> AsyncGenerator[Event, None]:
        spent = Spent(input_tokens=0, output_tokens=0)
        writing = Writing(citations=prompt.citations, guard=self.guard)
        try:
            async with aclosing(model.answer(prompt)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Spent):
                        spent = piece
                        continue
                    for event in writing.write(piece):
                        yield event
                    if writing.stopped:
                        log.warning("the guard stopped an answer", extra={"guard": writing.stopped})
                        break
            for event in writing.finish():
                yield event
            yield Done()
        except ModelError as error:
            log.warning("the model failed: %s", error)
            yield Failure(sentence=str(error))
        finally:
            # Also when the learner left and this is being cancelled: what was used was used.
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self._settle, reservation, spent)

    def _find(self, asked: AskIn) -> Sequence[Citation]:
        found = self.shelf.find(asked.question, page=asked.page)
        earlier = [turn.text for turn in asked.thread if turn.role == "user"]
        if found or not earlier:
            return found
        # "And why?" holds no word to search for; what was asked before may.
        return self.shelf.find(f"{earlier[-1]} {asked.question}", page=asked.page)

    def _reserve(self, name: str, prompt: Prompt) -> Reservation | None:
        tokens = prompt.length // CHARACTERS_A_TOKEN + ANSWER_TOKENS_MAX
        with self.database.writing() as session:
            return reserve(session, name, tokens=tokens, budget=self.tokens_a_day, now=self.clock())

    def _settle(self, reservation: Reservation, spent: Spent) -> None:
        with self.database.writing() as session:
            settle(
                session,
                reservation,
                input_tokens=spent.input_tokens,
                output_tokens=spent.output_tokens,
            )

    def _note_asked(self, name: str, asked: AskIn, mode: Mode, passages: int) -> None:
        now = self.clock()
        with self.database.writing() as session:
            fact = Fact(
                id=new_id(now),
                kind=FactKind.TUTOR_ASKED,
                asserted_by=Asserter.LEARNER,
                learner=meet(session, name, now=now),
                subject=asked.page or "tutor",
                observed_at=now,
                # How the tutor was used, never what was asked.
                payload={"mode": mode.value, "passages": passages},
                privacy=Privacy.PRIVATE,
            )
            append(session, [fact], now=now)


class Writing:
    """One answer while it is written: guarded, with honest references. `stopped` says by which
    exercise's solution the guard was raised, if it was."""

    def __init__(self, *, citations: Sequence[Citation], guard: Guard) -> None:
        self._citations = {citation.n: citation for citation in citations}
        self._references = References(count=len(citations))
        self._guarded = GuardedText(guard)
        self.stopped: str | None = None

    def write(self, piece: Said | Cited | CutOff) -> list[Event]:
        """The events of one more piece."""
        match piece:
            case Cited(n=n):
                return self._shown(self._references.cited(n))
            case Said(text=said):
                text = self._guarded.write(said)
            case CutOff():
                text = self._guarded.write(CUT_OFF)
            case never:
                assert_never(never)
        self.stopped = self._guarded.stopped
        return self._shown(self._references.text(text))

    def finish(self) -> list[Event]:
        """The events of what was still held back, or of having been stopped."""
        text = self._guarded.finish()
        self.stopped = self._guarded.stopped
        events = self._shown(self._references.text(text)) + self._shown(self._references.end())
        return [*events, Delta(text=GUARDED)] if self.stopped else events

    def _shown(self, referenced: Referenced) -> list[Event]:
        events: list[Event] = [
            shown_citation(self._citations[n]) for n in referenced.first if n in self._citations
        ]
        return [*events, Delta(text=referenced.text)] if referenced.text else events
