"""A server on loopback that speaks the chat protocol of OpenAI; what it answers is given by the test."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "example-model"


@dataclass
class Reply:
    """One answer: a completion with `text`, or `raw` bytes as they are; after `delay_s`."""

    text: str | None = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    refusal: str | None = None
    raw: bytes | None = None
    delay_s: float = 0.0
    cut_at: int | None = None
    """Send only so many bytes of the body and hang up."""

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        if self.status != 200:
            return json.dumps({"error": {"message": self.text, "type": "test"}}).encode()
        message: dict[str, Any] = {"role": "assistant", "content": self.text}
        if self.refusal is not None:
            message |= {"content": None, "refusal": self.refusal}
        value = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "model": MODEL,
            "choices": [{"index": 0, "message": message, "finish_reason": self.finish}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
        }
        return json.dumps(value).encode()


Answerer = Callable[[dict[str, Any], int], Reply]
"""From the body of a request and its number, from 0, to the reply."""


class Server:
    """A running server; `requests` are the bodies that it got, `most_at_once` how many it served at one time."""

    def __init__(self, answer: Answerer) -> None:
        self.answer = answer
        self.requests: list[dict[str, Any]] = []
        self.authorizations: list[str | None] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with outer._lock:
                    number = len(outer.requests)
                    outer.requests.append(body)
                    outer.authorizations.append(self.headers.get("authorization"))
                    outer._now += 1
                    outer.most_at_once = max(outer.most_at_once, outer._now)
                try:
                    assert self.path == "/v1/chat/completions"
                    assert body["model"] == MODEL
                    assert {message["role"] for message in body["messages"]} >= {"system", "user"}
                    reply = outer.answer(body, number)
                    time.sleep(reply.delay_s)
                    data = reply.body()
                finally:
                    with outer._lock:
                        outer._now -= 1
                try:
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.send_header("content-type", "application/json")
                    self.send_header("content-length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data[: reply.cut_at])
                    if reply.cut_at is not None:
                        self.close_connection = True
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # the client lost its patience, as it should

            def log_message(self, format: str, *args: Any) -> None:
                return

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                return  # clients that hang up are part of these tests

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def sent_texts(self) -> list[str]:
        """What users said in each request, without the instructions."""
        return [body["messages"][1]["content"] for body in self.requests]

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@contextmanager
def serving(answer: Answerer) -> Iterator[Server]:
    server = Server(answer)
    try:
        yield server
    finally:
        server.close()


def in_turn(*replies: Reply) -> Answerer:
    """Each reply once, the last one for ever."""
    return lambda body, number: replies[min(number, len(replies) - 1)]


def entity(id: str, type: str, name: str, *mentions: str) -> dict[str, Any]:
    return {"id": id, "type": type, "name": name, "mentions": list(mentions or (name,))}


def claim(s: str, p: str, o: str, quote: str, **more: Any) -> dict[str, Any]:
    base = {"by": None, "stance": "asserted", "likelihood": None, "confidence": None, "time": None}
    return {"s": s, "p": p, "o": o, "quote": quote, **base, **more}


def answer_json(entities: list[dict[str, Any]], claims: list[dict[str, Any]]) -> str:
    return json.dumps({"entities": entities, "claims": claims}, ensure_ascii=False)
