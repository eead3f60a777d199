"""Writing a table of knowledge down as a document: one line of text for each fact, with referents and claims.

Invariant: every mention and every claim lies within one line, and its span is exact in the text that is made.
"""

from dataclasses import dataclass, field

from urazuke.ids import hash_bytes, make_id
from urazuke.model.claim import Claim, Level, Stance
from urazuke.model.document import Block, BlockKind, Document, DocumentKind, Rendition
from urazuke.model.issue import Issue, Severity
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.place import RecordPath, Span
from urazuke.model.provenance import Provenance
from urazuke.model.reading import Reading
from urazuke.text.normal import make_key

READER = "knowledge/1"
_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Thing:
    """What a fact is about: the id of a known thing, its type, and the name that the line calls it by."""

    concept: str
    type: EntityType
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How surely a table says something: its stance, how likely, and the table's own words for it."""

    stance: Stance = Stance.ASSERTED
    likelihood: Level | None = None
    words: str | None = None


CERTAIN = Doubt()


@dataclass(slots=True, kw_only=True)
class _Named:
    """A referent while it is being gathered."""

    id: str
    thing: Thing
    mentions: list[Mention] = field(default_factory=list)


class Draft:
    """One document of knowledge in the making."""

    def __init__(
        self,
        *,
        original: bytes,
        address: str,
        title: str,
        source: str,
        published: str | None = None,
        media_type: str = "application/json",
    ) -> None:
        sha256 = hash_bytes(original)
        self._document = Document(
            id=make_id("doc", sha256),
            sha256=sha256,
            size_bytes=len(original),
            media_type=media_type,
            address=address,
            source_id=make_id("src", source),
            kind=DocumentKind.KNOWLEDGE,
            title=title,
            publisher=source,
            published=published,
            language="en",
        )
        self._lines: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._named: dict[str, _Named] = {}
        self._claims: list[tuple[str, str, str | None, str | None, Span, Doubt, str]] = []
        self._seen: set[tuple[str, str, str | None]] = set()
        self._unplaced: dict[str, None] = {}

    def name(self, thing: Thing, path: str, *others: str) -> None:
        """Write down that a thing bears its name and the `others`: a line for each that is new."""
        if thing.concept not in self._named:
            spans = self._write(path, thing.name, thing.type.value)
            self._mention(thing, thing.name, spans[0])
        known = {mention.name for mention in self._named[thing.concept].mentions}
        for other in dict.fromkeys(others):
            if other not in known:
                spans = self._write(path, thing.name, "name", other)
                self._mention(thing, thing.name, spans[0])
                self._mention(thing, other, spans[2])

    def claim(
        self,
        subject: Thing,
        predicate: str,
        object: Thing,
        path: str,
        *,
        rule: str,
        doubt: Doubt = CERTAIN,
        word: str | None = None,
    ) -> None:
        """Write down that `subject` stands in a relation to `object`; `word` is the table's own word for it.

        A fact that the document has already said is not said twice.
        """
        key = (subject.concept, predicate, object.concept)
        if key in self._seen or subject.concept == object.concept:
            return
        self._seen.add(key)
        cells = (subject.name, word or predicate, object.name, *([doubt.words] if doubt.words else ()))
        spans = self._write(path, *cells)
        ends = (
            self._mention(subject, subject.name, spans[0]),
            self._mention(object, object.name, spans[2]),
        )
        line = Span(spans[0].start, spans[-1].end)
        self._claims.append((ends[0], predicate, ends[1], None, line, doubt, rule))

    def date(self, subject: Thing, predicate: str, date: str, path: str, *, rule: str) -> None:
        """Write down that something about `subject` is of `date`, which is in EDTF."""
        spans = self._write(path, subject.name, predicate, date)
        id = self._mention(subject, subject.name, spans[0])
        line = Span(spans[0].start, spans[-1].end)
        self._claims.append((id, predicate, None, date, line, CERTAIN, rule))

    def set_aside(self, value: str) -> None:
        """Note a value of the table that names nothing known; they are reported together."""
        self._unplaced.setdefault(value)

    def finish(self) -> Reading:
        """The document with all that was written down."""
        text = "".join(self._lines)
        document = self._document
        rendition = Rendition(
            id=make_id("rend", document.id, READER, hash_bytes(text.encode())),
            document_id=document.id,
            text=text,
            reader=READER,
            blocks=tuple(self._blocks),
        )
        referents = tuple(
            Referent(
                id=named.id,
                document_id=document.id,
                type=named.thing.type,
                name=named.thing.name,
                mentions=tuple(named.mentions),
                concept=named.thing.concept,
            )
            for named in self._named.values()
        )
        claims = tuple(self._make_claim(rendition, *parts) for parts in self._claims)
        return Reading(
            document=document,
            rendition=rendition,
            referents=referents,
            claims=claims,
            issues=tuple(self._iter_issues()),
        )

    def _write(self, path: str, *cells: str) -> list[Span]:
        """Add a line of cells; the span of each cell."""
        spans: list[Span] = []
        start = self._length
        clean = [" ".join(cell.split()) for cell in cells]
        for cell in clean:
            spans.append(Span(start, start + len(cell)))
            start += len(cell) + len(_SEPARATOR)
        line = _SEPARATOR.join(clean) + "\n"
        self._blocks.append(
            Block(
                span=Span(self._length, self._length + len(line) - 1),
                kind=BlockKind.ROW,
                locator=RecordPath(path),
            )
        )
        self._lines.append(line)
        self._length += len(line)
        return spans

    def _mention(self, thing: Thing, name: str, span: Span) -> str:
        """Add a mention of a thing; the id of its referent."""
        surface = " ".join(name.split())
        named = self._named.get(thing.concept)
        if named is None:
            id = make_id("ref", self._document.id, thing.type, surface, span.start)
            named = self._named[thing.concept] = _Named(id=id, thing=thing)
        named.mentions.append(
            Mention(
                span=span,
                surface=surface,
                name=surface,
                normal=make_key(surface),
                type=named.thing.type,
                rule="knowledge-table",
                concept=thing.concept,
            )
        )
        return named.id

    def _make_claim(
        self,
        rendition: Rendition,
        subject: str,
        predicate: str,
        object: str | None,
        date: str | None,
        span: Span,
        doubt: Doubt,
        rule: str,
    ) -> Claim:
        parts = (self._document.id, subject, predicate, object or date, span.start, span.end, None)
        return Claim(
            id=make_id("claim", *parts),
            document_id=self._document.id,
            rendition_id=rendition.id,
            subject=subject,
            predicate=predicate,
            object=object,
            object_date=date,
            quote=span.of(rendition.text),
            span=span,
            stance=doubt.stance,
            likelihood=doubt.likelihood,
            words=doubt.words,
            provenance=Provenance(READER, rule),
        )

    def _iter_issues(self) -> list[Issue]:
        if not self._unplaced:
            return []
        values = list(self._unplaced)
        shown = "; ".join(values[:12]) + ("; …" if len(values) > 12 else "")
        message = f"{len(values)} values name nothing known and are set aside: {shown}"
        return [
            Issue(severity=Severity.WARNING, code="unplaced", where=self._document.address, message=message)
        ]
