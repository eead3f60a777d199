"""Word documents: paragraphs by style, tables row by row, each with its number in the document."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from urazuke.documents.base import Content, Reader, clean_text, make_error
from urazuke.documents.header import read_header
from urazuke.documents.plain import find_title
from urazuke.model.document import Block, BlockKind
from urazuke.model.issue import Issue
from urazuke.model.place import RecordPath, Span

_MAX_UNPACKED_BYTES = 200_000_000
_MAX_FILES = 10_000
_MAIN_PART = "word/document.xml"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|見出し|标题|標題)\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number|paragraph)?\s*(\d)?", re.IGNORECASE)
_TIGHT = frozenset({BlockKind.ITEM, BlockKind.ROW})


def is_zip(data: bytes) -> bool:
    """Whether the bytes open as a ZIP archive does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _recognises(data: bytes) -> bool:
    """A ZIP archive with the part of a Word document; also an encrypted one, which Office wraps in another
    container."""
    if data.startswith(_OLE_MAGIC):
        return "EncryptedPackage".encode("utf-16-le") in data
    if not is_zip(data):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _MAIN_PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # A file that was cut off has lost its table of contents, but names of parts stand beside them too.
        return _MAIN_PART.encode() in data


def _read(data: bytes, where: str) -> Iterator[Content | Issue]:
    if data.startswith(_OLE_MAGIC):
        yield make_error("encrypted", where, "it is locked with a password; save a copy without one")
        return
    issue = _check_size(data, where)
    if issue is not None:
        yield issue
        return
    import docx

    try:
        document = docx.Document(BytesIO(data))
        content = _make_content(document)
    except Exception as error:  # python-docx raises KeyError, XML errors and more on broken packages
        yield _broken(where, error)
        return
    if content is None:
        yield make_error(
            "no-text", where, "it has no text in paragraphs or tables (only pictures?); run OCR on it first"
        )
    else:
        yield content


def _broken(where: str, error: Exception) -> Issue:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return make_error("broken", where, f"the Word document can't be read ({reason}); save it again as DOCX")


def _check_size(data: bytes, where: str) -> Issue | None:
    """Refuse an archive by what it says it unpacks to, before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        return _broken(where, error)
    total = sum(entry.file_size for entry in entries)
    if total > _MAX_UNPACKED_BYTES or len(entries) > _MAX_FILES:
        return make_error(
            "too-large",
            where,
            f"it would unpack to {total:,} bytes in {len(entries):,} files; save it again as plain text",
        )
    return None


@dataclass(slots=True)
class _Builder:
    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    title: str | None = None

    def add(self, text: str, kind: BlockKind, level: int, place: str) -> None:
        if not text.strip():
            return
        if self.blocks:
            above = self.blocks[-1].kind
            gap = "\n" if above is kind and kind in _TIGHT else "\n\n"
            self.pieces.append(gap)
            self.length += len(gap)
        self.pieces.append(text)
        span = Span(self.length, self.length + len(text))
        self.blocks.append(Block(span=span, kind=kind, level=level, locator=RecordPath(place)))
        self.length += len(text)


def _make_content(document: Any) -> Content | None:
    builder = _Builder()
    styles = {style.style_id: style.name or "" for style in document.styles}
    paragraphs = tables = 0
    for element in _iter_body(document.element.body):
        if element.tag == f"{_W}p":
            paragraphs += 1
            _add_paragraph(builder, element, styles, f"paragraph {paragraphs}")
        else:
            tables += 1
            for number, row in enumerate(element.iterchildren(f"{_W}tr"), 1):
                cells = [_cell_text(cell) for cell in row.iterchildren(f"{_W}tc")]
                text = "\t".join(cells) if any(cells) else ""
                builder.add(text, BlockKind.ROW, 0, f"table {tables} row {number}")
    if not builder.blocks:
        return None
    text = "".join(builder.pieces)
    header = read_header(text)
    properties = document.core_properties
    return Content(
        text=text,
        blocks=tuple(builder.blocks),
        title=_words(properties.title) or builder.title or header.title or find_title(text, builder.blocks),
        publisher=header.publisher or _words(properties.author),
        published=header.published,
        address=header.address,
        language=_words(properties.language),
    )


def _words(value: object) -> str | None:
    """A property, None where it is empty or what the library or Word fills in by itself."""
    words = " ".join(clean_text(str(value or "")).split())
    return None if words.lower() in ("", "python-docx", "word document", "user", "author") else words[:500]


def _iter_body(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those inside content controls."""
    stack = [body.iterchildren()]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            stack.append(element.iterchildren())


def _run_text(element: Any) -> str:
    """The text of a paragraph as it reads: insertions in, deletions, field codes and readings of ruby out."""
    pieces: list[str] = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if node.tag == f"{_W}t":
            if next(node.iterancestors(f"{_W}rt"), None) is None:
                pieces.append(node.text or "")
        elif node.tag == f"{_W}tab":
            if node.getparent().tag == f"{_W}r":  # others define tab stops
                pieces.append("\t")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        else:
            pieces.append("\n")
    return clean_text("".join(pieces).replace("\u00ad", "").replace("\u200b", "")).strip()


def _cell_text(cell: Any) -> str:
    paragraphs = (" ".join(_run_text(paragraph).split()) for paragraph in cell.iter(f"{_W}p"))
    return " ".join(words for words in paragraphs if words)


def _add_paragraph(builder: _Builder, element: Any, styles: dict[str, str], place: str) -> None:
    text = _run_text(element)
    style_element = element.find(f"{_W}pPr/{_W}pStyle")
    style_id = style_element.get(f"{_W}val") if style_element is not None else ""
    style = styles.get(style_id, style_id or "")
    number = element.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
    if match := _HEADING.match(style):
        builder.add(text, BlockKind.HEADING, min(6, max(1, int(match.group(1)))), place)
    elif style.lower() in ("title", "表題", "标题"):
        builder.title = builder.title or " ".join(text.split()) or None
        builder.add(text, BlockKind.HEADING, 1, place)
    elif style.lower() == "caption":
        builder.add(text, BlockKind.CAPTION, 0, place)
    elif "quote" in style.lower():
        builder.add(text, BlockKind.QUOTATION, 0, place)
    elif element.find(f"{_W}pPr/{_W}numPr") is not None:
        depth = number.get(f"{_W}val") if number is not None else "0"
        builder.add(text, BlockKind.ITEM, int(depth) if depth and depth.isdigit() else 0, place)
    elif match := _LIST.match(style):
        builder.add(text, BlockKind.ITEM, max(0, int(match.group(1) or 1) - 1), place)
    else:
        builder.add(text, BlockKind.PARAGRAPH, 0, place)


READER = Reader(
    name="docx/1",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    suffixes=(".docx", ".docm"),
    recognises=_recognises,
    read=_read,
)
