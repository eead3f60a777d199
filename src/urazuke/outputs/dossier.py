"""The dossier: all that is known about one entity, built once and frozen. Every card reads only this."""

from collections.abc import Sequence
from dataclasses import dataclass

from urazuke.assess.origins import OriginCount
from urazuke.model.claim import Stance
from urazuke.model.document import Document, DocumentKind, Source
from urazuke.model.entity import Entity, EntityRef, LinkedClaim
from urazuke.outputs.chart import Chart, chart_of, is_common
from urazuke.outputs.conflicts import Conflict, find_conflicts
from urazuke.outputs.evidence import Gatherer, Row, make_rows
from urazuke.outputs.gaps import find_gaps
from urazuke.outputs.sections import Section, make_sections
from urazuke.outputs.timeline import Timeline, timeline_of
from urazuke.store.base import View

# How many documents are looked up for each name: its first ones and its last. Names of countries stand in
# thousands.
_NAME_DOCUMENTS = 12
_CHART_LIMIT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """One name, and who uses it: `users` (publishers or sources, in order of first use), at most the first
    few.

    `first` and `last` are dates of publication, None where the documents have none. `documents` counts all of
    them.
    """

    name: str
    users: tuple[str, ...]
    first: str | None
    last: str | None
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Summary numbers. `hedged`, `denied`, `unknown` count claims; `first`, `last` are EDTF dates."""

    claims: int
    documents: int
    origins: OriginCount
    first: str | None
    last: str | None
    hedged: int
    denied: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceUse:
    """A source with the documents that speak of the entity, by date."""

    source: Source
    documents: tuple[Document, ...]
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The result document. Nothing stands here without its claims; names and sources lead to documents.

    `sections` hold rows in the order of ``sections.yml``, empty ones left out; `gaps` are keys of labels
    (``gap.*``).
    """

    entity: EntityRef
    concept: str | None
    as_of: str | None
    knowledge_names: tuple[NameUse, ...]
    report_names: tuple[NameUse, ...]
    figures: Figures
    sections: tuple[Section, ...]
    conflicts: tuple[Conflict, ...]
    timeline: Timeline
    chart: Chart
    sources: tuple[SourceUse, ...]
    gaps: tuple[str, ...]

    def section(self, key: str) -> Section | None:
        """The section of this key, None where there is nothing in it."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows of all sections, in order."""
        return tuple(row for section in self.sections for row in section.rows)


def make_dossier(view: View, entity_id: str, *, context_chars: int = 0) -> Dossier:
    """Gather what is said about an entity.

    Args:
        view: Answers as of its date.
        entity_id: From `View.find_entities`.
        context_chars: Code points of original text to keep on either side of each quote; 0 keeps the quotes
        alone.

    Raises:
        NotKnownError: there is no such entity.
    """
    entity = view.entity(entity_id)
    claims = tuple(sorted(view.claims_about(entity_id), key=lambda claim: claim.claim.id))
    gatherer = Gatherer(view, context_chars)
    own = [
        claim
        for claim in claims
        if entity_id in (claim.subject.id, claim.object.id if claim.object else None)
    ]
    concerned = {claim.claim.id for claim in own}
    spoken = [claim for claim in claims if claim.claim.id not in concerned]
    rows = make_rows(own, gatherer, about=entity_id)
    sections = make_sections(entity.type.value, rows, make_rows(spoken, gatherer))
    timeline = timeline_of((entity.ref,), claims, gatherer)
    figures = _figures(claims, gatherer, timeline)
    knowledge_names, report_names = _names(view, entity, claims)
    return Dossier(
        entity=entity.ref,
        concept=entity.concept,
        as_of=view.as_of,
        knowledge_names=knowledge_names,
        report_names=report_names,
        figures=figures,
        sections=sections,
        conflicts=find_conflicts(view, entity, rows),
        timeline=timeline,
        chart=_ego_chart(view, entity, rows, own, gatherer),
        sources=_sources(claims),
        gaps=find_gaps(entity.type.value, claims, figures.origins, sections, timeline),
    )


def _names(
    view: View, entity: Entity, claims: Sequence[LinkedClaim]
) -> tuple[tuple[NameUse, ...], tuple[NameUse, ...]]:
    """Names from knowledge tables, and names from reports; a name that both use stands in both."""
    documents = {claim.document.id: claim.document for claim in claims}
    publishers = {claim.document.id: claim.document.publisher or claim.source.name for claim in claims}
    knowledge: list[NameUse] = []
    reports: list[NameUse] = []
    for name in entity.names:
        ids = name.document_ids
        wanted = ids if len(ids) <= _NAME_DOCUMENTS else (*ids[: _NAME_DOCUMENTS - 1], ids[-1])
        for document_id in wanted:
            if document_id not in documents:
                document = documents[document_id] = view.document(document_id)
                publishers[document_id] = document.publisher or view.source(document.source_id).name
        tables = [it for it in wanted if documents[it].kind is DocumentKind.KNOWLEDGE]
        others = [it for it in wanted if documents[it].kind is not DocumentKind.KNOWLEDGE]
        unread = len(ids) - len(wanted)
        for where, used, extra in ((knowledge, tables, 0), (reports, others, unread)):
            if used:
                dates = sorted(documents[it].published or "" for it in used if documents[it].published)
                where.append(
                    NameUse(
                        name=name.name,
                        users=tuple(dict.fromkeys(publishers[it] for it in used)),
                        first=dates[0] if dates else None,
                        last=dates[-1] if dates else None,
                        documents=len(used) + extra,
                    )
                )
    order = lambda use: (use.name != entity.name, -use.documents, use.name.casefold(), use.name)  # noqa: E731
    return tuple(sorted(knowledge, key=order)), tuple(sorted(reports, key=order))


def _figures(claims: Sequence[LinkedClaim], gatherer: Gatherer, timeline: Timeline) -> Figures:
    placed = [event for event in timeline.events if event.span is not None]
    stances = [claim.claim.stance for claim in claims]
    last = max(
        placed, key=lambda event: (event.span.order[1], event.date) if event.span else (), default=None
    )
    return Figures(
        claims=len(claims),
        documents=len({claim.document.id for claim in claims}),
        origins=gatherer.origins.count(claims),
        first=placed[0].date if placed else None,
        last=last.date if last else None,
        hedged=stances.count(Stance.HEDGED),
        denied=stances.count(Stance.DENIED),
        unknown=stances.count(Stance.UNKNOWN),
    )


def _sources(claims: Sequence[LinkedClaim]) -> tuple[SourceUse, ...]:
    by_source: dict[str, list[LinkedClaim]] = {}
    for claim in claims:
        by_source.setdefault(claim.source.id, []).append(claim)
    uses = []
    for group in by_source.values():
        documents = {claim.document.id: claim.document for claim in group}
        ordered = sorted(documents.values(), key=lambda it: (it.published or "9999", it.title or "", it.id))
        uses.append(SourceUse(source=group[0].source, documents=tuple(ordered), claims=len(group)))
    return tuple(sorted(uses, key=lambda use: (use.source.reliability, -use.claims, use.source.name)))


def _ego_chart(
    view: View, entity: Entity, rows: Sequence[Row], own: Sequence[LinkedClaim], gatherer: Gatherer
) -> Chart:
    """The entity with its best attested neighbours: the claims are at hand already."""
    neighbours = list(
        {row.other.id: row.other for row in rows if row.other and row.other.id != entity.id}.values()
    )
    kept = sorted(neighbours, key=is_common)[:_CHART_LIMIT]  # stable: the best attested stay first
    between = view.claims_between(ref.id for ref in kept)
    claims = {claim.claim.id: claim for claim in (*own, *between)}
    return chart_of(
        (entity.ref,), (entity.ref, *kept), claims.values(), gatherer, len(neighbours) - len(kept)
    )
