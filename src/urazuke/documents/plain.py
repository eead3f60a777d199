"""Plain text. The rendition is the decoded text itself, so that every quote can be found in the file."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from urazuke.documents.base import Content, Reader, clean_text, make_error, make_warning
from urazuke.documents.header import find_opening, is_header_line, read_header
from urazuke.model.document import Block, BlockKind
from urazuke.model.issue import Issue
from urazuke.model.place import Span
from urazuke.text.blocks import find_blocks
from urazuke.text.encoding import Decoded, decode_bytes

_TITLE_COLUMNS = 20
"""A first line shorter than this may be a rubric or a menu ("セキュリティ", "top of page"): a longer one
close by is the title."""
_TITLE_BLOCKS = 6


def decode_or_report(
    data: bytes, where: str, declared: str | None = None
) -> tuple[Decoded | None, Issue | None]:
    """Decode a file; with an error if it is no text, with a warning if some bytes of it are broken."""
    if not data.strip():
        return None, make_error(
            "empty", where, "there is nothing in it; check that it was saved or fetched whole"
        )
    decoded = decode_bytes(data, declared)
    if decoded is None:
        return None, make_error(
            "binary",
            where,
            "the bytes are no text in any known encoding; convert it to text, HTML, PDF or DOCX",
        )
    if not decoded.text.strip():
        return None, make_error(
            "empty", where, "there is nothing in it but white space; check how it was saved"
        )
    if decoded.replaced:
        return decoded, make_warning(
            "replaced",
            where,
            f"{decoded.replaced} broken characters stand as U+FFFD in what was read as {decoded.encoding}; "
            "fetch it again if it was cut off",
        )
    return decoded, None


def normalise_newlines(text: str) -> str:
    r"""`text` with ``\r\n`` made ``\n``; a lone ``\r`` stays."""
    return text.replace("\r\n", "\n")


def make_plain_content(text: str) -> Content:
    """Blocks and metadata of a plain text, which stays as it is.

    Labelled lines at the very top are metadata and no block, so that nobody reads a publisher as a party to the story.
    """
    opening = find_opening(text)
    blocks = tuple(
        replace(block, span=Span(block.span.start + opening, block.span.end + opening))
        for block in find_blocks(text[opening:])
    )
    header = read_header(text)
    return Content(
        text=text,
        blocks=blocks,
        title=header.title or find_title(text, blocks),
        publisher=header.publisher,
        published=header.published,
        address=header.address,
        language=header.language,
    )


def find_title(text: str, blocks: Sequence[Block]) -> str | None:
    """The first line that looks like a title, on one line; None if the text opens with prose."""
    short: str | None = None
    for block in blocks[:_TITLE_BLOCKS]:
        words = " ".join(block.span.of(text).split())
        if block.kind is BlockKind.HEADING and not is_header_line(words):
            if text[max(0, block.span.start - 2) : block.span.start].endswith("# "):
                return words  # marked as such by its author
            columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)
            if columns >= _TITLE_COLUMNS:
                return words
            short = short or words
        elif block.kind is not BlockKind.HEADING and len(words) > 60:
            break
    return short


def _read(data: bytes, where: str) -> Iterator[Content | Issue]:
    decoded, issue = decode_or_report(data, where)
    if issue is not None:
        yield issue
    if decoded is not None:
        yield make_plain_content(normalise_newlines(clean_text(decoded.text)))


READER = Reader(
    name="plain/1",
    media_type="text/plain",
    suffixes=(".txt", ".text", ".log", ".csv", ".tsv"),
    recognises=lambda data: False,  # what nothing else recognises
    read=_read,
)
