"""Readings built by hand: a few words in, a whole Reading out, with places that are right."""

from dataclasses import dataclass

from urazuke.ids import hash_bytes, make_id
from urazuke.model.claim import Claim, Stance
from urazuke.model.document import Block, Document, DocumentKind, Rendition, Source
from urazuke.model.judgement import Judgement, NameKey, Verdict
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.place import PageRegion, Span
from urazuke.model.provenance import Provenance
from urazuke.model.reading import Reading
from urazuke.text.normal import make_key

SOURCE = Source(id=make_id("source", "Example Lab"), name="Example Lab")
INGESTED = "2024-06-01T12:00:00Z"


@dataclass(frozen=True)
class Thing:
    """Something a document names: the first name is that of the referent."""

    names: tuple[str, ...]
    type: EntityType = EntityType.GROUP
    concept: str | None = None
    known: bool = True
    """Whether its mentions carry the concept."""


def group(*names: str, concept: str | None = None, known: bool = True) -> Thing:
    return Thing(names, EntityType.GROUP, concept, known)


def make_reading(
    title: str,
    things: list[Thing],
    claims: list[tuple[str, str, str]] | None = None,
    *,
    address: str | None = None,
    published: str | None = None,
    kind: DocumentKind = DocumentKind.REPORT,
    by: str | None = None,
    stance: Stance = Stance.ASSERTED,
) -> Reading:
    """A document that names each thing in a line of its own, then says each claim in one.

    Lines are blocks; the nth block stands on page n. `by` is the speaker of all claims.
    """
    lines = [title]
    lines += ["; ".join(thing.names) for thing in things]
    lines += [" ".join(claim) for claim in claims or []]
    text = "\n".join(lines)
    document = Document(
        id=hash_bytes(text.encode()),
        sha256=hash_bytes(text.encode()),
        size_bytes=len(text.encode()),
        media_type="text/plain",
        address=address or f"https://example.com/{title}",
        source_id=SOURCE.id,
        kind=kind,
        title=title,
        published=published,
    )
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
    blocks = tuple(
        Block(span=Span(start, start + len(line)), locator=PageRegion(page))
        for page, (start, line) in enumerate(zip(starts, lines, strict=True), 1)
    )
    rendition = Rendition(
        id=make_id("rendition", document.id),
        document_id=document.id,
        text=text,
        reader="hand/1",
        blocks=blocks,
    )
    referents = [_make_referent(document.id, text, starts[i], thing) for i, thing in enumerate(things, 1)]
    ids = {thing.names[0]: referent.id for thing, referent in zip(things, referents, strict=True)}
    first = 1 + len(things)
    return Reading(
        document=document,
        rendition=rendition,
        referents=tuple(referents),
        claims=tuple(
            Claim(
                id=make_id("claim", document.id, i, *claim),
                document_id=document.id,
                rendition_id=rendition.id,
                subject=ids[claim[0]],
                predicate=claim[1],
                object=ids[claim[2]],
                quote=lines[i],
                span=Span(starts[i], starts[i] + len(lines[i])),
                speaker=ids[by] if by else None,
                stance=stance,
                provenance=Provenance("hand/1", "frame:test"),
            )
            for i, claim in enumerate(claims or [], first)
        ),
    )


def _make_referent(document_id: str, text: str, start: int, thing: Thing) -> Referent:
    mentions = []
    for name in thing.names:
        start = text.index(name, start)
        mentions.append(
            Mention(
                span=Span(start, start + len(name)),
                surface=name,
                name=name,
                normal=make_key(name),
                type=thing.type,
                rule="hand",
                concept=thing.concept if thing.known else None,
            )
        )
    return Referent(
        id=make_id("referent", document_id, thing.type.value, thing.names[0]),
        document_id=document_id,
        type=thing.type,
        name=thing.names[0],
        mentions=tuple(mentions),
        concept=thing.concept,
    )


def judge(left: str, verdict: Verdict, right: str, made: str = "2024-07-01T00:00:00Z") -> Judgement:
    """A person's judgement on two groups; a name with a colon is a concept."""
    keys = [
        NameKey(type="concept", normal=name) if ":" in name else NameKey(type="group", normal=make_key(name))
        for name in (left, right)
    ]
    return Judgement(
        id=make_id("judgement", left, verdict.value, right, made),
        left=keys[0],
        right=keys[1],
        verdict=verdict,
        reason="read both reports",
        author="analyst",
        made=made,
    )


def original(reading: Reading) -> bytes:
    return reading.rendition.text.encode()
