"""Validated identities, kept by the hash of their token.

Fresh for a minute, so that the hub is not asked with each call; usable for 15 minutes while the
hub does not answer, so that reading and submitting go on when it restarts. A refusal by the hub
ends an identity at once.
"""

import asyncio
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from atlas_api.errors import Code, RefusalError
from atlas_api.identity.caller import Caller, caller_of, worker
from atlas_api.identity.hub import Hub, HubUnreachableError, HubUser, TokenRefusedError

FRESH_S = 60.0
OUTAGE_S = 15 * 60.0
ASK_AGAIN_S = 5.0
ENTRIES_MAX = 10_000
TOKEN_LENGTH_MAX = 500


@dataclass(slots=True)
class Entry:
    """One token's owner; `asked_at` is the last try, `validated_at` the last success."""

    user: HubUser | None = None
    validated_at: float = float("-inf")
    asked_at: float = float("-inf")
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Identities:
    """Who calls, from the Authorization header. Times are monotonic seconds."""

    def __init__(
        self,
        *,
        hub: Hub,
        courses: Sequence[str],
        worker_token: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub = hub
        self._courses = tuple(courses)
        self._worker_token = worker_token
        self._monotonic = monotonic
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    async def identify(self, authorization: str | None) -> Caller:
        """The caller; RefusalError (401 or 503) when there is none."""
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        if not token or len(token) > TOKEN_LENGTH_MAX or not token.isascii():
            raise RefusalError(
                Code.UNAUTHENTICATED, "Send your hub token as 'Authorization: token ...'."
            )
        if scheme.lower() == "bearer":
            return self._worker(token)
        if scheme.lower() != "token":
            raise RefusalError(
                Code.UNAUTHENTICATED, "Send your hub token as 'Authorization: token ...'."
            )
        return caller_of(await self._user(token), self._courses)

    def _worker(self, token: str) -> Caller:
        known = self._worker_token
        if not known or not hmac.compare_digest(token.encode(), known.encode()):
            raise RefusalError(Code.UNAUTHENTICATED, "This is not the worker's token.")
        return worker(self._courses)

    async def _user(self, token: str) -> HubUser:
        key = hashlib.sha256(token.encode()).hexdigest()
        entry = self._entries.setdefault(key, Entry())
        self._entries.move_to_end(key)
        while len(self._entries) > ENTRIES_MAX:
            self._entries.popitem(last=False)
        async with entry.lock:
            now = self._monotonic()
            if entry.user is not None and now - entry.validated_at < FRESH_S:
                return entry.user
            if entry.user is not None and now - entry.asked_at < ASK_AGAIN_S:
                return self._kept(entry, now)
            entry.asked_at = now
            try:
                entry.user = await self._hub.whoami(token)
                entry.validated_at = now
            except TokenRefusedError as error:
                self._entries.pop(key, None)
                entry.user = None
                raise RefusalError(
                    Code.UNAUTHENTICATED, f"{error} Log in again, or restart your server."
                ) from error
            except HubUnreachableError:
                return self._kept(entry, now)
            return entry.user

    def _kept(self, entry: Entry, now: float) -> HubUser:
        if entry.user is None or now - entry.validated_at > OUTAGE_S:
            raise RefusalError(
                Code.UNAVAILABLE,
                "The hub does not answer, so nobody can be identified; try again in a minute.",
                retry_after_s=30,
            )
        return entry.user
