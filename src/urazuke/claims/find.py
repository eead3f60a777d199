"""All claims of a text: each sentence masked, frames matched, arguments and qualifiers found."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from urazuke.claims.anaphora import find_pronouns
from urazuke.claims.arguments import find_subjects
from urazuke.claims.frames import Frame, load_frames
from urazuke.claims.loose import ATTACKERS, find_loose
from urazuke.claims.mask import MaskedSentence, Token, mask_sentence
from urazuke.claims.qualifiers import find_qualifier
from urazuke.claims.sections import Section, find_section, listed_names
from urazuke.claims.speech import Attribution, find_attributions, speakers_of
from urazuke.ids import make_id
from urazuke.model.claim import Claim, Stance
from urazuke.model.document import Block, BlockKind, Document, Rendition
from urazuke.model.mention import EntityType, Referent, Role
from urazuke.model.place import Span
from urazuke.model.provenance import Provenance
from urazuke.text.dates import Bound, DateMention, find_dates
from urazuke.text.sentences import iter_sentences
from urazuke.vocab.load import Predicate, load_predicates

READER = "offline/1"
MAX_QUOTE = 400
_ACTORS = frozenset({EntityType.GROUP.value, EntityType.CAMPAIGN.value, EntityType.MALWARE.value})
_PROSECUTOR = re.compile(
    r"裁判所|司法省|検察|大陪審|法院|司法部|检察|法务部|grand jury|Court|Department of Justice|Justice Department|DOJ|prosecutors",
    re.I,
)


@dataclass(slots=True)
class _Context:
    """What the text has said so far: the topic by type, and a list whose heading or lead-in is still open."""

    topics: dict[str, Token] = field(default_factory=dict)
    open_list: tuple[Frame, tuple[Token, ...], tuple[str, ...]] | None = None
    prosecutor: str | None = None
    heading: dict[str, Token] = field(default_factory=dict)
    section: Section | None = None
    main: Token | None = None


def find_claims(
    document: Document, rendition: Rendition, referents: Sequence[Referent], language: str
) -> tuple[Claim, ...]:
    """Find the claims of one rendition, in text order, one for each triple, speaker and sentence.

    Args:
        document: Its date of publication is what relative dates count from; its publisher is who "we" are.
        rendition: The text with its blocks.
        referents: What the text names.
        language: ``ja``, ``en`` or ``zh``; another language is read by the English frames.
    """
    language = language if language in ("ja", "en", "zh") else "en"
    named = sorted(
        ((mention.span, referent) for referent in referents for mention in referent.mentions),
        key=lambda pair: pair[0],
    )
    starts = [place.start for place, _ in named]
    by_id = {referent.id: referent for referent in referents}
    publisher = _publisher(document, referents)
    context = _Context(main=_main_topic(document, referents, rendition))
    claims: dict[tuple[object, ...], Claim] = {}
    for block in rendition.blocks:
        _enter_block(context, block, rendition.text)
        for span in iter_sentences(rendition.text, block.span):
            nearby = named[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            before = named[max(0, bisect_left(starts, span.start) - 200) : bisect_left(starts, span.end)]
            sentence = _mask(rendition.text, span, nearby, before, language, document.published)
            found = _read_sentence(document, rendition, sentence, block, context, by_id, language, publisher)
            for claim in [*_described(document, rendition, sentence, nearby, by_id, language), *found]:
                key = (
                    claim.subject,
                    claim.predicate,
                    claim.object,
                    claim.object_date,
                    claim.speaker,
                    claim.stance,
                )
                claims.setdefault(key, claim)
    return tuple(sorted(claims.values(), key=lambda claim: (claim.span, claim.predicate, claim.id)))


def _publisher(document: Document, referents: Sequence[Referent]) -> str | None:
    if not document.publisher:
        return None
    wanted = document.publisher.casefold()
    for referent in referents:
        if referent.type is EntityType.ORGANIZATION and any(
            surface.casefold() in wanted or wanted in surface.casefold() for surface in referent.surfaces
        ):
            return referent.id
    return None


def _main_topic(document: Document, referents: Sequence[Referent], rendition: Rendition) -> Token | None:
    """The group that the whole text is about: named in the title, or far more often than any other."""
    groups = sorted(
        (referent for referent in referents if referent.type is EntityType.GROUP),
        key=lambda referent: -len(referent.mentions),
    )
    if not groups:
        return None
    title = (document.title or rendition.text[:120].split("\n", 1)[0]).casefold()
    titled = [group for group in groups if any(surface.casefold() in title for surface in group.surfaces)]
    others = len(groups[1].mentions) if len(groups) > 1 else 0
    if titled:
        chosen = titled[0]
    elif len(groups[0].mentions) >= max(3, 2 * others):
        chosen = groups[0]
    else:
        return None
    return Token(span=chosen.mentions[0].span, type="group", referent=chosen.id)


def _enter_block(context: _Context, block: Block, text: str) -> None:
    if block.kind is BlockKind.HEADING:
        context.open_list = None
        context.section = find_section(block.span.of(text))
    elif block.kind is BlockKind.ROW and context.section is None:
        context.section = find_section(block.span.of(text))
    elif block.kind is not BlockKind.ITEM and context.open_list and block.span.of(text).strip():
        context.open_list = None


def _mask(
    text: str,
    span: Span,
    named: Sequence[tuple[Span, Referent]],
    before: Sequence[tuple[Span, Referent]],
    language: str,
    published: str | None,
) -> MaskedSentence:
    tokens: list[Token] = []
    for place, referent in named:
        # A name within a name (the country in "Chinese hackers") is hidden by the outer one.
        if span.contains(place) and not (tokens and tokens[-1].span.contains(place)):
            tokens.append(Token(span=place, type=referent.type.value, referent=referent.id))
    dates: list[DateMention] = find_dates(text, span, published)
    tokens += [
        Token(span=date.span, type="date", date=date)
        for date in dates
        if not any(token.span.overlaps(date.span) for token in tokens)
    ]
    tokens += [
        token
        for token in find_pronouns(text, span, language, before)
        if not any(other.span.overlaps(token.span) for other in tokens)
    ]
    return mask_sentence(text, span, sorted(tokens, key=lambda token: token.span))


def _read_sentence(
    document: Document,
    rendition: Rendition,
    sentence: MaskedSentence,
    block: Block,
    context: _Context,
    by_id: dict[str, Referent],
    language: str,
    publisher: str | None,
) -> Iterator[Claim]:
    attributions = find_attributions(sentence, language, publisher=publisher, prosecutor=context.prosecutor)
    lowered = sentence.masked.lower()
    if context.open_list and block.kind in (BlockKind.ITEM, BlockKind.ROW):
        frame, subjects, speakers = context.open_list
        for token in sentence.tokens:
            if token.type in frame.predicate.object and token.referent:
                for subject in subjects:
                    yield from _make(
                        document, rendition, sentence, frame, subject, token, None, 0, len(sentence.masked), speakers, by_id,
                        language,
                    )  # fmt: skip
    if context.section and context.main and block.kind in (BlockKind.ITEM, BlockKind.ROW):
        yield from _read_listed(document, rendition, sentence, context.section, context.main, by_id, language)
    for frame in load_frames(language):
        if frame.cues and not any(cue in lowered for cue in frame.cues):
            continue
        for match in frame.pattern.finditer(sentence.masked):
            yield from _apply(
                document, rendition, sentence, frame, match, attributions, context, by_id, language
            )
    actors = find_loose(sentence, language, _topic(context, ATTACKERS))
    for frame, subject, token, start, end in actors:
        ends = frozenset({subject.referent or "", token.referent or ""})
        speakers = speakers_of(attributions, start, end, ends)
        yield from _make(
            document, rendition, sentence, frame, subject, token, None, start, end, speakers, by_id, language
        )
    _remember(context, sentence, block, by_id)


_DESCRIBED = {
    EntityType.LOCATION: Frame(
        rule="description", predicate=load_predicates()["originates-from"], cues=(), pattern=re.compile("")
    ),
    EntityType.ORGANIZATION: Frame(
        rule="description", predicate=load_predicates()["attributed-to"], cues=(), pattern=re.compile("")
    ),
}


def _described(
    document: Document,
    rendition: Rendition,
    sentence: MaskedSentence,
    named: Sequence[tuple[Span, Referent]],
    by_id: dict[str, Referent],
    language: str,
) -> Iterator[Claim]:
    """What a description itself says: Iranian hackers come from Iran."""
    for token in sentence.tokens:
        if token.type != "group" or token.referent is None or token.pronoun:
            continue
        for place, inner in named:
            if inner.type in _DESCRIBED and token.span.contains(place) and token.span != place:
                start = sentence.place_of(token)
                end = Token(span=place, type=inner.type.value, referent=inner.id)
                yield from _make(
                    document, rendition, sentence, _DESCRIBED[inner.type], token, end, None, start, start + 1, (), by_id,
                    language,
                )  # fmt: skip


def _read_listed(
    document: Document,
    rendition: Rendition,
    sentence: MaskedSentence,
    section: Section,
    main: Token,
    by_id: dict[str, Referent],
    language: str,
) -> Iterator[Claim]:
    """The claims that a heading makes of a row or bullet below it."""
    for token in listed_names(section, sentence):
        if token.referent == main.referent:
            continue
        subject, object = (token, main) if section.reversed else (main, token)
        start = sentence.place_of(token)
        yield from _make(
            document, rendition, sentence, section.frame, subject, object, None, start, start + 1, (), by_id, language
        )


def _apply(
    document: Document,
    rendition: Rendition,
    sentence: MaskedSentence,
    frame: Frame,
    match: re.Match[str],
    attributions: Sequence[Attribution],
    context: _Context,
    by_id: dict[str, Referent],
    language: str,
) -> Iterator[Claim]:
    """The claims of one match of one frame."""
    predicate = frame.predicate
    groups = match.groupdict()
    objects: tuple[Token, ...] = ()
    if groups.get("o"):
        objects = tuple(
            token
            for token in sentence.tokens_in(*match.span("o"))
            if token.type in predicate.object and token.referent
        )
    date = sentence.tokens_in(*match.span("d"))[0].date if groups.get("d") else None
    if groups.get("s"):
        subjects = tuple(
            token for token in sentence.tokens_in(*match.span("s")) if token.type in predicate.subject
        )
    elif frame.subject_side == "none":
        return
    else:
        types, side = _doers(predicate), frame.subject_side
        if side.startswith("topic-"):
            types, side = frozenset({side.removeprefix("topic-")}), "any"
        subjects = find_subjects(
            sentence, match.start(), match.end(), types, language, side, _topic(context, types)
        )
        taken = {token.referent for token in objects}
        subjects = tuple(subject for subject in subjects if subject.referent not in taken)
    if frame.opens_list:
        if subjects:
            ends = frozenset(filter(None, (token.referent for token in subjects)))
            speakers = speakers_of(attributions, match.start(), match.end(), ends)
            context.open_list = (frame, subjects, speakers)
        return
    for subject in subjects:
        ends_of = frozenset({subject.referent or ""} | {token.referent or "" for token in objects})
        self_report = predicate.name in ("partner-of", "contracts-with", "works-for", "part-of")
        speakers = speakers_of(
            attributions, match.start(), match.end(), frozenset() if self_report else ends_of
        )
        if predicate.takes_date:
            if date is not None and _date_fits(predicate.name, date):
                yield from _make(
                    document,
                    rendition,
                    sentence,
                    frame,
                    subject,
                    None,
                    date.value,
                    *match.span(),
                    speakers,
                    by_id,
                    language,
                )
            continue
        for token in objects:
            if token.referent != subject.referent:
                yield from _make(
                    document,
                    rendition,
                    sentence,
                    frame,
                    subject,
                    token,
                    None,
                    *match.span(),
                    speakers,
                    by_id,
                    language,
                )


_ACTIONS = frozenset({"uses", "targets", "exploits", "compromises"})


def _doers(predicate: Predicate) -> frozenset[str]:
    """Who may be meant where a frame leaves the subject open: of an attack only attackers, never who reports it."""
    return predicate.subject & _ACTORS if predicate.name in _ACTIONS else predicate.subject


def _date_fits(predicate: str, date: DateMention) -> bool:
    if predicate == "active-since":
        return date.bound is not Bound.UNTIL
    return True


def _topic(context: _Context, types: frozenset[str]) -> Token | None:
    """What the text is about: the last subject of a fitting type, the heading's name before anything was said."""
    for topics in (context.topics, context.heading):
        for type in ("group", "campaign", "malware", "organization", "person"):
            if type in types and type in topics:
                return topics[type]
    return context.main if "group" in types else None


def _remember(context: _Context, sentence: MaskedSentence, block: Block, by_id: dict[str, Referent]) -> None:
    """Keep what the sentence was about as the topic of the next."""
    seen: set[str] = set()
    for token in sentence.tokens:
        if token.referent is None or token.type in seen:
            continue
        if token.type in ("group", "campaign", "malware", "organization", "person"):
            seen.add(token.type)
            if block.kind is BlockKind.HEADING:
                context.heading[token.type] = token
                context.topics.pop(token.type, None)
            context.topics[token.type] = token
        if token.type == "organization" and any(
            _PROSECUTOR.search(s) for s in by_id[token.referent].surfaces
        ):
            context.prosecutor = token.referent


def _make(
    document: Document,
    rendition: Rendition,
    sentence: MaskedSentence,
    frame: Frame,
    subject: Token,
    object: Token | None,
    object_date: str | None,
    start: int,
    end: int,
    speakers: tuple[str, ...],
    by_id: dict[str, Referent],
    language: str,
) -> Iterator[Claim]:
    """One claim, unless an observable that is no indicator stands in it as one."""
    if subject.referent is None:
        return
    if object is not None and frame.predicate.name in ("uses", "communicates-with"):
        role = by_id[object.referent or ""].role
        if role in (Role.REFERENCE, Role.BENIGN):
            return
    qualifier = find_qualifier(sentence, start, end, language)
    stance = frame.stance or qualifier.stance
    span = _quote_span(rendition.text, sentence, start, end)
    time = _time_of(sentence, start, end) if object_date is None else None
    parts = (
        document.id, subject.referent, frame.predicate.name, object.referent if object else object_date,
        span.start, span.end, list(speakers), stance.value,
    )  # fmt: skip
    yield Claim(
        id=make_id("claim", *parts),
        document_id=document.id,
        rendition_id=rendition.id,
        subject=subject.referent,
        predicate=frame.predicate.name,
        object=object.referent if object else None,
        object_date=object_date,
        quote=span.of(rendition.text),
        span=span,
        speaker=speakers[0] if speakers else None,
        via=speakers[1:],
        stance=stance,
        likelihood=qualifier.likelihood if stance is Stance.HEDGED else None,
        confidence=qualifier.confidence,
        words=qualifier.words,
        time=time,
        basis=frame.basis,
        provenance=Provenance(READER, frame.rule),
    )


def _quote_span(text: str, sentence: MaskedSentence, start: int, end: int) -> Span:
    """The sentence, or where it is too long for a quote the clause around the matched words."""
    if len(sentence.span) <= MAX_QUOTE:
        return sentence.span
    left, right = sentence.original(start), sentence.original(end)
    right = min(max(right, left + 2), left + MAX_QUOTE)
    room = MAX_QUOTE - (right - left)
    left = max(sentence.span.start, left - room // 2)
    right = min(sentence.span.end, left + MAX_QUOTE)
    while left < right and text[left].isspace():
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    return Span(left, right)


def _time_of(sentence: MaskedSentence, start: int, end: int) -> str | None:
    """The date that goes with the words: within them, else the nearest one before them in the sentence."""
    dates = [token for token in sentence.tokens if token.date is not None]
    inside = [token for token in dates if start <= sentence.place_of(token) < end]
    before = [token for token in dates if sentence.place_of(token) < start]
    chosen = inside[-1] if inside else before[-1] if before else None
    return chosen.date.value if chosen and chosen.date else None
