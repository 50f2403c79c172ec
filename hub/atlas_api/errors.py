"""Every way in which a call can fail: a closed list of codes, each with its HTTP status.

The body is always `{"error": {"code", "sentence"}}`. The sentence says what happened and what to
do; it never holds a trace, a secret or what somebody else wrote.
"""

from enum import StrEnum

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException


class Code(StrEnum):
    """What went wrong, for programs."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    WRONG_METHOD = "wrong_method"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    LIMITED = "limited"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"


STATUS: dict[Code, int] = {
    Code.INVALID: 422,
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.NOT_FOUND: 404,
    Code.WRONG_METHOD: 405,
    Code.CONFLICT: 409,
    Code.TOO_LARGE: 413,
    Code.LIMITED: 429,
    Code.INTERNAL: 500,
    Code.UNAVAILABLE: 503,
}
CODES = {status: code for code, status in STATUS.items()}
SENTENCES = {
    Code.INVALID: "The request could not be read; send JSON as the interface describes it.",
    Code.NOT_FOUND: "There is nothing at this address.",
    Code.WRONG_METHOD: "This address does not take this method.",
    Code.TOO_LARGE: "This is larger than 2 MB, the most that is accepted; clear the outputs of the "
    "notebook and send it again.",
    Code.INTERNAL: "Something failed here; nothing half-done was kept. Try again in a moment.",
}


class RefusalError(HTTPException):
    """A call that is refused, with the sentence for whoever made it."""

    def __init__(self, code: Code, sentence: str, *, retry_after_s: int | None = None) -> None:
        headers = None if retry_after_s is None else {"Retry-After": str(retry_after_s)}
        super().__init__(STATUS[code], detail=sentence, headers=headers)
        self.code = code


def error_answer(
    code: Code, sentence: str, *, headers: dict[str, str] | None = None
) -> JSONResponse:
    """The one shape in which errors leave."""
    body = {"error": {"code": code.value, "sentence": sentence}}
    return JSONResponse(body, status_code=STATUS[code], headers=headers)


def install_errors(app: FastAPI) -> None:
    """Give every refusal of `app` that shape; what nobody foresaw gets it from `RequestLog`."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)


async def _on_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if isinstance(error, RefusalError):
        return error_answer(error.code, error.detail, headers=_headers(error))
    code = CODES.get(error.status_code, Code.INVALID)
    return error_answer(code, SENTENCES.get(code, SENTENCES[Code.INVALID]))


async def _on_validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    if first["type"] == "json_invalid" or not place:
        return error_answer(Code.INVALID, SENTENCES[Code.INVALID])
    if first["type"] == "extra_forbidden":
        sentence = f"The field {place[:80]!r} is not accepted here; leave it out."
    else:
        sentence = f"The field {place[:80]!r} is wrong: {first['msg'][:200]}."
    return error_answer(Code.INVALID, sentence)


def _headers(error: HTTPException) -> dict[str, str] | None:
    return dict(error.headers) if error.headers else None
