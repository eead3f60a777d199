"""Drafts put into claims: in terms of stance, speaker and time, with the words of the text as their quote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from urazuke.claims.draft import Draft
from urazuke.claims.indicators import HOSTS
from urazuke.claims.mask import MaskedSentence
from urazuke.claims.qualifiers import Qualifier, find_qualifier
from urazuke.claims.speech import Attribution, speakers_of
from urazuke.claims.times import find_time
from urazuke.ids import make_id
from urazuke.model.claim import Claim, Level, Stance
from urazuke.model.document import Document, Rendition
from urazuke.model.mention import EntityType, Referent, Role
from urazuke.model.place import Span
from urazuke.model.provenance import Provenance
from urazuke.vocab.load import read_yaml

READER = "offline/1"
MAX_QUOTE = 400
"""The longest quote in code points; a longer sentence is quoted in part."""
_ABOUT_ONESELF = frozenset({"partner-of", "contracts-with", "works-for", "part-of"})
_TIMELESS = frozenset({"originates-from", "located-at", "works-for", "overlaps-with", "alias-of"})
"""What a thing is has no date: one in the sentence is of something else. Japanese dates it in the clause itself."""
_SOFTWARE = frozenset({EntityType.MALWARE, EntityType.TOOL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is the same for all sentences of a text."""

    document: Document
    rendition: Rendition
    language: str
    referents: Mapping[str, Referent]
    publisher: str | None
    unified: str
    """The text in one spelling, place for place."""


def make_claim(
    text: Text,
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
    if not _are_of_a_kind(predicate.name, text.referents[subject], text.referents.get(object or "")):
        return None
    reported = not (draft.frame.own or predicate.name in _ABOUT_ONESELF) and any(
        object == attribution.referent or object in attribution.partners for attribution in attributions
    )
    ends = frozenset({subject, object or ""})
    own = ends if predicate.name in _ABOUT_ONESELF else frozenset()
    speakers = draft.speakers or speakers_of(attributions, draft.start, draft.end, ends, own)
    told_of = draft.frame.plain and predicate.name in ("part-of", "located-at") and text.language == "en"
    if told_of or (draft.frame.plain and subject in {attribution.referent for attribution in attributions}):
        speakers = ()  # whom the text itself presents before letting speak
    qualifier = (
        find_qualifier(
            sentence,
            draft.start,
            draft.end,
            text.language,
            spoken=bool(speakers),
            inside=draft.frame.plain and text.language == "en",
        )
        if not draft.frame.plain or text.language == "en"
        else Qualifier()
    )
    # A denial may say in so many words that there is no evidence.
    if qualifier.void and not (draft.frame.own and draft.frame.stance is Stance.DENIED):
        return None
    stance = draft.frame.stance or qualifier.stance
    if stance is Stance.DENIED and not speakers:
        speakers = _of_oneself(attributions, draft, ends)
    elif reported:
        return (
            None  # who reports an attack is neither behind it nor its victim, unless they deny that they are
        )
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
        time=None
        if draft.date
        or predicate.name == "variant-of"
        or (predicate.name in _TIMELESS and text.language != "ja")
        else find_time(sentence, draft.start, draft.end, text.language, predicate.name),
        basis=draft.frame.basis,
        provenance=Provenance(READER, draft.frame.rule),
    )


def _of_oneself(attributions: Sequence[Attribution], draft: Draft, ends: frozenset[str]) -> tuple[str, ...]:
    """Who denies it, where that is an end of the claim: "The GRU denied that it ran APT28"."""
    return tuple(
        attribution.referent
        for attribution in attributions
        if attribution.referent in ends
        and attribution.start <= draft.start
        and draft.end <= attribution.end + 1
    )[:1]


def said_by_others(claim: Claim, attributions: Sequence[Attribution]) -> Iterator[Claim]:
    """The same claim once more for each of those who say it together with its speaker."""
    for attribution in attributions:
        if attribution.referent == claim.speaker:
            for partner in attribution.partners:
                if partner not in (claim.subject, claim.object):
                    yield replace(claim, id=make_id("claim", claim.id, partner), speaker=partner)


@cache
def _namers() -> frozenset[str]:
    return frozenset(f"organization:{id}" for id in read_yaml("urazuke.claims", "namers.yml")["namers"])


def _are_of_a_kind(predicate: str, subject: Referent, object: Referent | None) -> bool:
    """Whether two things can overlap, a group be somebody's, or a malware communicate with an observable: it does not
    with a file."""
    if object is None:
        return True
    if predicate == "overlaps-with":
        return (subject.type in _SOFTWARE) is (object.type in _SOFTWARE)
    if predicate == "attributed-to" and subject.type is EntityType.GROUP and object.concept in _namers():
        return False
    if predicate == "communicates-with" and object.kind:
        return not object.kind.startswith(("file", "mutex", "windows", "process"))
    if predicate == "uses" and subject.type is EntityType.MALWARE and object.kind:
        return not object.kind.startswith(HOSTS)  # a malware communicates with a server
    return True


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
