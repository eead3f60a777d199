"""Evidence: one claim as outputs show it, its quote in the original text. Rows group equal claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from urazuke.assess.origins import OriginCount, OriginFinder
from urazuke.model.claim import Basis, Level, Stance
from urazuke.model.document import Document, DocumentKind, Rendition, Source
from urazuke.model.entity import EntityRef, LinkedClaim
from urazuke.model.origin import Origin
from urazuke.model.place import Locator
from urazuke.store.base import View
from urazuke.text.normal import fold_space
from urazuke.vocab.load import load_likelihood, load_predicates

SAYS = (Stance.ASSERTED, Stance.HEDGED)
"""The stances of those who say that a thing is so."""
_STANCE_ORDER = (Stance.ASSERTED, Stance.HEDGED, Stance.UNKNOWN, Stance.DENIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A claim with all that a reader of an output needs to judge it.

    `before` and `after` are the text around the quote on one line, empty where no context was asked for.
    `voice` is who says it: the speaker, else the publisher or source of the document. `band` is an ICD 203
    expression, None where the text words no likelihood; `confidence` is a separate thing and is never shown
    in one sentence with it.
    """

    claim_id: str
    quote: str
    before: str
    after: str
    voice: str
    speaker: EntityRef | None
    via: tuple[EntityRef, ...]
    stance: Stance
    band: str | None
    likelihood: Level | None
    confidence: Level | None
    words: str | None
    time: str | None
    basis: Basis | None
    document: Document
    source: Source
    place: Locator | None
    origin: Origin | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One triple with all the claims that say it, most telling first.

    `object` is None where the triple ends in a date (`date`, EDTF). `other` is the end that is not the entity
    of the dossier, `outward` whether that entity is the subject. `stance` is the strongest there is; `denied`
    and `unknown` say whether somebody denies it or says that it is not known.
    """

    subject: EntityRef
    predicate: str
    object: EntityRef | None
    date: str | None
    other: EntityRef | None
    outward: bool
    evidence: tuple[Evidence, ...]
    documents: int
    origins: OriginCount
    stance: Stance

    @property
    def denied(self) -> bool:
        """Whether at least one claim denies it."""
        return any(item.stance is Stance.DENIED for item in self.evidence)

    @property
    def unknown(self) -> bool:
        """Whether at least one claim says that it is not known."""
        return any(item.stance is Stance.UNKNOWN for item in self.evidence)

    @property
    def times(self) -> tuple[str, ...]:
        """The distinct times that its claims give, in order."""
        return tuple(sorted({item.time for item in self.evidence if item.time is not None}))

    @property
    def end(self) -> str:
        """The name of the other end, or the date."""
        return self.other.name if self.other is not None else self.date or ""

    @property
    def voices(self) -> tuple[tuple[str, Stance, str | None], ...]:
        """Who says it, with stance and likelihood band; each once, in the order of the evidence."""
        return tuple(dict.fromkeys((item.voice, item.stance, item.band) for item in self.evidence))


class Gatherer:
    """Gathers what belongs to claims: origins, and up to `chars` code points of text around quotes (0: none).

    Renditions and publishers are looked up once.
    """

    def __init__(self, view: View, chars: int = 0) -> None:
        self.origins = OriginFinder(view)
        self._view = view
        self._chars = chars
        self._renditions: dict[str, Rendition] = {}

    def context(self, claim: LinkedClaim) -> tuple[str, str]:
        """The text before and after the quote, on one line, cut at white space where there is some."""
        if not self._chars:
            return "", ""
        document_id = claim.claim.document_id
        if document_id not in self._renditions:
            self._renditions[document_id] = self._view.rendition(document_id)
        text, span = self._renditions[document_id].text, claim.claim.span
        before = text[max(0, span.start - self._chars) : span.start]
        after = text[span.end : span.end + self._chars]
        if span.start > self._chars and " " in before[:24]:
            before = before[before.index(" ") + 1 :]
        if span.end + self._chars < len(text) and " " in after[-24:]:
            after = after[: after.rindex(" ")]
        return _keep_edge(before, at_end=True), _keep_edge(after, at_end=False)


def _keep_edge(text: str, *, at_end: bool) -> str:
    folded = fold_space(text)
    if not folded:
        return ""
    if at_end:
        return folded + " " if text[-1:].isspace() else folded
    return " " + folded if text[:1].isspace() else folded


def make_evidence(claim: LinkedClaim, gatherer: Gatherer) -> Evidence:
    """One claim as evidence."""
    before, after = gatherer.context(claim)
    it = claim.claim
    return Evidence(
        claim_id=it.id,
        quote=it.quote,
        before=before,
        after=after,
        voice=claim.speaker.name if claim.speaker else claim.document.publisher or claim.source.name,
        speaker=claim.speaker,
        via=claim.via,
        stance=it.stance,
        band=load_likelihood()[0][it.likelihood].words if it.likelihood else None,
        likelihood=it.likelihood,
        confidence=it.confidence,
        words=it.words,
        time=it.time,
        basis=it.basis,
        document=claim.document,
        source=claim.source,
        place=claim.locator,
        origin=gatherer.origins.find(claim),
        rule=str(it.provenance),
    )


def make_rows(
    claims: Iterable[LinkedClaim], gatherer: Gatherer, *, about: str | None = None
) -> tuple[Row, ...]:
    """Group claims of one triple into rows, the best attested first.

    Args:
        claims: In any order.
        gatherer: Looks up origins and the text around quotes.
        about: The entity whose rows these are: decides `other` and `outward`. None: every row reads from its
        subject. contexts: Reads the text around each quote; None leaves it out.

    Returns:
        Rows by number of origins, then of documents, then name. A symmetric predicate said in either
        direction is one row. Claims of a row: reports before knowledge tables, then by date of the document
        and place.
    """
    predicates = load_predicates()
    groups: dict[tuple[str, str, str], list[LinkedClaim]] = {}
    for claim in claims:
        subject, object_id = (
            claim.subject.id,
            claim.object.id if claim.object else claim.claim.object_date or "",
        )
        predicate = predicates.get(claim.claim.predicate)
        if predicate is not None and predicate.symmetric and object_id < subject:
            subject, object_id = object_id, subject
        groups.setdefault((subject, claim.claim.predicate, object_id), []).append(claim)
    rows = [_make_row(sorted(group, key=evidence_order), about, gatherer) for group in groups.values()]
    return tuple(sorted(rows, key=row_order))


def _make_row(claims: list[LinkedClaim], about: str | None, gatherer: Gatherer) -> Row:
    first = claims[0]
    # Who denies a thing does not corroborate it; a row that is only denied counts its denials.
    saying = [claim for claim in claims if claim.claim.stance in SAYS] or claims
    outward = about is None or first.subject.id == about
    return Row(
        subject=first.subject,
        predicate=first.claim.predicate,
        object=first.object,
        date=first.claim.object_date,
        other=first.object if outward else first.subject,
        outward=outward,
        evidence=tuple(make_evidence(claim, gatherer) for claim in claims),
        documents=len({claim.document.id for claim in saying}),
        origins=gatherer.origins.count(saying),
        stance=min((claim.claim.stance for claim in claims), key=_STANCE_ORDER.index),
    )


def evidence_order(claim: LinkedClaim) -> tuple[bool, str, str, int, str]:
    """The order in which claims are shown: prose before knowledge tables, then date, document and place."""
    document = claim.document
    knowledge = document.kind is DocumentKind.KNOWLEDGE
    return knowledge, document.published or "9999", document.id, claim.claim.span.start, claim.claim.id


def row_order(row: Row) -> tuple[int, int, int, str, str, str]:
    """The order in which rows are shown: standing before denied, then best attested first."""
    return (
        _STANCE_ORDER.index(row.stance) // 2,
        -len(row.origins.origins),
        -row.documents,
        row.predicate,
        row.end.casefold(),
        row.subject.id,
    )


def evidence_value(item: Evidence) -> Mapping[str, object]:
    """Evidence as JSON holds it: the members of a claim in PRODUCT.md, and what an output adds."""
    return {
        "id": item.claim_id,
        "quote": item.quote,
        "before": item.before,
        "after": item.after,
        "by": item.speaker.name if item.speaker else None,
        "voice": item.voice,
        "via": [ref.name for ref in item.via],
        "stance": item.stance.value,
        "likelihood": item.likelihood.value if item.likelihood else None,
        "band": item.band,
        "confidence": item.confidence.value if item.confidence else None,
        "words": item.words,
        "time": item.time,
        "basis": item.basis.value if item.basis else None,
        "doc": item.document.id,
        "title": item.document.title,
        "publisher": item.document.publisher,
        "published": item.document.published,
        "address": item.document.address,
        "kind": item.document.kind.value,
        "source": item.source.name,
        "reliability": item.source.reliability.value,
        "place": str(item.place) if item.place else None,
        "origin": item.origin.name if item.origin else None,
        "rule": item.rule,
    }
