"""HTML pages: the main text without the furniture of the page, each block with the path of its element."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from urazuke.documents.base import Content, Reader, clean_text, make_error, make_warning
from urazuke.documents.header import read_header
from urazuke.documents.plain import decode_or_report
from urazuke.model.document import Block, BlockKind
from urazuke.model.issue import Issue
from urazuke.model.place import ElementPath, Span

if TYPE_CHECKING:
    from urazuke.documents.html_blocks import Draft

_MAX_PARSER_DEPTH = 2_040
"""libxml2 stops at 2,048 open elements and leaves the rest of the page out."""
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(r"\s*(?:<\?xml[^>]{0,500}>\s*|<!--(?:(?!-->).){0,2000}-->\s*){0,5}", re.DOTALL)
_OPENING = re.compile(r"<!doctype\s+html|<(?:html|head|body|meta|title|article|main)[\s>]", re.IGNORECASE)
_TIGHT = frozenset({BlockKind.ITEM, BlockKind.ROW})


def _recognises(data: bytes) -> bool:
    head = data[:12_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:4]:
        text = head.replace(b"\x00", b"").decode("latin-1").lstrip("\xff\xfe")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    prologue = _PROLOGUE.match(text)
    return _OPENING.match(text, prologue.end() if prologue else 0) is not None


def _find_declared_charset(data: bytes) -> str | None:
    match = _META_CHARSET.search(data[:8_000])
    return (match.group(1) or match.group(2)).decode("ascii") if match else None


def _parse(html: str) -> Any | None:
    """The root of the page; None if there is no element in it. The text is decoded: what it says of its
    encoding is void."""
    from lxml import etree
    from lxml import html as lxml_html

    html = re.sub(r"^\s*<\?xml[^>]{0,500}>", "", html.replace("\x00", ""))
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=False, recover=True)
    try:
        return lxml_html.document_fromstring(html.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _read(data: bytes, where: str) -> Iterator[Content | Issue]:
    decoded, issue = decode_or_report(data, where, _find_declared_charset(data))
    if issue is not None:
        yield issue
    if decoded is None:
        return
    html = clean_text(decoded.text)
    root = _parse(html)
    if root is None:
        yield make_error("broken", where, "no element of HTML could be read from it; save the page again")
        return
    yield from _read_page(root, html, where)


def _read_page(root: Any, html: str, where: str) -> Iterator[Content | Issue]:
    from urazuke.documents.html_blocks import draft_blocks
    from urazuke.documents.html_main import choose_main
    from urazuke.documents.html_metadata import read_metadata

    metadata = read_metadata(root)
    host = re.match(r"https?://([^/?#]*)", metadata.address or "")
    drafts, depth = draft_blocks(root, host.group(1).lower() if host else None)
    if depth >= _MAX_PARSER_DEPTH:
        yield make_warning(
            "too-deep",
            where,
            f"elements nest deeper than {_MAX_PARSER_DEPTH:,} and the rest is left out: save it as text",
        )
    text, blocks = _join(choose_main(drafts, html, depth))
    if not text:
        yield make_error(
            "no-text",
            where,
            "the page has no text of its own (made by scripts?); save it from a browser after it has loaded",
        )
        return
    header = read_header(text)
    yield Content(
        text=text,
        blocks=blocks,
        title=metadata.title or _first_heading(text, blocks),
        publisher=metadata.publisher or header.publisher,
        published=metadata.published or header.published,
        address=metadata.address,
        language=metadata.language,
    )


def _join(drafts: Sequence["Draft"]) -> tuple[str, tuple[Block, ...]]:
    """The text of a rendition, one block below another, with an empty line between all but items and rows."""
    pieces: list[str] = []
    blocks: list[Block] = []
    length = 0
    above: BlockKind | None = None
    for draft in drafts:
        if above is not None:
            gap = "\n" if above is draft.kind and draft.kind in _TIGHT else "\n\n"
            pieces.append(gap)
            length += len(gap)
        pieces.append(draft.text)
        xpath = draft.step.xpath()
        blocks.append(
            Block(
                span=Span(length, length + len(draft.text)),
                kind=draft.kind,
                level=draft.level,
                locator=ElementPath(xpath) if xpath else None,
            )
        )
        length += len(draft.text)
        above = draft.kind
    return "".join(pieces), tuple(blocks)


def _first_heading(text: str, blocks: Sequence[Block]) -> str | None:
    heading = next((block for block in blocks[:10] if block.kind is BlockKind.HEADING), None)
    return " ".join(heading.span.of(text).split()) if heading else None


READER = Reader(
    name="html/1",
    media_type="text/html",
    suffixes=(".html", ".htm", ".xhtml", ".shtml"),
    recognises=_recognises,
    read=_read,
)
