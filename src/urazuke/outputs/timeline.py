"""Timelines: dated claims as events, and publication dates of documents, which are shown apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from urazuke.model.claim import Stance
from urazuke.model.document import Document, DocumentKind
from urazuke.model.entity import EntityRef, LinkedClaim
from urazuke.outputs.dates import DateSpan, parse_edtf
from urazuke.outputs.evidence import Evidence, Gatherer, evidence_value, make_rows
from urazuke.store.base import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that is said to have happened at a time. `span` is None where the date cannot be placed.

    `object` is None for an event that is itself a date (founded, active since, active until).
    """

    date: str
    span: DateSpan | None
    subject: EntityRef
    predicate: str
    object: EntityRef | None
    stance: Stance
    evidence: tuple[Evidence, ...]

    @property
    def contested(self) -> bool:
        """Whether somebody says it and somebody denies it."""
        return self.stance is not Stance.DENIED and any(
            item.stance is Stance.DENIED for item in self.evidence
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A document that came out."""

    date: str
    span: DateSpan | None
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Events and publications in the order of their dates, for `entities` together."""

    entities: tuple[EntityRef, ...]
    events: tuple[Event, ...]
    publications: tuple[Publication, ...]


def make_timeline(view: View, entity_ids: Sequence[str], *, context_chars: int = 0) -> Timeline:
    """The timeline of one or several entities.

    Raises:
        NotKnownError: an id is not known.
    """
    refs = tuple(view.entity(entity_id).ref for entity_id in dict.fromkeys(entity_ids))
    claims = {claim.claim.id: claim for ref in refs for claim in view.claims_about(ref.id)}
    return timeline_of(refs, claims.values(), Gatherer(view, context_chars))


def timeline_of(entities: Iterable[EntityRef], claims: Iterable[LinkedClaim], gatherer: Gatherer) -> Timeline:
    """The timeline that `claims` make. Claims with the same triple and date are one event."""
    entities, claims = tuple(entities), list(claims)
    ids = {ref.id for ref in entities}
    by_date: dict[str, list[LinkedClaim]] = {}
    for claim in claims:
        dated = claim.claim.object_date or claim.claim.time
        # What an entity merely says about others is dated in their timelines, not in its own.
        concerned = claim.subject.id in ids or (claim.object is not None and claim.object.id in ids)
        if dated is not None and concerned:
            by_date.setdefault(dated, []).append(claim)
    events = [
        Event(
            date=dated,
            span=parse_edtf(dated),
            subject=row.subject,
            predicate=row.predicate,
            object=row.object,
            stance=row.stance,
            evidence=row.evidence,
        )
        for dated, group in by_date.items()
        for row in make_rows(group, gatherer)
    ]
    documents = {
        claim.document.id: claim.document
        for claim in claims
        if claim.document.published and claim.document.kind is not DocumentKind.KNOWLEDGE
    }
    publications = [
        Publication(
            date=document.published or "", span=parse_edtf(document.published or ""), document=document
        )
        for document in documents.values()
    ]
    return Timeline(
        entities=entities,
        events=tuple(sorted(events, key=_event_order)),
        publications=tuple(
            sorted(publications, key=lambda item: (item.date, item.document.title or "", item.document.id))
        ),
    )


def _event_order(event: Event) -> tuple[bool, tuple[date, date], str, str, str, str]:
    order = event.span.order if event.span else (date.min, date.max)
    end = event.object.name if event.object else ""
    return event.span is None, order, event.date, event.predicate, event.subject.name, end


def timeline_value(timeline: Timeline) -> dict[str, object]:
    """The timeline as JSON holds it."""
    return {
        "entities": [{"id": ref.id, "type": ref.type.value, "name": ref.name} for ref in timeline.entities],
        "events": [
            {
                "date": event.date,
                "start": event.span.start.isoformat() if event.span and event.span.start else None,
                "end": event.span.end.isoformat() if event.span and event.span.end else None,
                "exact": bool(event.span and event.span.exact),
                "s": event.subject.name,
                "p": event.predicate,
                "o": event.object.name if event.object else event.date,
                "stance": event.stance.value,
                "contested": event.contested,
                "claims": [evidence_value(item) for item in event.evidence],
            }
            for event in timeline.events
        ],
        "publications": [
            {
                "date": item.date,
                "doc": item.document.id,
                "title": item.document.title,
                "publisher": item.document.publisher,
                "address": item.document.address,
                "kind": item.document.kind.value,
            }
            for item in timeline.publications
        ],
    }
