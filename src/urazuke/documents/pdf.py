"""PDF files with a text layer: the text page by page, each block with its page."""

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from urazuke.documents.base import Content, Reader, clean_text, make_error, make_warning, silence
from urazuke.documents.header import read_header
from urazuke.documents.plain import find_title
from urazuke.model.document import Block
from urazuke.model.issue import Issue
from urazuke.model.place import PageRegion, Span
from urazuke.text.blocks import find_blocks

if TYPE_CHECKING:
    from pypdf import PdfReader

_MAX_PAGES = 2_000
_MAX_SECONDS = 120.0
_MAX_STREAM_BYTES = 20_000_000
_MAX_CHARACTERS = 20_000_000
_PAGE_BREAK = "\n\f\n"
_EDGE_LINES = 2
"""Lines at the top and at the bottom of a page that may be running heads."""
_MIN_RUNNING_PAGES = 3
_NO_TITLE = re.compile(
    r"untitled|microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pptx?|pdf|indd|xlsx?|tmp)"
    r"|無題.*|文書\s*\d*|.{0,3}",
    re.IGNORECASE,
)
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


@dataclass(frozen=True, slots=True)
class _Pages:
    texts: list[str]
    issues: list[Issue]


def _read(data: bytes, where: str) -> Iterator[Content | Issue]:
    yield from read_pdf(data, where)


def read_pdf(
    data: bytes, where: str, *, max_seconds: float = _MAX_SECONDS, clock: Callable[[], float] = time.monotonic
) -> Iterator[Content | Issue]:
    """Read one PDF. `max_seconds` bounds the time spent on its pages; `clock` tells seconds."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    try:
        with silence("pypdf"):
            reader = PdfReader(BytesIO(data), strict=False)
            locked = reader.is_encrypted and not reader.decrypt("")
            count = 0 if locked else len(reader.pages)
    except (DependencyError, FileNotDecryptedError, WrongPasswordError):
        yield make_error("encrypted", where, "it is encrypted; save a copy without protection")
        return
    except Exception as error:  # pypdf raises whatever its parsing trips over
        yield _broken(where, error)
        return
    if locked:
        yield make_error("encrypted", where, "it is locked with a password; save a copy without one")
        return
    if count == 0:
        yield make_error("broken", where, "it has no pages; fetch it again")
        return
    with silence("pypdf"):
        pages = _extract_pages(reader, min(count, _MAX_PAGES), where, clock, clock() + max_seconds)
    yield from pages.issues
    if count > _MAX_PAGES:
        yield make_warning(
            "too-large", where, f"only the first {_MAX_PAGES:,} of {count:,} pages were read; split it"
        )
    if not any(text.strip() for text in pages.texts):
        if not any(issue.code == "broken" for issue in pages.issues):
            yield make_error("no-text", where, "it has no text layer (a scan?); run OCR on it first")
        return
    yield _make_content(pages.texts, reader)


def _broken(where: str, error: Exception) -> Issue:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return make_error(
        "broken", where, f"the PDF can't be read ({reason}); fetch it again or print it to a new PDF"
    )


def _extract_pages(
    reader: "PdfReader", count: int, where: str, clock: Callable[[], float], deadline: float
) -> _Pages:
    texts: list[str] = []
    issues: list[Issue] = []
    failed: list[int] = []
    size = 0
    reason: Exception | None = None
    for number in range(count):
        if clock() > deadline or size > _MAX_CHARACTERS:
            issues.append(
                make_warning(
                    "too-large", where, f"reading stopped before page {number + 1} of {count}; split the file"
                )
            )
            break
        try:
            page = reader.pages[number]
            contents = page.get_contents()
            if contents is not None and len(contents.get_data()) > _MAX_STREAM_BYTES:
                raise ValueError(f"page {number + 1} unpacks to more than {_MAX_STREAM_BYTES:,} bytes")
            text = _tidy_page(page.extract_text())
        except Exception as error:  # as above; the other pages may be well
            failed.append(number + 1)
            reason = error
            text = ""
        texts.append(text)
        size += len(text)
    if reason is not None and len(failed) == len(texts):
        return _Pages([], [_broken(where, reason)])
    if failed:
        named = ", ".join(map(str, failed[:10])) + (" …" if len(failed) > 10 else "")
        issues.append(
            make_warning("broken", where, f"nothing could be read from page {named}; look at it by eye")
        )
    return _Pages(texts, issues)


def _tidy_page(text: str) -> str:
    """The text of a page without signs of its making: ligatures, radicals that stand for characters, control
    codes."""
    text = clean_text(text).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\ufeff]", "", text)
    # Fonts often map 人 to the radical ⼈ and "fi" to one glyph: nobody could search for either.
    text = re.sub(
        r"[\u2e80-\u2fd5\ufb00-\ufb06]+", lambda match: unicodedata.normalize("NFKC", match.group()), text
    )
    return re.sub(r"[ \t]+(?=\n|$)", "", text).strip("\n")


def _make_content(texts: Sequence[str], reader: "PdfReader") -> Content:
    running = _find_running_lines(texts)
    blocks: list[Block] = []
    offset = 0
    for number, text in enumerate(texts, 1):
        region = PageRegion(number)
        for block in find_blocks(_blank_running(text, running)):
            span = Span(block.span.start + offset, block.span.end + offset)
            blocks.append(replace(block, span=span, locator=region))
        offset += len(text) + len(_PAGE_BREAK)
    whole = _PAGE_BREAK.join(texts)
    header = read_header(whole)
    info = _read_info(reader)
    title = info.get("title")
    return Content(
        text=whole,
        blocks=tuple(blocks),
        title=title or header.title or find_title(whole, blocks),
        publisher=header.publisher or info.get("publisher") or info.get("author"),
        published=header.published or info.get("published"),
        address=header.address,
        language=info.get("language"),
    )


def _mask(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _find_running_lines(texts: Sequence[str]) -> frozenset[str]:
    """Lines (digits masked) that stand at the edge of half of the pages: running heads and page numbers."""
    counts: Counter[str] = Counter()
    for text in texts:
        lines = [line for line in text.split("\n") if line.strip()]
        counts.update({_mask(line) for line in lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]})
    least = max(_MIN_RUNNING_PAGES, (len(texts) + 1) // 2)
    return frozenset(line for line, count in counts.items() if count >= least)


def _blank_running(text: str, running: frozenset[str]) -> str:
    """`text` with its running lines made spaces, so that places stay: they belong to no block."""
    if not running:
        return text
    lines = text.split("\n")
    filled = [index for index, line in enumerate(lines) if line.strip()]
    for index in filled[:_EDGE_LINES] + filled[-_EDGE_LINES:]:
        if _mask(lines[index]) in running:
            lines[index] = " " * len(lines[index])
    return "\n".join(lines)


def _read_info(reader: "PdfReader") -> dict[str, str]:
    """Title, author, publisher, date and language from the metadata, as far as they are usable."""
    info: dict[str, str] = {}
    try:
        metadata: Any = reader.metadata or {}
        entries = {name: metadata.get(f"/{name.capitalize()}") for name in ("title", "author")}
        created = str(metadata.get("/CreationDate") or "")
        catalogue: Any = reader.trailer["/Root"]
        language = catalogue.get("/Lang")
    except Exception:  # metadata is as often broken as it is wrong; the text stands without it
        return info
    for name, value in entries.items():
        words = " ".join(clean_text(str(value)).split()) if value else ""
        if words and not (name == "title" and _NO_TITLE.fullmatch(words)):
            info[name] = words[:500]
    if match := _PDF_DATE.match(created):
        year, month, day = match.groups()
        if 1990 <= int(year) <= 2100 and (month is None or 1 <= int(month) <= 12):
            info["published"] = "-".join(part for part in (year, month, day if month else None) if part)
    if isinstance(language, str) and language:
        info["language"] = language
    return info


READER = Reader(
    name="pdf/1",
    media_type="application/pdf",
    suffixes=(".pdf",),
    recognises=lambda data: b"%PDF-" in data[:1024],
    read=_read,
)
