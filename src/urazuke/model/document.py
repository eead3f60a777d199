"""Sources, documents, and the texts that readers make of documents."""

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum

from urazuke.model.place import Locator, Span


class Reliability(StrEnum):
    """Admiralty reliability of a source (NATO AJP-2.1). F means "cannot be judged": missing, not worst."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where documents come from: a publisher, a feed, a person. `id` is made from `name`."""

    id: str
    name: str
    reliability: Reliability = Reliability.F
    reason: str = ""


class DocumentKind(StrEnum):
    """What sort of thing a document is: prose, tables of knowledge, raw evidence, or an analyst's note."""

    REPORT = "report"
    KNOWLEDGE = "knowledge"
    RECORD = "record"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report, known by the hash of its bytes.

    `address` is where the document says it lives (a canonical URL), else the path or name it was read from; two
    documents of one address are versions of each other. `published` is an EDTF date, None where the document
    gives none.
    """

    id: str
    sha256: str
    size_bytes: int
    media_type: str
    address: str
    source_id: str
    kind: DocumentKind = DocumentKind.REPORT
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    tlp: str = "clear"


class BlockKind(StrEnum):
    """The part that a block plays in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CAPTION = "caption"
    QUOTATION = "quotation"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, paragraph, bullet, table row … in a rendition, with its place in the original.

    `level` is the depth: of a heading 1..6, of a bullet its nesting from 0. Cells of a row are separated by tabs.
    """

    span: Span
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    locator: Locator | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One plain text of a document, made by one reader. Every span of mentions and claims counts in `text`.

    Blocks stand in text order and do not overlap. `reader` is name and version (``html/1``).
    """

    id: str
    document_id: str
    text: str
    reader: str
    blocks: tuple[Block, ...] = field(default=())

    def locate(self, span: Span) -> Locator | None:
        """The place in the original of the block in which `span` starts; None where the original has no such places."""
        index = bisect_right(self.blocks, span.start, key=lambda block: block.span.start) - 1
        if index >= 0 and self.blocks[index].span.start <= span.start < self.blocks[index].span.end:
            return self.blocks[index].locator
        return None
