"""Bytes -> documents with their text: one reader a format, tried in the order of `READERS`.

A format is told by its bytes first, then by the name of the file. What can't be read comes back as an issue.
"""

from collections.abc import Iterator
from pathlib import PurePath

from urazuke.documents import docx, html, jsonl, markdown, pdf, plain
from urazuke.documents.base import Content, Reader, make_error
from urazuke.documents.header import read_tlp
from urazuke.ids import hash_bytes, make_id
from urazuke.model.document import Document, Rendition, Source
from urazuke.model.issue import Issue
from urazuke.text.language import detect_language

READERS: tuple[Reader, ...] = (
    pdf.READER,
    docx.READER,
    html.READER,
    jsonl.READER,
    markdown.READER,
    plain.READER,  # last: it takes whatever is text
)

UNKNOWN_PUBLISHER = "unknown publisher"

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"MZ\x90", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"SQLite format 3", "an SQLite database"),
)


def read_documents(
    data: bytes, name: str, *, max_bytes: int
) -> Iterator[tuple[Document, Rendition, bytes] | Issue]:
    """Read all documents of one file.

    Args:
        data: The bytes of the file.
        name: Its path, address or name: tells the format where the bytes don't, and stands in messages.
        max_bytes: Larger files are refused.

    Yields:
        In the order of the file: each document with its text and its own bytes (a line of JSON lines, else
        the whole file), and issues, by code: ``empty``, ``binary``, ``encrypted``, ``too-large``, ``broken``,
        ``no-text``, ``unknown-format`` (errors), ``replaced``, ``too-deep`` (warnings). Nothing is raised for
        bad data.
    """
    if len(data) > max_bytes:
        yield make_error(
            "too-large",
            name,
            f"it has {len(data):,} bytes, more than the limit of {max_bytes:,}; raise URAZUKE_MAX_BYTES",
        )
        return
    reader = find_reader(data, name)
    if reader is None:
        yield make_error(
            "unknown-format",
            name,
            f"it is {_name_foreign(data)}; give text, Markdown, HTML, PDF, DOCX or JSON lines",
        )
        return
    for content in reader.read(data, name):
        yield content if isinstance(content, Issue) else _make_document(content, data, name, reader)


def find_reader(data: bytes, name: str) -> Reader | None:
    """The reader for a file: the first that recognises its bytes, else by the ending of its name; None if
    foreign."""
    for reader in READERS:
        if reader.recognises(data):
            return reader
    if any(data.startswith(magic) for magic, _ in _FOREIGN):
        return None
    suffix = PurePath(name).suffix.lower()
    by_name = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if suffix == ".json" and data.lstrip()[:1] in (b"{", b"["):
        return None
    return by_name or plain.READER


def source_of(document: Document) -> Source:
    """The source of a document: its publisher, or the one that stands for all unknown publishers."""
    return Source(id=document.source_id, name=document.publisher or UNKNOWN_PUBLISHER)


def _name_foreign(data: bytes) -> str:
    return next((words for magic, words in _FOREIGN if data.startswith(magic)), "JSON, but no report")


def _make_document(
    content: Content, data: bytes, name: str, reader: Reader
) -> tuple[Document, Rendition, bytes]:
    original = data if content.original is None else content.original
    sha256 = hash_bytes(original)
    document_id = make_id("doc", sha256)
    own_name = f"{name}#{content.part}" if content.part else name
    document = Document(
        id=document_id,
        sha256=sha256,
        size_bytes=len(original),
        media_type=reader.media_type,
        address=content.address or own_name,
        source_id=make_id("src", content.publisher or UNKNOWN_PUBLISHER),
        title=content.title,
        publisher=content.publisher,
        published=content.published,
        language=_decide_language(content.language, content.text),
        tlp=read_tlp(content.text),
    )
    rendition = Rendition(
        id=make_id("rend", document_id, reader.name, hash_bytes(content.text.encode())),
        document_id=document_id,
        text=content.text,
        reader=reader.name,
        blocks=content.blocks,
    )
    return document, rendition, original


def _decide_language(declared: str | None, text: str) -> str:
    """The language as declared, unless the script of the text speaks against it: templates declare ``en`` for
    all."""
    detected = detect_language(text)
    primary = (declared or "").strip().replace("_", "-").partition("-")[0].lower()
    if not (primary.isascii() and primary.isalpha() and len(primary) in (2, 3)):
        return detected
    if detected in ("ja", "zh") or primary in ("ja", "zh"):
        return detected
    return primary
