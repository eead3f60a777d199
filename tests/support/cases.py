"""Sample cases as YAML (tests/cases/): a text, the things it names, and its claims, turned into Readings."""

from pathlib import Path

import yaml

from urazuke.ids import hash_bytes, make_id
from urazuke.model.claim import Basis, Claim, Level, Stance
from urazuke.model.document import Block, Document, DocumentKind, Reliability, Rendition, Source
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.place import ElementPath, PageRegion, Span
from urazuke.model.provenance import Provenance
from urazuke.model.reading import Reading
from urazuke.store import open_store
from urazuke.store.base import Store
from urazuke.text.normal import make_key

CASES = Path(__file__).parent.parent / "cases"


def load_case(name: str) -> tuple[list[Reading], list[Source]]:
    """The readings and sources of ``tests/cases/NAME.yml``."""
    content = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    sources = {
        row["name"]: Source(
            id=make_id("source", row["name"]), name=row["name"], reliability=Reliability(row["grade"])
        )
        for row in content["sources"]
    }
    return [make_reading(row, sources) for row in content["documents"]], list(sources.values())


def make_reading(row: dict, sources: dict[str, Source]) -> Reading:
    """One document of a case. Claims are ``[subject, predicate, object, quote, {more}]``."""
    text = row["text"]
    document = Document(
        id=hash_bytes(text.encode()),
        sha256=hash_bytes(text.encode()),
        size_bytes=len(text.encode()),
        media_type="text/plain",
        address=row["address"],
        source_id=sources[row["source"]].id,
        kind=DocumentKind(row.get("kind", "report")),
        title=row.get("title"),
        publisher=row.get("publisher"),
        published=row.get("published"),
        language=row.get("language"),
    )
    rendition = Rendition(
        id=make_id("rendition", document.id),
        document_id=document.id,
        text=text,
        reader="case/1",
        blocks=_blocks(row),
    )
    referents = {
        names[0]: _referent(document, text, type_name, names, concept)
        for type_name, things in row["things"].items()
        for names, concept in (_thing(thing) for thing in things)
    }
    claims = [_claim(document, rendition, referents, *item) for item in row["claims"]]
    return Reading(
        document=document,
        rendition=rendition,
        referents=tuple(referents.values()),
        claims=tuple(sorted(claims, key=lambda claim: claim.span)),
    )


def _thing(thing: object) -> tuple[list[str], str | None]:
    if isinstance(thing, dict):
        return thing["names"], thing.get("concept")
    return (thing if isinstance(thing, list) else [thing]), None


def _blocks(row: dict) -> tuple[Block, ...]:
    blocks, start = [], 0
    for number, line in enumerate(row["text"].split("\n")):
        if line:
            page = row.get("pages") and PageRegion(1 + number // row["pages"])
            locator = page or (ElementPath(f"/html/body/main/p[{number + 1}]") if row.get("html") else None)
            blocks.append(Block(span=Span(start, start + len(line)), locator=locator))
        start += len(line) + 1
    return tuple(blocks)


def _referent(
    document: Document, text: str, type_name: str, names: list[str], concept: str | None
) -> Referent:
    mentions = []
    for name in names:
        start = text.find(name)
        assert start >= 0, f"{name!r} is not in the text of {document.address}"
        mentions.append(
            Mention(
                span=Span(start, start + len(name)),
                surface=name,
                name=name,
                normal=make_key(name),
                type=EntityType(type_name),
                rule="case",
            )
        )
    return Referent(
        id=make_id("referent", document.id, type_name, names[0]),
        document_id=document.id,
        type=EntityType(type_name),
        name=names[0],
        mentions=tuple(sorted(mentions, key=lambda it: it.span)),
        concept=concept,
    )


def _claim(document, rendition, referents, subject, predicate, end, quote, more=None) -> Claim:
    more = more or {}
    start = rendition.text.find(quote)
    assert start >= 0, f"{quote!r} is not in the text of {document.address}"
    span = Span(start, start + len(quote))
    is_date = predicate in ("founded-on", "active-since", "active-until")
    return Claim(
        id=make_id("claim", document.id, subject, predicate, end, span.start, more.get("by")),
        document_id=document.id,
        rendition_id=rendition.id,
        subject=referents[subject].id,
        predicate=predicate,
        object=None if is_date else referents[end].id,
        object_date=str(end) if is_date else None,
        quote=quote,
        span=span,
        speaker=referents[more["by"]].id if "by" in more else None,
        stance=Stance(more.get("stance", "asserted")),
        likelihood=Level(more["likelihood"]) if "likelihood" in more else None,
        confidence=Level(more["confidence"]) if "confidence" in more else None,
        words=more.get("words"),
        time=str(more["time"]) if "time" in more else None,
        basis=Basis(more["basis"]) if "basis" in more else None,
        provenance=Provenance("case/1", predicate),
    )


def store_case(name: str, path: Path) -> Store:
    """A knowledge base at `path` with the documents of a case."""
    store = open_store(str(path))
    readings, sources = load_case(name)
    with store.writer() as writer:
        for source in sources:
            writer.add_source(source)
        for reading in readings:
            writer.add_reading(reading, reading.rendition.text.encode(), "2024-02-01")
    return store
