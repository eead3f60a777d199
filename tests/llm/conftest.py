"""Servers, endpoints and readers for these tests; nobody waits, and nothing is left running."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.llm.server import MODEL, Answerer, Reply, Server, serving

from urazuke.documents import read_documents
from urazuke.llm.endpoint import Endpoint
from urazuke.llm.reader import LlmReader
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue


@pytest.fixture
def serve() -> Iterator[Callable[[Answerer | Reply], Server]]:
    """``serve(answerer)`` or ``serve(reply)``: a server for this test."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(
            serving((lambda body, number: answer) if isinstance(answer, Reply) else answer)
        )


def make_endpoint(server: Server, waits: list[float] | None = None, **more: Any) -> Endpoint:
    return Endpoint(
        **{
            "url": server.url,
            "model": MODEL,
            "timeout_s": 5.0,
            "sleep": (waits if waits is not None else []).append,
            "jitter": lambda: 0.0,
            **more,
        }
    )


def make_document(text: str, name: str = "report.txt") -> tuple[Document, Rendition]:
    for found in read_documents(text.encode(), name, max_bytes=10_000_000):
        assert not isinstance(found, Issue), found
        return found[0], found[1]
    raise AssertionError("no document")


@pytest.fixture
def read(serve, tmp_path: Path):
    """``read(text, answer)``: the reading of `text` by a model that answers each window with `answer`."""

    def read(text: str, answer: str, **more: Any):
        endpoint = make_endpoint(serve(Reply(answer)))
        document, rendition = make_document(text)
        return LlmReader(endpoint, **more).read(document, rendition)

    return read
