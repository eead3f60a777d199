"""Phrases that every renderer shares: who says a thing, how surely, how many say it, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from urazuke.labels.load import Labels
from urazuke.model.claim import Stance
from urazuke.model.place import ElementPath, Locator, PageRegion, RecordPath
from urazuke.outputs.chart import Chart
from urazuke.outputs.conflicts import Conflict
from urazuke.outputs.dossier import Dossier, NameUse
from urazuke.outputs.evidence import Evidence, Row
from urazuke.outputs.timeline import Event, Timeline

MARKS = {Stance.ASSERTED: "●", Stance.HEDGED: "◐", Stance.DENIED: "✕", Stance.UNKNOWN: "○"}
"""A mark for each stance, always beside its word: colour and shape alone do not say it."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases in the language of `labels`."""

    labels: Labels

    @property
    def separator(self) -> str:
        """What stands between the parts of a line."""
        return "、" if self.labels.lang == "ja" else ", "

    def relation(self, row: Row) -> str:
        """The predicate, read from the entity of the dossier."""
        return self.labels.relation(row.predicate, row.outward)

    def quoted(self, text: str) -> str:
        """`text` in quotation marks."""
        return f"「{text}」" if self.labels.lang == "ja" else f"“{text}”"

    def sentence(self, row: Row | Event) -> str:
        """The triple as a sentence."""
        end = row.object.name if row.object else row.date or ""
        return self.labels.sentence(row.subject.name, row.predicate, end)

    def manner(self, stance: Stance, band: str | None) -> str:
        """How a claim is put: stance, with the ICD 203 expression of a likelihood. Never the confidence."""
        word = self.labels(f"stance.{stance.value}")
        return f"{word}: {self.labels(f'likelihood.{band}')}" if band else word

    def voice(self, name: str, stance: Stance, band: str | None) -> str:
        """Who says a thing; how, unless it is simply asserted."""
        if stance is Stance.ASSERTED and band is None:
            return name
        open_, close = ("（", "）") if self.labels.lang == "ja" else (" (", ")")
        return f"{name}{open_}{self.manner(stance, band)}{close}"

    def voices(self, row: Row, limit: int = 6) -> str:
        """ "According to …": everybody who says it, with how."""
        voices = [self.voice(*voice) for voice in row.voices]
        shown = voices[:limit]
        if len(voices) > limit:
            shown.append(self.labels.count("count.more", len(voices) - limit))
        return self.labels("card.according_to", by=self.separator.join(shown))

    def event_voices(self, event: Event) -> str:
        """ "According to …" for an event."""
        voices = dict.fromkeys(self.voice(it.voice, it.stance, it.band) for it in event.evidence)
        return self.labels("card.according_to", by=self.separator.join(voices))

    def support(self, row: Row) -> str:
        """ "3 documents, 2 origins"."""
        parts = [self.labels.count("count.documents", row.documents)]
        if row.origins.origins:
            parts.append(self.labels.count("count.origins", len(row.origins.origins)))
        if row.origins.unknown_documents:
            parts.append(self.labels.count("count.unknown_origin", row.origins.unknown_documents))
        return self.separator.join(parts)

    def title(self, item: Evidence) -> str:
        """The title of the document, in quotation marks."""
        title = item.document.title or self.labels("card.no_title")
        return f"『{title}』" if self.labels.lang == "ja" else f"“{title}”"

    def published(self, item: Evidence) -> str:
        """The date of the document."""
        return item.document.published or self.labels("card.undated")

    def place(self, place: Locator | None) -> str | None:
        """Where in the document a quote stands; None where the document has no such places."""
        if isinstance(place, PageRegion):
            return self.labels("place.page", n=place.page)
        if isinstance(place, RecordPath):
            return self.labels("place.record", path=place.path)
        return self.labels("place.element", path=place.xpath) if place else None

    def citation(self, item: Evidence, *, elements: bool = True) -> str:
        """Speaker, document, date, source grade and place, on one line; paths of elements only if asked."""
        place = item.place if elements or not isinstance(item.place, ElementPath) else None
        parts = [
            item.voice,
            f"{self.title(item)} {self.published(item)}",
            self.labels("card.grade", grade=item.source.reliability.value),
            self.place(place),
        ]
        return self.separator.join(part for part in parts if part)

    def qualifiers(self, item: Evidence) -> tuple[str, ...]:
        """Stance with likelihood, the text's words, time, basis; never the confidence, which stands apart."""
        parts = [self.manner(item.stance, item.band)]
        if item.words:
            parts.append(self.labels("card.own_words", words=item.words))
        if item.time:
            parts.append(self.labels("card.dated", time=item.time))
        if item.basis:
            parts.append(self.labels("card.basis", basis=self.labels(f"basis.{item.basis.value}")))
        if item.via:
            parts.append(self.labels("card.via", via=self.separator.join(ref.name for ref in item.via)))
        return tuple(parts)

    def figures(self, dossier: Dossier) -> tuple[tuple[str, str], ...]:
        """The summary figures as label and value."""
        it = dossier.figures
        share = (lambda n: f"{n} ({n / it.claims:.0%})") if it.claims else str
        rows = [
            ("claims", f"{it.claims:,}"),
            ("documents", f"{it.documents:,}"),
            ("origins", f"{len(it.origins.origins):,}"),
            ("first", it.first or "–"),
            ("last", it.last or "–"),
            ("hedged", share(it.hedged)),
            ("denied", share(it.denied)),
            ("unknown", share(it.unknown)),
        ]
        if it.origins.unknown_documents:
            rows.insert(3, ("unknown_origin", f"{it.origins.unknown_documents:,}"))
        return tuple((self.labels(f"figure.{key}"), value) for key, value in rows)

    def name_use(self, use: NameUse) -> str:
        """Who uses a name, and when."""
        dates = " – ".join(dict.fromkeys(date for date in (use.first, use.last) if date))
        parts = [self.separator.join(use.users), dates, self.labels.count("count.documents", use.documents)]
        return " · ".join(part for part in parts if part)

    def conflict(self, conflict: Conflict, entity_type: str) -> str:
        """What a conflict is about."""
        key = f"conflict.{conflict.kind}"
        if conflict.judgement is not None:
            judgement = conflict.judgement
            return self.labels(key, name=conflict.name or "", by=judgement.author, reason=judgement.reason)
        if conflict.kind == "name-of-another-kind" and conflict.rows[0].other:
            types = (conflict.rows[0].other.type.value, entity_type)
            return self.labels(key, left=self.labels.type(types[0]), right=self.labels.type(types[1]))
        return self.labels(key)

    def joined_names(self, names: Iterable[str]) -> str:
        """Names in a row."""
        return self.separator.join(names)

    def chart_title(self, chart: Chart) -> str:
        """The heading of a link chart."""
        return self.labels("chart.title", names=self.joined_names(ref.name for ref in chart.focus))

    def timeline_title(self, timeline: Timeline) -> str:
        """The heading of a timeline."""
        return self.labels("timeline.title", names=self.joined_names(ref.name for ref in timeline.entities))
