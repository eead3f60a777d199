"""What a reader of documents is, and what it makes of bytes."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from urazuke.model.document import Block
from urazuke.model.issue import Issue, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a reader found in one document.

    `blocks` stand in text order, do not overlap and lie within `text`. `published` is an EDTF date. Whatever
    the document does not say is None. `original` holds its bytes where they are a part of a file, None where
    they are the whole. `part` names such a part within its file.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    language: str | None = None
    original: bytes | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader of one format.

    `name` carries a version, raised whenever the same bytes give another text. `suffixes` are lower-case file
    name endings. `recognises` tells the format by the bytes themselves, whatever the name. `read` yields the
    documents of a file (most formats: one) and issues; it takes the bytes and a name for messages, and raises
    nothing on purpose.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, str], Iterator[Content | Issue]]


def make_error(code: str, where: str, message: str) -> Issue:
    """An issue about a document that could not be read."""
    return Issue(severity=Severity.ERROR, code=code, where=where, message=message)


def make_warning(code: str, where: str, message: str) -> Issue:
    """An issue about a document that was read with something set aside."""
    return Issue(severity=Severity.WARNING, code=code, where=where, message=message)


def clean_text(text: str) -> str:
    """`text` with what no text may hold (halves of surrogate pairs) made U+FFFD; the length stays."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text


@contextmanager
def silence(logger: str) -> Iterator[None]:
    """Keep a library from logging what we report as issues; log lines would stand among our own on standard
    error."""
    log = logging.getLogger(logger)
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)
