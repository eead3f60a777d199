"""JSON lines: many reports in one file, ``{"id", "text"}`` a line, with title, publisher, published, url,
lang if known."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from urazuke.documents.base import Content, Reader, clean_text, make_error
from urazuke.documents.header import read_timestamp
from urazuke.documents.plain import make_plain_content
from urazuke.model.issue import Issue
from urazuke.text.encoding import decode_bytes

_STRINGS = ("title", "publisher", "published", "url", "lang")


def _read(data: bytes, where: str) -> Iterator[Content | Issue]:
    lines = _split(data)
    if not any(line.strip() for line in lines):
        yield make_error("empty", where, "there is nothing in it; check that it was saved or fetched whole")
    for number, line in enumerate(lines, 1):
        if line.strip():
            found = _read_line(line, f"{where}, line {number}")
            yield (
                replace(found, record=find_id(line) or f"{where}#line {number}")
                if isinstance(found, Issue)
                else found
            )


def _split(data: bytes) -> list[bytes]:
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
        decoded = decode_bytes(data)
        if decoded is not None:
            data = decoded.text.encode("utf-8", "replace")
    return data.split(b"\n")


def _read_line(line: bytes, where: str) -> Content | Issue:
    """One report. The rendition is exactly the string of the record, whatever its newlines."""
    decoded = decode_bytes(line)
    if decoded is None:
        return make_error(
            "binary", where, "the line is no text in any known encoding; save the file as UTF-8"
        )
    try:
        record = json.loads(decoded.text)
    except (ValueError, RecursionError):
        return make_error("broken", where, 'the line is no JSON; write one object {"id", "text"} a line')
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return make_error("broken", where, 'the line has no "text"; write one object {"id", "text"} a line')
    text = clean_text(record["text"])
    if not text.strip():
        return make_error("empty", where, "the text is empty; leave the line out or fill it")
    given = {
        name: clean_text(value.strip()) for name in _STRINGS if isinstance(value := record.get(name), str)
    }
    content = make_plain_content(text)
    return replace(
        content,
        title=given.get("title") or content.title,
        publisher=given.get("publisher") or content.publisher,
        published=read_timestamp(given.get("published", "")) or content.published,
        address=given.get("url") or content.address,
        language=given.get("lang") or content.language,
        original=line,
        part=find_id(line) or where.rpartition(", ")[2],
    )


def find_id(line: bytes) -> str | None:
    """The id that one line gives its report; None if it gives none or is no JSON."""
    decoded = decode_bytes(line)
    try:
        record = json.loads(decoded.text) if decoded else None
    except (ValueError, RecursionError):
        return None
    identifier = record.get("id") if isinstance(record, dict) else None
    return clean_text(str(identifier)) if isinstance(identifier, str | int) else None


def _recognises(data: bytes) -> bool:
    """Whether one of the first lines is an object with a text; the others may be broken."""
    head = data[:1_000_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"{"):
        return False
    for line in head.split(b"\n", 5)[:5]:
        # A long first line may be cut by the look at the head: its beginning must do then.
        if re.match(
            rb'\s*\{(?:"[^"\\]{1,40}":\s*(?:"(?:[^"\\]|\\.){0,2000}"|\d{1,20}|null),\s*){0,10}"text":\s*"',
            line,
        ):
            return True
    return False


READER = Reader(
    name="jsonl/1",
    media_type="application/jsonl",
    suffixes=(".jsonl", ".ndjson"),
    recognises=_recognises,
    read=_read,
)
