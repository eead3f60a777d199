"""Joins the stages: sources give documents, documents contain mentions, mentions make claims, the store keeps them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from urazuke.claims.find import find_claims
from urazuke.documents import read_documents, source_of
from urazuke.errors import SourceError, UrazukeError
from urazuke.knowledge.lexicon import Lexicon, load_lexicon
from urazuke.mentions.find import find_candidates
from urazuke.mentions.observables import find_observables
from urazuke.mentions.referents import make_referents
from urazuke.model.claim import Claim
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue, Severity
from urazuke.model.mention import Mention, Referent
from urazuke.model.reading import Reading
from urazuke.sources.base import Input
from urazuke.sources.files import iter_inputs
from urazuke.store.base import Store
from urazuke.text.chinese import fold_chinese
from urazuke.text.normal import fold_space, make_key


class Reader(Protocol):
    """What reads a rendition."""

    def read(self, document: Document, rendition: Rendition) -> Reading:
        """All referents and claims of one rendition.

        Raises:
            DocumentError: this reader can't, or may not, read the document.
        """


class OfflineReader:
    """Reads documents with rules and dictionaries alone; asks nothing of any network."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @classmethod
    def load(cls, cache: Path | None) -> "OfflineReader":
        """A reader with the packaged knowledge, compiled once into the folder `cache`."""
        return cls(load_lexicon(cache))

    def read(self, document: Document, rendition: Rendition) -> Reading:
        """All referents and claims of one rendition."""
        language = document.language or "en"
        if language == "zh" and (folded := fold_chinese(rendition.text)) != rendition.text:
            title = fold_chinese(document.title) if document.title else document.title
            reading = self._read(replace(document, title=title), replace(rendition, text=folded), language)
            return _as_written(reading, document, rendition)
        return self._read(document, rendition, language)

    def _read(self, document: Document, rendition: Rendition, language: str) -> Reading:
        text = rendition.text
        candidates = find_candidates(text, language, self._lexicon, find_observables(text))
        named = make_referents(text, document.id, candidates)
        found = find_claims(document, rendition, named.referents, language)
        used = {
            id for claim in found.claims for id in (claim.subject, claim.object, claim.speaker, *claim.via)
        }
        referents = tuple(
            referent
            for referent in named.referents
            if referent.id not in named.tentative or referent.id in used
        )
        return Reading(
            document=document,
            rendition=rendition,
            referents=referents,
            claims=found.claims,
            missed=found.missed,
        )


def _as_written(reading: Reading, document: Document, rendition: Rendition) -> Reading:
    """What was read in another spelling of the same length, with names and quotes as `rendition` writes them."""
    text, folded = rendition.text, reading.rendition.text
    return Reading(
        document=document,
        rendition=rendition,
        referents=tuple(_respell_referent(referent, text) for referent in reading.referents),
        claims=tuple(
            replace(claim, quote=claim.span.of(text), words=_respell_words(claim, text, folded))
            for claim in reading.claims
        ),
        missed=reading.missed,
    )


def _respell_referent(referent: Referent, text: str) -> Referent:
    mentions = tuple(_respell_mention(mention, text) for mention in referent.mentions)
    first = next((i for i, mention in enumerate(referent.mentions) if mention.name == referent.name), None)
    name = referent.name if first is None else mentions[first].name
    return replace(referent, mentions=mentions, name=name)


def _respell_mention(mention: Mention, text: str) -> Mention:
    surface = mention.span.of(text)
    if surface == mention.surface:
        return mention
    own_name = mention.name == fold_space(mention.surface)
    own_key = mention.normal == make_key(mention.name)
    name = fold_space(surface) if own_name else mention.name
    return replace(mention, surface=surface, name=name, normal=make_key(name) if own_key else mention.normal)


def _respell_words(claim: Claim, text: str, folded: str) -> str | None:
    """The words of doubt as the text has them, found again near the quote."""
    if claim.words is None:
        return None
    words = []
    for word in claim.words.split("; "):
        start = folded.find(word, claim.span.start, claim.span.end)
        words.append(word if start < 0 else text[start : start + len(word)])
    return "; ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of one document. `new` False: it was there already, and nothing changed."""

    document: Document
    new: bool
    claims: int = 0


def iter_files(
    paths: Sequence[str], *, stdin: BinaryIO | None, max_bytes: int
) -> Iterator[tuple[str, bytes] | Issue]:
    """Name and bytes of each file that `paths` name, or what is wrong with it; one file in memory at a time."""
    for found in iter_inputs(paths, stdin=stdin, max_bytes=max_bytes):
        if isinstance(found, Input):
            try:
                yield found.address, found.read()
            except SourceError as err:
                yield Issue(
                    severity=Severity.ERROR,
                    code="unreadable",
                    where=err.where or found.address,
                    message=err.message,
                )
        else:
            yield found


def ingest_file(
    store: Store, reader: Reader, name: str, data: bytes, *, max_bytes: int, ingested: str
) -> Iterator[Ingested | Issue]:
    """Read all documents of one file into `store`, each in a transaction of its own.

    Args:
        store: Where to.
        reader: What reads.
        name: Path or address of the file.
        data: Its bytes.
        max_bytes: Larger files are refused.
        ingested: ISO date that the documents count as taken in on.
    """
    for found in read_documents(data, name, max_bytes=max_bytes):
        if isinstance(found, Issue):
            yield found
            continue
        document, rendition, original = found
        if store.has_documents([document.sha256]):
            yield Ingested(document=document, new=False)
            continue
        try:
            reading = reader.read(document, rendition)
        except UrazukeError as err:
            where = err.where or document.address
            yield Issue(severity=Severity.ERROR, code="unread", where=where, message=err.message)
            continue
        except Exception as err:  # a fault of ours in one document must not cost the rest of the batch
            message = f"the reader failed on it ({type(err).__name__}: {err}); please report this"
            yield Issue(severity=Severity.ERROR, code="unread", where=document.address, message=message)
            continue
        with store.writer() as writer:
            writer.add_source(source_of(document))
            new = writer.add_reading(reading, original, ingested)
        yield Ingested(document=document, new=new, claims=len(reading.claims))


def ingest_knowledge(store: Store, *, ingested: str) -> Iterator[Ingested]:
    """Enter what is known before any report, as documents and claims of its own sources; nothing if it is there."""
    from urazuke.knowledge.claims import iter_knowledge, knowledge_hashes, knowledge_sources

    hashes = knowledge_hashes()
    if len(store.has_documents(hashes)) == len(set(hashes)):
        return
    with store.writer() as writer:
        for source in knowledge_sources():
            writer.add_source(source)
    for reading, original in iter_knowledge():
        with store.writer() as writer:
            new = writer.add_reading(reading, original, ingested)
        yield Ingested(document=reading.document, new=new, claims=len(reading.claims))
