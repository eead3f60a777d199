"""All claims of a text: each sentence masked, drafts found by frames, then put in terms of stance, speaker and time."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from urazuke.claims.anaphora import find_pronouns
from urazuke.claims.arguments import find_subjects, is_overtaken
from urazuke.claims.described import read_descriptions, read_victims
from urazuke.claims.draft import Draft, singly
from urazuke.claims.frames import Frame, load_frames
from urazuke.claims.loose import ATTACKERS, find_loose
from urazuke.claims.mask import MaskedSentence, Token, mask_sentence
from urazuke.claims.qualifiers import Qualifier, find_qualifier
from urazuke.claims.sections import listed_names
from urazuke.claims.speech import Attribution, find_attributions, speakers_of
from urazuke.claims.topics import Topics, find_author, find_main_topic
from urazuke.ids import make_id
from urazuke.model.claim import Claim, Level, Stance
from urazuke.model.document import Block, BlockKind, Document, Rendition
from urazuke.model.mention import EntityType, Referent, Role
from urazuke.model.place import Span
from urazuke.model.provenance import Provenance
from urazuke.text.dates import Bound, DateMention, find_dates
from urazuke.text.sentences import iter_sentences
from urazuke.vocab.load import Predicate

READER = "offline/1"
MAX_QUOTE = 400
"""The longest quote in code points; a longer sentence is quoted in part."""

_Named = Sequence[tuple[Span, Referent]]
_ACTIONS = frozenset({"uses", "targets", "exploits", "compromises"})
_ABOUT_ONESELF = frozenset({"partner-of", "contracts-with", "works-for", "part-of"})
_NEARBY = 200
"""How many names back a pronoun may reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """What is the same for all sentences of a text."""

    document: Document
    rendition: Rendition
    language: str
    referents: Mapping[str, Referent]
    publisher: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The claims of a text, and the sentences that look as if they held one that no frame found."""

    claims: tuple[Claim, ...]
    missed: tuple[Span, ...]


def find_claims(
    document: Document, rendition: Rendition, referents: Sequence[Referent], language: str
) -> Found:
    """Find the claims of one rendition, in text order, one for each triple, speaker and stance.

    Args:
        document: Its date of publication is what relative dates count from; its publisher is who "we" are.
        rendition: The text with its blocks.
        referents: What the text names.
        language: ``ja``, ``en`` or ``zh``; another language is read by the English frames.
    """
    named = sorted(
        ((mention.span, referent) for referent in referents for mention in referent.mentions),
        key=lambda pair: (pair[0].start, -pair[0].end),
    )
    starts = [place.start for place, _ in named]
    text = _Text(
        document=document,
        rendition=rendition,
        language=language if language in ("ja", "en", "zh") else "en",
        referents={referent.id: referent for referent in referents},
        publisher=_publisher(document, referents, rendition.text),
    )
    topics = Topics(main=find_main_topic(document, rendition, referents))
    claims: dict[tuple[object, ...], Claim] = {}
    missed: list[Span] = []
    for block in rendition.blocks:
        topics.enter(block, rendition.text)
        for span in iter_sentences(rendition.text, block.span):
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            sentence = _mask(text, span, named[first:last], named[max(0, first - _NEARBY) : last])
            found = list(_read_sentence(text, sentence, block, topics, named[first:last]))
            if not found and _looks_missed(sentence, text.language):
                missed.append(span)
            for claim in found:
                key = (
                    claim.subject, claim.predicate, claim.object, claim.object_date, claim.speaker, claim.stance,
                )  # fmt: skip
                claims.setdefault(key, claim)
            topics.leave(sentence, block, text.language, text.referents)
    in_order = sorted(claims.values(), key=lambda claim: (claim.span, claim.predicate, claim.id))
    return Found(tuple(in_order), tuple(missed))


def _looks_missed(sentence: MaskedSentence, language: str) -> bool:
    """Whether a sentence names two things and uses a word that some frame waits for."""
    if len({token.referent for token in sentence.tokens if token.referent}) < 2:
        return False
    lowered = sentence.masked.lower()
    return any(len(cue) > 1 and cue in lowered for frame in load_frames(language) for cue in frame.cues)


def _publisher(document: Document, referents: Sequence[Referent], text: str) -> str | None:
    """Who "we" are: the publisher of a document, or where it names none whose researchers it speaks of most."""
    if not document.publisher:
        return find_author(text, referents)
    wanted = document.publisher.casefold()
    for referent in referents:
        if referent.type is EntityType.ORGANIZATION and any(
            surface.casefold() in wanted or wanted in surface.casefold() for surface in referent.surfaces
        ):
            return referent.id
    return None


def _mask(text: _Text, span: Span, named: _Named, before: _Named) -> MaskedSentence:
    tokens: list[Token] = []
    for place, referent in named:
        # A name within a name (the country in "Chinese hackers") is hidden by the outer one.
        if span.contains(place) and not (tokens and tokens[-1].span.contains(place)):
            tokens.append(Token(span=place, type=referent.type.value, referent=referent.id))
    dates: list[DateMention] = find_dates(text.rendition.text, span, text.document.published)
    tokens += [
        Token(span=date.span, type="date", date=date)
        for date in dates
        if not any(token.span.overlaps(date.span) for token in tokens)
    ]
    tokens += [
        token
        for token in find_pronouns(text.rendition.text, span, text.language, before)
        if not any(other.span.overlaps(token.span) for other in tokens)
    ]
    return mask_sentence(text.rendition.text, span, sorted(tokens, key=lambda token: token.span))


def _read_sentence(
    text: _Text, sentence: MaskedSentence, block: Block, topics: Topics, named: _Named
) -> Iterator[Claim]:
    """The claims of one sentence, those of the surest source first."""
    if not sentence.tokens:
        return
    attributions = topics.hear(
        sentence,
        find_attributions(sentence, text.language, publisher=text.publisher, prosecutor=topics.prosecutor),
        text.language,
    )
    drafts = [*read_descriptions(sentence, named), *_listed(sentence, block, topics)]
    for frame, match in _matches(sentence, text.language):
        found = _fill(sentence, frame, match, topics, text.language)
        if frame.opens_list:
            topics.open_list = next(
                (_with_speakers(draft, attributions) for draft in found), topics.open_list
            )
        else:
            drafts += found
    drafts += read_victims(sentence, drafts, named)
    placed = {
        draft.object.span
        for draft in drafts
        if draft.object and draft.frame.predicate.name in ("originates-from", "located-at")
    }
    drafts += [
        draft
        for draft in find_loose(sentence, text.language, topics.topic)
        if draft.object is None or draft.object.span not in placed
    ]
    for draft in drafts:
        for single in singly(draft):
            if claim := _make_claim(text, sentence, single, attributions, topics.row_confidence):
                yield claim
                yield from _said_by_others(claim, attributions)


def _said_by_others(claim: Claim, attributions: Sequence[Attribution]) -> Iterator[Claim]:
    """The same claim once more for each of those who say it together with its speaker."""
    for attribution in attributions:
        if attribution.referent == claim.speaker:
            for partner in attribution.partners:
                if partner not in (claim.subject, claim.object):
                    yield replace(claim, id=make_id("claim", claim.id, partner), speaker=partner)


def _matches(sentence: MaskedSentence, language: str) -> Iterator[tuple[Frame, re.Match[str]]]:
    lowered = sentence.masked.lower()
    for frame in load_frames(language):
        if not frame.cues or any(cue in lowered for cue in frame.cues):
            for match in frame.pattern.finditer(sentence.masked):
                yield frame, match


def _listed(sentence: MaskedSentence, block: Block, topics: Topics) -> Iterator[Draft]:
    """What a heading or a lead-in says of a bullet or a row of a table."""
    if block.kind not in (BlockKind.ITEM, BlockKind.ROW):
        return
    if topics.open_list:
        lead = topics.open_list
        for token in sentence.tokens:
            if token.type in lead.frame.predicate.object and token.referent:
                yield Draft(
                    frame=lead.frame,
                    subject=lead.subject,
                    object=token,
                    start=0,
                    end=len(sentence.masked),
                    speakers=lead.speakers,
                )
    elif topics.section and topics.main:
        for token in listed_names(topics.section, sentence):
            subject, object = (token, topics.main) if topics.section.reversed else (topics.main, token)
            start = sentence.place_of(token)
            yield Draft(
                frame=topics.section.frame, subject=subject, object=object, start=start, end=start + 1
            )


def _fill(
    sentence: MaskedSentence, frame: Frame, match: re.Match[str], topics: Topics, language: str
) -> list[Draft]:
    """The drafts of one match: each subject with each object of its lists."""
    predicate, groups = frame.predicate, match.groupdict()
    start, end = match.span()
    objects = _tokens(sentence, match, "o", frame.slots.get("o", predicate.object)) if groups.get("o") else ()
    if groups.get("s"):
        subjects = _tokens(sentence, match, "s", frame.slots.get("s", predicate.subject))
        if subjects and is_overtaken(sentence, subjects[-1], match.end("s"), end, language):
            return []
    elif frame.subject_side == "none":
        return []
    else:
        side, types = frame.subject_side, _doers(predicate)
        if side.startswith("topic-"):
            types, side = frozenset({side.removeprefix("topic-")}), "any"
        topic = topics.main if side == "main" else topics.topic(types)
        if predicate.conclusion and topics.main and topic and topic.referent != topics.main.referent:
            topic = None  # who is behind a thing is not said of what was mentioned in passing
        side = "topic" if side == "main" else side
        subjects = find_subjects(sentence, start, end, types, language, side, topic)
    if frame.opens_list:
        return [Draft(frame=frame, subject=subject, start=start, end=end) for subject in subjects[:1]]
    if predicate.takes_date:
        date = sentence.tokens_in(*match.span("d"))[0].date if groups.get("d") else None
        if date is None or (predicate.name == "active-since" and date.bound is Bound.UNTIL):
            return []
        return [
            Draft(frame=frame, subject=subject, date=date.value, start=start, end=end) for subject in subjects
        ]
    return [
        Draft(frame=frame, subject=subject, object=object, start=start, end=end)
        for subject in subjects
        for object in objects
    ]


def _tokens(
    sentence: MaskedSentence, match: re.Match[str], role: str, types: frozenset[str]
) -> tuple[Token, ...]:
    return tuple(
        token for token in sentence.tokens_in(*match.span(role)) if token.type in types and token.referent
    )


def _doers(predicate: Predicate) -> frozenset[str]:
    """Who may be meant where a frame leaves the subject open: of an attack only attackers, never who reports it."""
    return predicate.subject & ATTACKERS if predicate.name in _ACTIONS else predicate.subject


def _with_speakers(draft: Draft, attributions: Sequence[Attribution]) -> Draft:
    speakers = speakers_of(
        attributions, draft.start, draft.end, frozenset({draft.subject.referent or ""}), frozenset()
    )
    return Draft(
        frame=draft.frame, subject=draft.subject, start=draft.start, end=draft.end, speakers=speakers
    )


def _make_claim(
    text: _Text,
    sentence: MaskedSentence,
    draft: Draft,
    attributions: Sequence[Attribution],
    row_confidence: Level | None,
) -> Claim | None:
    """The claim of a draft; None where its ends are one thing, or an address that is no indicator stands as one."""
    subject, predicate = draft.subject.referent, draft.frame.predicate
    object = draft.object.referent if draft.object else None
    if subject is None or subject == object or (object is None and draft.date is None):
        return None
    if object and text.referents[object].role in (Role.REFERENCE, Role.BENIGN):
        return None
    if predicate.name not in _ABOUT_ONESELF and object in {
        attribution.referent for attribution in attributions
    }:
        return None  # who reports an attack is neither behind it nor its victim
    ends = frozenset({subject, object or ""})
    own = ends if predicate.name in _ABOUT_ONESELF else frozenset()
    speakers = draft.speakers or speakers_of(attributions, draft.start, draft.end, ends, own)
    if draft.frame.plain and subject in {attribution.referent for attribution in attributions}:
        speakers = ()  # whom the text itself presents before letting speak
    qualifier = (
        Qualifier()
        if draft.frame.plain
        else find_qualifier(sentence, draft.start, draft.end, text.language, spoken=bool(speakers))
    )
    if qualifier.void:
        return None
    stance = draft.frame.stance or qualifier.stance
    span = _quote_span(text.rendition.text, sentence, draft.start, draft.end)
    return Claim(
        id=make_id(
            "claim",
            text.document.id,
            subject,
            predicate.name,
            object or draft.date,
            span.start,
            span.end,
            list(speakers),
            stance.value,
        ),
        document_id=text.document.id,
        rendition_id=text.rendition.id,
        subject=subject,
        predicate=predicate.name,
        object=object,
        object_date=None if object else draft.date,
        quote=span.of(text.rendition.text),
        span=span,
        speaker=speakers[0] if speakers else None,
        via=speakers[1:],
        stance=stance,
        likelihood=qualifier.likelihood if stance is Stance.HEDGED else None,
        confidence=qualifier.confidence or row_confidence,
        words=qualifier.words,
        time=None if draft.date else _time_of(sentence, draft.start, draft.end),
        basis=draft.frame.basis,
        provenance=Provenance(READER, draft.frame.rule),
    )


def _quote_span(text: str, sentence: MaskedSentence, start: int, end: int) -> Span:
    """The sentence, or where it is too long for a quote the part around the words that say it."""
    if len(sentence.span) <= MAX_QUOTE:
        return sentence.span
    left, right = sentence.original(start), sentence.original(end)
    right = min(max(right, left + 2), left + MAX_QUOTE)
    left = max(sentence.span.start, left - (MAX_QUOTE - (right - left)) // 2)
    right = min(sentence.span.end, left + MAX_QUOTE)
    while left < right and text[left].isspace():
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    return Span(left, right)


# The day of a report is not the day of what it tells.
_REPORTED = re.compile(
    r"[^，。、]{1,14}?(?:报告|披露|发布|公布|表示|称|说|指出|公开|命名|报道|电)(?![^，。]{0,3}(?:活动|攻击))"
)

# The same in English, before the date: "Symantec reported on 6 May 2019 that …" dates the report.
_REPORTED_ON = re.compile(
    r"\b(?:reported|said|announced|disclosed|revealed|published|wrote|stated) (?:on |in )?$"
)


def _time_of(sentence: MaskedSentence, start: int, end: int) -> str | None:
    """The date that goes with the words: within them, else the nearest one before them in the sentence."""
    dates = [
        (sentence.place_of(token), token.date)
        for token in sentence.tokens
        if token.date is not None
        and token.date.bound is Bound.AT
        and not _REPORTED.match(sentence.masked, sentence.place_of(token) + 1)
        and not _REPORTED_ON.search(
            sentence.masked, max(0, sentence.place_of(token) - 20), sentence.place_of(token)
        )
    ]
    inside = [date for place, date in dates if start <= place < end]
    before = [date for place, date in dates if place < start]
    after = [date for place, date in dates if end <= place < end + _DATE_AFTER]
    chosen = inside[-1] if inside else before[-1] if before else after[0] if after else None
    return chosen.value if chosen else None


_DATE_AFTER = 24
"""How far behind its words a date may stand: "… registered the domain in May 2012"."""
