"""The port to JupyterHub: who does this token belong to?

HttpHub asks the hub with the caller's own token, so that the hub decides; NullHub answers from a
dict for tests.
"""

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

TIMEOUT_S = 4.0
REFUSALS = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})


class TokenRefusedError(Exception):
    """The hub knows the token no longer, or never did, or it is of a kind that we don't take."""


class HubUnreachableError(Exception):
    """The hub does not answer, or answers that it can't."""


class UnknownToHubError(HubUnreachableError):
    """The hub answers 404: nobody of that name, or nobody whom this token may see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubUser:
    """A person (or a course's own account) as the hub knows it."""

    name: str
    groups: frozenset[str] = frozenset()
    admin: bool = False


class Hub(Protocol):
    """What the service needs of a hub."""

    async def whoami(self, token: str) -> HubUser:
        """The owner of `token`; TokenRefusedError or HubUnreachableError."""

    async def ping(self) -> bool:
        """Whether the hub answers at all."""

    async def close(self) -> None:
        """Let go of connections."""


class UserAnswer(BaseModel):
    """`GET /user` of JupyterHub 5 and 6, as far as we read it."""

    kind: str
    name: str
    admin: bool | None = None
    groups: list[str] | None = None
    session_id: str | None = None


class HttpHub:
    """The real hub, over its REST interface."""

    def __init__(self, *, url: str, service_token: str = "") -> None:
        self._url = url.rstrip("/")
        self._service_token = service_token
        self._client = httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False)

    async def whoami(self, token: str) -> HubUser:
        """Ask with the caller's own token.

        Refused: a service's token, and a token that the hub made for a browser session. Such a
        token is held by whichever server the person visits; if it were taken, the owner of a
        server could act as every instructor who looked in.
        """
        answer = await self._get("/user", token)
        if answer.kind != "user" or not answer.name:
            raise TokenRefusedError("The token belongs to a service, not to a person.")
        if answer.session_id:
            raise TokenRefusedError("The token belongs to a browser session, not to a server.")
        if (answer.groups is None or answer.admin is None) and self._service_token:
            answer = await self._looked_up(answer)
        return HubUser(
            name=answer.name,
            groups=frozenset(answer.groups or ()),
            admin=bool(answer.admin),
        )

    async def ping(self) -> bool:
        """Ask for the hub's version, which needs no token."""
        try:
            answer = await self._client.get(f"{self._url}/", timeout=1.0)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _looked_up(self, answer: UserAnswer) -> UserAnswer:
        """What the caller's token may not read of itself, read with the service's own."""
        try:
            known = await self._get(f"/users/{quote(answer.name, safe='')}", self._service_token)
        except (TokenRefusedError, UnknownToHubError):
            return answer
        return answer.model_copy(
            update={
                "groups": answer.groups if answer.groups is not None else known.groups,
                "admin": answer.admin if answer.admin is not None else known.admin,
            }
        )

    async def _get(self, path: str, token: str) -> UserAnswer:
        answer = await self._answer(path, token)
        if answer.status_code in REFUSALS:
            # JupyterHub also answers 403 where it lost its database connection, which it then
            # opens again: only a second refusal is one.
            answer = await self._answer(path, token)
        if answer.status_code in REFUSALS:
            raise TokenRefusedError("The hub does not know this token.")
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise UnknownToHubError(path)
        if answer.status_code != httpx.codes.OK:
            raise HubUnreachableError(f"status {answer.status_code}")
        try:
            return UserAnswer.model_validate_json(answer.content)
        except ValidationError as error:
            raise HubUnreachableError("an answer of another shape") from error

    async def _answer(self, path: str, token: str) -> httpx.Response:
        headers = {"Authorization": f"token {token}"}
        try:
            return await self._client.get(self._url + path, headers=headers)
        except httpx.HTTPError as error:
            raise HubUnreachableError(type(error).__name__) from error


@dataclass(slots=True)
class NullHub:
    """A hub in memory. `down` makes it unreachable; `asked` counts the questions."""

    users: dict[str, HubUser] = field(default_factory=dict)
    down: bool = False
    asked: int = 0

    async def whoami(self, token: str) -> HubUser:
        """The user in the dict."""
        self.asked += 1
        if self.down:
            raise HubUnreachableError("down")
        if token not in self.users:
            raise TokenRefusedError("The hub does not know this token.")
        return self.users[token]

    async def ping(self) -> bool:
        """Whether it is up."""
        return not self.down

    async def close(self) -> None:
        """Nothing to let go of."""
