"""Every way in which a call can fail, as a closed list: a code, an HTTP status and one sentence.

The sentence says what happened and what to do; the browser shows it as it stands. An error that
the API sent already has its own code and sentence and passes through `Refusal.passed_on`.
"""

from enum import StrEnum
from http import HTTPStatus
from typing import Self

from tornado.web import HTTPError


class Code(StrEnum):
    """What went wrong. The browser may switch over these; people read the sentence."""

    BAD_REQUEST = "bad-request"
    NOT_SIGNED_IN = "not-signed-in"
    NO_CATALOGUE = "no-catalogue"
    CATALOGUE_UNREADABLE = "catalogue-unreadable"
    NOT_IN_CATALOGUE = "not-in-catalogue"
    EXERCISE_NOT_RELEASED = "exercise-not-released"
    NO_COURSE = "no-course"
    NOT_FETCHED = "not-fetched"
    NOTEBOOK_TOO_LARGE = "notebook-too-large"
    NO_HUB = "no-hub"
    API_DOWN = "api-down"
    API_REFUSED = "api-refused"
    API_FAILED = "api-failed"
    HOME_FULL = "home-full"
    HOME_UNWRITABLE = "home-unwritable"
    OUTBOX_FULL = "outbox-full"
    INTERNAL = "internal"


SENTENCES: dict[Code, tuple[HTTPStatus, str]] = {
    Code.BAD_REQUEST: (HTTPStatus.BAD_REQUEST, "This request can't be read: {why}."),
    Code.NOT_SIGNED_IN: (
        HTTPStatus.FORBIDDEN,
        "You are not signed in here, or the page is too old. Reload the page and sign in again.",
    ),
    Code.NO_CATALOGUE: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "There is nothing to read: ATLAS_CATALOGUE names no file. Build a catalogue with "
        "`atlas build TREE --out FILE`, name it there and start again.",
    ),
    Code.CATALOGUE_UNREADABLE: (HTTPStatus.SERVICE_UNAVAILABLE, "{sentence}"),
    Code.NOT_IN_CATALOGUE: (HTTPStatus.NOT_FOUND, "{sentence}"),
    Code.EXERCISE_NOT_RELEASED: (
        HTTPStatus.NOT_FOUND,
        'Exercise "{id}" is not released in your course yet. Ask your instructor.',
    ),
    Code.NO_COURSE: (
        HTTPStatus.CONFLICT,
        "You are in no course, so there is nothing to fetch or hand in. Ask your instructor.",
    ),
    Code.NOT_FETCHED: (
        HTTPStatus.CONFLICT,
        "{path} is not in your home. Fetch the exercise first.",
    ),
    Code.NOTEBOOK_TOO_LARGE: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "{path} has {size_mb} MB; at most {size_mb_max} MB are taken. "
        "Clear its outputs, save it and try again.",
    ),
    Code.NO_HUB: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "This server was not started by Atlas's hub, so {what} is missing here. "
        "Reading works. For the rest, start Atlas with `make run` and log in.",
    ),
    Code.API_DOWN: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Atlas's course service does not answer ({why}). Reading works; try again in a minute.",
    ),
    Code.API_REFUSED: (
        HTTPStatus.BAD_GATEWAY,
        "Atlas's course service does not know this server. Stop and start your server.",
    ),
    Code.API_FAILED: (
        HTTPStatus.BAD_GATEWAY,
        "Atlas's course service failed. Try again; if it stays, tell your operator request "
        "{request_id}.",
    ),
    Code.HOME_FULL: (
        HTTPStatus.INSUFFICIENT_STORAGE,
        "Your home is full, so {path} could not be written. Delete what you no longer need.",
    ),
    Code.HOME_UNWRITABLE: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "{path} can't be written in your home ({why}). Check who owns the folder.",
    ),
    Code.OUTBOX_FULL: (
        HTTPStatus.INSUFFICIENT_STORAGE,
        "Too much waits to be sent to Atlas's course service, so this was not recorded. "
        "Tell your operator that the service is down.",
    ),
    Code.INTERNAL: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something failed in this server. Its log says what, under request {request_id}.",
    ),
}


class Refusal(HTTPError):  # noqa: N818 (it is an answer, foreseen and worded, not a failure)
    """A call that ends with `{"error": {"code", "sentence"}}` and a status of 400 or more."""

    code: str
    sentence: str

    def __init__(self, code: Code, **details: object) -> None:
        status, sentence = SENTENCES[code]
        self._fill(status, str(code), sentence.format(**details))

    @classmethod
    def passed_on(cls, status: int, code: str, sentence: str) -> Self:
        """Keep the API's own words: its `status`, `code` and `sentence`."""
        refusal = cls.__new__(cls)
        refusal._fill(status, code, sentence)
        return refusal

    def _fill(self, status: int, code: str, sentence: str) -> None:
        HTTPError.__init__(self, status, sentence)
        self.code = code
        self.sentence = sentence

    def body(self) -> dict[str, dict[str, str]]:
        """Return what the browser gets."""
        return {"error": {"code": self.code, "sentence": self.sentence}}
