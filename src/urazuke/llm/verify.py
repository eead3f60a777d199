"""Nothing that a model says is believed: each claim is checked against the text, or set aside with the
reason.

A claim stands if its quote stands in the window that was read, its ends are named there, its types and
predicate are legal, and the text's own words of doubt allow its stance. Times, likelihood and confidence are
the text's, not the model's.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from urazuke.claims.anaphora import find_pronouns
from urazuke.claims.mask import MaskedSentence, Token, mask_sentence
from urazuke.claims.qualifiers import Qualifier, find_qualifier
from urazuke.ids import make_id
from urazuke.llm.answer import Answer, AnsweredClaim
from urazuke.llm.folded import FoldedText
from urazuke.llm.things import RULE, Things
from urazuke.llm.times import is_edtf, is_time_in_text
from urazuke.llm.wording import find_orders, is_not_claimed
from urazuke.model.claim import Claim, Stance
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue, Severity
from urazuke.model.mention import EntityType, Referent, Role
from urazuke.model.place import Span
from urazuke.model.provenance import Provenance
from urazuke.text.dates import find_dates
from urazuke.text.normal import fold_space, make_key
from urazuke.text.sentences import iter_sentences
from urazuke.vocab.load import Predicate, load_predicates

SET_ASIDE = "set-aside:"
"""What the code of an issue begins with that says why a claim or entity was not believed."""
INJECTION = SET_ASIDE + "injection"
"""The code of an issue that names a sentence which speaks to the reader."""

_MIN_QUOTE, _MAX_QUOTE = 2, 400
_BEFORE, _AROUND = 300, 150
"""How far before a quote its subject, and around it its object, may be named, in code points."""
_MAX_PARAGRAPH = 1500
_LONGEST_NAME = 4000
"""Not even an address is longer; mentions that begin further back need not be looked at."""
_NEARBY = 200
"""How many names back a pronoun may reach."""
_DOUBT = (Stance.ASSERTED, Stance.HEDGED, Stance.UNKNOWN, Stance.DENIED)
_SPEAKERS = frozenset({EntityType.ORGANIZATION, EntityType.PERSON, EntityType.GROUP, EntityType.LOCATION})


class _SetAsideError(Exception):
    """The claim did not stand a check; the argument is the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Claims that stood every check, in text order, and an issue for each entity or claim that did not."""

    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]


def verify_claims(
    document: Document,
    rendition: Rendition,
    parts: Sequence[tuple[Span, Answer]],
    things: Things,
    reader: str,
) -> Verified:
    """Check the claims of all windows.

    Args:
        document: Its publisher may be a speaker that the text does not name beside the quote.
        rendition: The text.
        parts: Each window with what was answered to it.
        things: What the entities of these answers have become; see :func:`urazuke.llm.things.gather_things`.
        reader: Name and version for the provenance (``llm/<model>``).
    """
    verifier = _Verifier(document, rendition, things, reader)
    claims: dict[tuple[object, ...], Claim] = {}
    issues = [_make_issue(document, reason, words) for reason, words in things.rejected]
    issues += [
        _make_issue(document, "injection", f"speaks to the reader: “{span.of(rendition.text)}”")
        for span in verifier.orders
    ]
    for number, (window, answer) in enumerate(parts):
        folded = FoldedText(rendition.text, window)
        for answered in answer.claims:
            try:
                claim = verifier.verify(number, folded, answered)
            except _SetAsideError as err:
                words = f"{answered.s} {answered.p} {answered.o}: “{answered.quote}”"
                issues.append(_make_issue(document, str(err), words))
                continue
            claims.setdefault(claim_key(claim), claim)
    in_order = sorted(claims.values(), key=lambda claim: (claim.span, claim.predicate, claim.id))
    return Verified(claims=tuple(in_order), issues=tuple(dict.fromkeys(issues)))


def claim_key(claim: Claim) -> tuple[object, ...]:
    """What two claims that say the same share: triple, speaker and stance."""
    return (*triple_key(claim), claim.speaker, claim.stance)


def triple_key(claim: Claim) -> tuple[object, ...]:
    """The triple of a claim; of a symmetric predicate, in either direction."""
    ends = [claim.subject, claim.object or ""]
    if load_predicates()[claim.predicate].symmetric:
        ends.sort()
    return (*ends, claim.predicate, claim.object_date)


def count_set_aside(issues: Iterable[Issue]) -> Counter[str]:
    """How many were set aside for each reason, the commonest first."""
    reasons = (issue.code.removeprefix(SET_ASIDE) for issue in issues if issue.code.startswith(SET_ASIDE))
    return Counter(dict(Counter(sorted(reasons)).most_common()))


def _make_issue(document: Document, reason: str, words: str) -> Issue:
    return Issue(
        severity=Severity.WARNING,
        code=SET_ASIDE + reason,
        where=document.address,
        message=f"set aside ({reason}): {fold_space(words)[:240]}",
    )


class _Verifier:
    """Checks the claims of one text; sentences are masked once."""

    def __init__(self, document: Document, rendition: Rendition, things: Things, reader: str) -> None:
        self._document, self._rendition, self._things, self._reader = document, rendition, things, reader
        self._text = rendition.text
        language = document.language or "en"
        self._language = language if language in ("ja", "en", "zh") else "en"
        self._referents = {referent.id: referent for referent in things.referents}
        self._named = sorted(
            ((mention.span, referent) for referent in things.referents for mention in referent.mentions),
            key=lambda pair: (pair[0].start, -pair[0].end),
        )
        self._starts = [span.start for span, _ in self._named]
        self._block_starts = [block.span.start for block in rendition.blocks]
        self._sentences: dict[int, tuple[Span, ...]] = {}
        self._masked: dict[Span, MaskedSentence] = {}
        self.orders = tuple(find_orders(self._text))

    def verify(self, window: int, folded: FoldedText, answered: AnsweredClaim) -> Claim:
        """The claim, as the text bears it out.

        Raises:
            _SetAsideError: it does not.
        """
        predicate = load_predicates().get(answered.p)
        if predicate is None:
            raise _SetAsideError("predicate")
        if answered.stance not in set(Stance):
            raise _SetAsideError("stance")
        subject = self._end(window, answered.s)
        object = None if predicate.takes_date else self._end(window, answered.o)
        if subject is object:
            raise _SetAsideError("same-ends")
        if subject.type.value not in predicate.subject or (
            object is not None and object.type.value not in predicate.object
        ):
            raise _SetAsideError("types")
        if object is not None and object.role in (Role.REFERENCE, Role.BENIGN):
            raise _SetAsideError("not-an-indicator")
        if not _MIN_QUOTE <= len(answered.quote) <= _MAX_QUOTE:
            raise _SetAsideError("quote-length")
        failure = _SetAsideError("quote-not-found")
        for number, quote in enumerate(folded.find(answered.quote)):
            try:
                return self._at(quote, window, answered, predicate, subject, object)
            except _SetAsideError as err:
                failure = err if number == 0 else failure
        raise failure

    def _end(self, window: int, id: str) -> Referent:
        found = self._things.by_id.get((window, id))
        if found is None:
            raise _SetAsideError("end-not-in-text")
        return self._referents[found]

    def _at(
        self,
        quote: Span,
        window: int,
        answered: AnsweredClaim,
        predicate: Predicate,
        subject: Referent,
        object: Referent | None,
    ) -> Claim:
        """The claim with its quote at this place."""
        if len(quote) > _MAX_QUOTE:
            raise _SetAsideError("quote-length")
        if any(quote.overlaps(order) for order in self.orders):
            raise _SetAsideError("injection")
        around = Span(max(0, quote.start - _AROUND), min(len(self._text), quote.end + _AROUND))
        before = Span(self._paragraph_start(quote), quote.end)
        sentences = self._sentences_of(quote)
        if not self._is_named(subject, before) and not self._is_meant(subject, sentences, quote):
            raise _SetAsideError("subject-not-near")
        if object is not None and not (
            self._is_named(object, around) or self._is_meant(object, sentences, quote)
        ):
            raise _SetAsideError("object-not-near")
        ends = [end for end in (subject, object) if end is not None]
        if not any(self._is_named(end, quote) or self._is_meant(end, sentences, quote) for end in ends):
            raise _SetAsideError("quote-names-neither")
        wide = Span(before.start, around.end)
        date = self._date(answered.o, wide) if object is None else None
        speaker = self._speaker(window, answered.by, Span(before.start, around.end))
        qualifier = self._qualify(answered, subject, object, sentences)
        stance = qualifier.stance
        time = answered.time if date is None and answered.time and self._holds(answered.time, wide) else None
        speakers = [speaker] if speaker else []
        return Claim(
            id=make_id(
                "claim",
                self._document.id,
                subject.id,
                predicate.name,
                object.id if object else date,
                quote.start,
                quote.end,
                speakers,
                stance.value,
            ),
            document_id=self._document.id,
            rendition_id=self._rendition.id,
            subject=subject.id,
            predicate=predicate.name,
            object=object.id if object else None,
            object_date=date,
            quote=quote.of(self._text),
            span=quote,
            speaker=speaker,
            stance=stance,
            likelihood=qualifier.likelihood if stance is Stance.HEDGED else None,
            confidence=qualifier.confidence,
            words=qualifier.words,
            time=time,
            provenance=Provenance(self._reader, RULE),
        )

    def _paragraph_start(self, quote: Span) -> int:
        """Where one may begin to look for a subject: at the paragraph's beginning, and at least so far
        back."""
        index = bisect_right(self._block_starts, quote.start) - 1
        block = self._block_starts[index] if index >= 0 else 0
        return max(0, min(quote.start - _BEFORE, max(block, quote.start - _MAX_PARAGRAPH)))

    def _is_named(self, referent: Referent, within: Span) -> bool:
        """Whether one of its mentions touches `within`; what a sentence to the reader names does not
        count."""
        mentions = referent.mentions
        first = bisect_left(mentions, within.start - _LONGEST_NAME, key=lambda mention: mention.span.start)
        for mention in mentions[first:]:
            if mention.span.start >= within.end:
                return False
            if mention.span.overlaps(within) and not any(
                order.overlaps(mention.span) for order in self.orders
            ):
                return True
        return False

    def _is_meant(self, referent: Referent, sentences: Sequence[MaskedSentence], quote: Span) -> bool:
        """Whether a pronoun in the quote stands for it."""
        return any(
            token.pronoun and token.span.overlaps(quote) and referent.id in (token.referent, *token.also)
            for sentence in sentences
            for token in sentence.tokens
        )

    def _holds(self, time: str, within: Span) -> bool:
        return is_edtf(time) and is_time_in_text(time, self._text, within, self._document.published)

    def _date(self, value: str, within: Span) -> str:
        if not is_edtf(value):
            raise _SetAsideError("date")
        if not self._holds(value, within):
            raise _SetAsideError("date-not-in-text")
        return value

    def _speaker(self, window: int, by: str | None, within: Span) -> str | None:
        """The speaker. Somebody who is not named there can't be left out: the document would say it
        instead."""
        if by is None:
            return None
        speaker = self._end(window, by)
        if speaker.type not in _SPEAKERS:
            raise _SetAsideError("speaker-type")
        publisher = make_key(self._document.publisher or "")
        is_publisher = bool(publisher) and any(make_key(name) == publisher for name in speaker.surfaces)
        if not is_publisher and not self._is_named(speaker, within):
            raise _SetAsideError("speaker-not-near")
        return speaker.id

    def _qualify(
        self,
        answered: AnsweredClaim,
        subject: Referent,
        object: Referent | None,
        sentences: Sequence[MaskedSentence],
    ) -> Qualifier:
        """How the text puts it. Of model and text the stronger doubt wins."""
        bearing = [it for it in sentences if object is not None and _tokens(it, object)]
        found = Qualifier()
        for sentence in bearing or [it for it in sentences if _tokens(it, subject)] or sentences:
            start, end = _words_of(sentence, subject, object)
            if is_not_claimed(sentence, start, end, self._language):
                raise _SetAsideError("not-claimed")
            qualifier = find_qualifier(sentence, start, end, self._language)
            if _DOUBT.index(qualifier.stance) >= _DOUBT.index(found.stance):
                found = qualifier
        said = Stance(answered.stance)
        if found.stance is Stance.DENIED and said is Stance.ASSERTED:
            raise _SetAsideError("denial-as-assertion")
        stance = max(said, found.stance, key=_DOUBT.index)
        return Qualifier(
            stance=stance, likelihood=found.likelihood, confidence=found.confidence, words=found.words
        )

    def _sentences_of(self, quote: Span) -> list[MaskedSentence]:
        """The sentences that the quote touches, masked; the quote itself where it stands in no block."""
        spans: list[Span] = []
        index = max(0, bisect_right(self._block_starts, quote.start) - 1)
        while index < len(self._block_starts) and self._block_starts[index] < quote.end:
            if index not in self._sentences:
                block = self._rendition.blocks[index]
                self._sentences[index] = tuple(iter_sentences(self._text, block.span))
            spans += [span for span in self._sentences[index] if span.overlaps(quote)]
            index += 1
        return [self._mask(span) for span in spans or [quote]]

    def _mask(self, span: Span) -> MaskedSentence:
        if span not in self._masked:
            self._masked[span] = mask_sentence(self._text, span, list(self._find_tokens(span)))
        return self._masked[span]

    def _find_tokens(self, span: Span) -> Iterator[Token]:
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        tokens: list[Token] = []
        for place, referent in self._named[first:last]:
            if span.contains(place) and not (tokens and tokens[-1].span.overlaps(place)):
                tokens.append(Token(span=place, type=referent.type.value, referent=referent.id))
        others = [
            Token(span=date.span, type="date", date=date)
            for date in find_dates(self._text, span, self._document.published)
        ]
        others += find_pronouns(self._text, span, self._language, self._named[max(0, first - _NEARBY) : last])
        for token in others:
            if not any(token.span.overlaps(other.span) for other in tokens):
                tokens.append(token)
        yield from sorted(tokens, key=lambda token: token.span)


def _tokens(sentence: MaskedSentence, referent: Referent) -> list[int]:
    """Where the signs of a referent stand in the masked sentence, pronouns for it included."""
    return [
        start
        for token, start in zip(sentence.tokens, sentence.starts, strict=True)
        if referent.id in (token.referent, *token.also)
    ]


def _words_of(sentence: MaskedSentence, subject: Referent, object: Referent | None) -> tuple[int, int]:
    """The part of the masked sentence that joins the two ends where they stand nearest; one end, or all,
    else."""
    subjects, objects = _tokens(sentence, subject), _tokens(sentence, object) if object else []
    if subjects and objects:
        pairs = [(abs(s - o), min(s, o), max(s, o) + 1) for s in subjects for o in objects]
        _, start, end = min(pairs)
        return start, end
    if subjects or objects:
        place = (objects or subjects)[0]
        return place, place + 1
    return 0, len(sentence.masked)
