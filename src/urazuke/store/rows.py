"""From nouns to rows and back. Rows name the columns of ``tables``."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row

from urazuke.model.claim import Basis, Claim, Level, Stance
from urazuke.model.document import Block, BlockKind, Document, DocumentKind, Reliability, Source
from urazuke.model.exhibit import Exhibit
from urazuke.model.judgement import Judgement, NameKey, Verdict
from urazuke.model.mention import EntityType, Mention, Role
from urazuke.model.place import ElementPath, Locator, PageRegion, RecordPath, Span
from urazuke.model.provenance import Provenance
from urazuke.model.reading import Reading


def document_row(document: Document, source_n: int, ingested: str, date: str) -> dict[str, Any]:
    """The row of a document; `date` is the day by which it is ordered."""
    return {
        "id": document.id,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "media_type": document.media_type,
        "address": document.address,
        "source_n": source_n,
        "kind": document.kind.value,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "language": document.language,
        "tlp": document.tlp,
        "ingested": ingested,
        "date": date,
    }


def to_document(row: Row[Any]) -> Document:
    """A document from its row, which has `source_id` besides."""
    return Document(
        id=row.id,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        media_type=row.media_type,
        address=row.address,
        source_id=row.source_id,
        kind=DocumentKind(row.kind),
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        language=row.language,
        tlp=row.tlp,
    )


def to_source(row: Row[Any]) -> Source:
    """A source from its row."""
    return Source(id=row.id, name=row.name, reliability=Reliability(row.reliability), reason=row.reason)


def block_rows(reading: Reading, rendition_n: int) -> Iterator[dict[str, Any]]:
    """The rows of all blocks of a reading."""
    for position, block in enumerate(reading.rendition.blocks):
        yield {
            "rendition_n": rendition_n,
            "start": block.span.start,
            "end": block.span.end,
            "kind": block.kind.value,
            "level": block.level,
            "locator": _write_locator(block.locator),
            "position": position,
        }


def to_block(row: Row[Any]) -> Block:
    """A block from its row."""
    return Block(
        span=Span(row.start, row.end),
        kind=BlockKind(row.kind),
        level=row.level,
        locator=read_locator(row.locator),
    )


def _write_locator(locator: Locator | None) -> str | None:
    match locator:
        case None:
            return None
        case PageRegion(page):
            return f"page:{page}"
        case ElementPath(xpath):
            return f"element:{xpath}"
        case RecordPath(path):
            return f"record:{path}"


def read_locator(written: str | None) -> Locator | None:
    """A locator from its column."""
    if written is None:
        return None
    kind, _, value = written.partition(":")
    if kind == "page":
        return PageRegion(int(value))
    return ElementPath(value) if kind == "element" else RecordPath(value)


def mention_rows(mentions: tuple[Mention, ...], referent_n: int) -> Iterator[dict[str, Any]]:
    """The rows of the mentions of one referent."""
    for position, mention in enumerate(mentions):
        yield {
            "referent_n": referent_n,
            "position": position,
            "start": mention.span.start,
            "end": mention.span.end,
            "surface": mention.surface,
            "name": mention.name,
            "normal": mention.normal,
            "type": mention.type.value,
            "rule": mention.rule,
            "concept": mention.concept,
            "kind": mention.kind,
            "role": mention.role and mention.role.value,
        }


def to_mention(row: Row[Any]) -> Mention:
    """A mention from its row."""
    return Mention(
        span=Span(row.start, row.end),
        surface=row.surface,
        name=row.name,
        normal=row.normal,
        type=EntityType(row.type),
        rule=row.rule,
        concept=row.concept,
        kind=row.kind,
        role=Role(row.role) if row.role else None,
    )


def claim_row(
    claim: Claim, document_n: int, rendition_n: int, referents: Mapping[str, int]
) -> dict[str, Any]:
    """The row of a claim. Raises KeyError where it names a referent that is not in `referents`."""
    return {
        "id": claim.id,
        "document_n": document_n,
        "rendition_n": rendition_n,
        "subject_n": referents[claim.subject],
        "predicate": claim.predicate,
        "object_n": None if claim.object is None else referents[claim.object],
        "object_date": claim.object_date,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "speaker_n": None if claim.speaker is None else referents[claim.speaker],
        "via": ",".join(str(referents[one]) for one in claim.via) or None,
        "stance": claim.stance.value,
        "likelihood": claim.likelihood and claim.likelihood.value,
        "confidence": claim.confidence and claim.confidence.value,
        "words": claim.words,
        "time": claim.time,
        "basis": claim.basis and claim.basis.value,
        "reader": claim.provenance.reader,
        "rule": claim.provenance.rule,
    }


def to_claim(row: Row[Any], via: tuple[str, ...]) -> Claim:
    """A claim from its row, which has the ids of what it points at besides."""
    return Claim(
        id=row.id,
        document_id=row.document_id,
        rendition_id=row.rendition_id,
        subject=row.subject_id,
        predicate=row.predicate,
        object=row.object_id,
        object_date=row.object_date,
        quote=row.quote,
        span=Span(row.start, row.end),
        speaker=row.speaker_id,
        via=via,
        stance=Stance(row.stance),
        likelihood=Level(row.likelihood) if row.likelihood else None,
        confidence=Level(row.confidence) if row.confidence else None,
        words=row.words,
        time=row.time,
        basis=Basis(row.basis) if row.basis else None,
        provenance=Provenance(row.reader, row.rule),
    )


def to_judgement(row: Row[Any], keys: Mapping[int, NameKey], withdrawn: bool) -> Judgement:
    """A judgement from its row, the keys by their numbers."""
    return Judgement(
        id=row.id,
        left=keys[row.left_n],
        right=keys[row.right_n],
        verdict=Verdict(row.verdict),
        reason=row.reason,
        author=row.author,
        document_id=row.document_id,
        made=row.made,
        withdrawn=withdrawn,
    )


def exhibit_row(exhibit: Exhibit) -> dict[str, Any]:
    """The row of an exhibit."""
    return {
        "id": exhibit.id,
        "attached_to": exhibit.attached_to,
        "sha256": exhibit.sha256,
        "media_type": exhibit.media_type,
        "title": exhibit.title,
        "address": exhibit.address,
        "accessed": exhibit.accessed,
    }


def to_exhibit(row: Row[Any]) -> Exhibit:
    """An exhibit from its row."""
    return Exhibit(
        id=row.id,
        attached_to=row.attached_to,
        sha256=row.sha256,
        media_type=row.media_type,
        title=row.title,
        address=row.address,
        accessed=row.accessed,
    )
