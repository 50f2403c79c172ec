"""No request body is larger than a submission may be, however it is sent.

The framework has a limit of its own, but answers in plain text; ours keeps the shape of errors.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas_api.errors import SENTENCES, Code, RefusalError, error_answer

BODY_BYTES_MAX = 2 * 1024 * 1024


class BodyLimit:
    """ASGI middleware: refuses by the stated length, and cuts off a body that goes on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or int(stated) > BODY_BYTES_MAX:
            refusal = error_answer(Code.TOO_LARGE, SENTENCES[Code.TOO_LARGE])
            await refusal(scope, receive, send)
            return
        received = 0

        async def receive_bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > BODY_BYTES_MAX:
                raise RefusalError(Code.TOO_LARGE, SENTENCES[Code.TOO_LARGE])
            return message

        await self._app(scope, receive_bounded, send)
