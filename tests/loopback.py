"""A small OpenAI-compatible server on the loopback interface, for the hosted path."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class OpenAiServer(ThreadingHTTPServer):
    """Streams `words`, or answers `status` when that is an error; remembers what it was asked."""

    def __init__(self, words: list[str], status: int = 200, delay_seconds: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.words = words
        self.status = status
        self.stopped = threading.Event()
        self.delay_seconds = delay_seconds
        self.requests: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        """What CHAT_BASE_URL takes."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: OpenAiServer

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.requests.append(json.loads(self.rfile.read(length)))
        self.server.stopped.wait(self.server.delay_seconds)
        if self.server.status != 200:
            self._send(json.dumps({"error": {"message": "refused", "type": "test"}}), "application/json")
            return
        chunks = [{"content": word} for word in self.server.words]
        events = [self._event(delta, None) for delta in chunks] + [self._event({}, "stop"), "data: [DONE]\n\n"]
        self._send("".join(events), "text/event-stream")

    def _event(self, delta: dict[str, str], finish_reason: str | None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        return f"data: {json.dumps(chunk)}\n\n"

    def _send(self, body: str, kind: str) -> None:
        self.send_response(self.server.status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def openai_server(words: list[str], status: int = 200, delay_seconds: float = 0.0) -> Iterator[OpenAiServer]:
    """The server, up while the block runs."""
    server = OpenAiServer(words, status, delay_seconds)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()
