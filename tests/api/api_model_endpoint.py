"""A model endpoint on loopback that speaks the streaming protocol of the Messages API.

Order of events: message_start, then for each block content_block_start, deltas and
content_block_stop, then message_delta with stop reason and usage, then message_stop.
"""

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse

Block = dict[str, object]


@dataclass
class Endpoint:
    """What it will say, and what it was asked. `status` other than 200 answers with an error."""

    url: str = ""
    status: int = 200
    pieces: list[Block] = field(default_factory=list)
    stop_reason: str = "end_turn"
    breaks_off: bool = False
    pause_s: float = 0
    requests: list[dict[str, object]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    finished: int = 0

    def says(self, *texts: str) -> None:
        """Say these pieces of text."""
        self.pieces = [{"type": "text_delta", "text": text} for text in texts]


def cites(index: int) -> Block:
    """A citation of the search result with this index, from 0."""
    return {
        "type": "citations_delta",
        "citation": {
            "type": "search_result_location",
            "cited_text": "x",
            "search_result_index": index,
            "source": "x",
            "title": "x",
            "start_block_index": 0,
            "end_block_index": 1,
        },
    }


@contextlib.contextmanager
def running_endpoint() -> Iterator[Endpoint]:
    """Serve on a free port of loopback, in a thread."""
    endpoint = Endpoint()
    with running_app(_app(endpoint)) as url:
        endpoint.url = url
        yield endpoint


@contextlib.contextmanager
def running_app(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of loopback, in a thread; its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    listening.close()


def _app(endpoint: Endpoint) -> FastAPI:
    app = FastAPI(docs_url=None, openapi_url=None)

    @app.post("/v1/messages")
    async def messages(request: Request) -> Response:
        endpoint.requests.append(await request.json())
        endpoint.headers.append(dict(request.headers))
        if endpoint.status != 200:
            # A rude endpoint that quotes the key that it was sent.
            message = f"no: {request.headers['authorization']}"
            body = {"type": "error", "error": {"type": "api_error", "message": message}}
            return Response(json.dumps(body), endpoint.status, {"x-should-retry": "false"})
        return StreamingResponse(_events(endpoint), media_type="text/event-stream")

    return app


async def _events(endpoint: Endpoint):
    def event(kind: str, **fields: object) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n"

    usage = {"input_tokens": 100, "output_tokens": 1, "cache_read_input_tokens": 20}
    yield event(
        "message_start",
        message={
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "m",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage,
        },
    )
    yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    yield event("ping")
    for piece in endpoint.pieces:
        await asyncio.sleep(endpoint.pause_s)
        yield event("content_block_delta", index=0, delta=piece)
    if endpoint.breaks_off:
        return
    yield event("content_block_stop", index=0)
    yield event(
        "message_delta",
        delta={"stop_reason": endpoint.stop_reason, "stop_sequence": None},
        usage={"output_tokens": 42},
    )
    yield event("message_stop")
    endpoint.finished += 1
