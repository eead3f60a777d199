"""All claims of a text: each sentence masked, drafts found by frames and by the company of words, then made claims
(``make.py``)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from urazuke.claims.anaphora import find_pronouns
from urazuke.claims.another import is_anothers, is_governed
from urazuke.claims.arguments import find_subjects, is_aside, is_guarded, is_overtaken
from urazuke.claims.denials import Accusation, read_denials
from urazuke.claims.described import ALONE, read_descriptions, read_victims
from urazuke.claims.draft import Draft, singly
from urazuke.claims.frames import Frame, find_frames, load_frames
from urazuke.claims.indicators import read_indicators
from urazuke.claims.labelled import read_labelled
from urazuke.claims.loose import ATTACKERS, find_loose
from urazuke.claims.make import Text, make_claim, said_by_others
from urazuke.claims.mask import MaskedSentence, Token, find_namesakes, mask_sentence
from urazuke.claims.products import read_flawed, read_platforms
from urazuke.claims.protagonists import Protagonists, find_main, find_malware, is_alone
from urazuke.claims.related import read_related
from urazuke.claims.sections import CELL_END, listed_names
from urazuke.claims.speech import Attribution, find_attributions, speakers_of
from urazuke.claims.tables import read_columns, read_rows
from urazuke.claims.techniques import keep_surest, read_bare_techniques
from urazuke.claims.tools import read_bare_tools
from urazuke.claims.topics import Topics, find_author
from urazuke.claims.unclaimed import read_unclaimed, still_unclaimed
from urazuke.model.claim import Claim, Stance
from urazuke.model.document import Block, BlockKind, Document, Rendition
from urazuke.model.mention import EntityType, Referent
from urazuke.model.place import Span
from urazuke.text.dates import Bound, DateMention, find_dates
from urazuke.text.normal import unify_spelling
from urazuke.text.sentences import iter_sentences
from urazuke.vocab.load import Predicate

_Named = Sequence[tuple[Span, Referent]]
_ACTIONS = frozenset({"uses", "targets", "exploits", "compromises"})
_ON_VICTIMS = frozenset({"targets", "compromises"})
_MALWARE = frozenset({"malware"})
_MADE = frozenset({"develops", "owns", "contracts-with", "partner-of"})
_NEARBY = 200
"""How many names back a pronoun may reach."""


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
    text = Text(
        document=document,
        rendition=rendition,
        language=language if language in ("ja", "en", "zh") else "en",
        referents={referent.id: referent for referent in referents},
        publisher=_publisher(document, referents, rendition.text),
        unified=unify_spelling(rendition.text),
    )
    main = find_main(document, rendition, referents)
    about = Protagonists(main, alone=is_alone(main, document, referents))
    topics = Topics(text=rendition.text, about=about, malware=find_malware(referents))
    claims: dict[tuple[object, ...], Claim] = {}
    spare: list[Claim] = []
    missed: list[Span] = []
    for block in rendition.blocks:
        topics.enter(block, rendition.text, text.language)
        for span in iter_sentences(rendition.text, block.span):
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            before = named[max(0, first - _NEARBY) : last]
            sentence = _mask(text, span, named[first:last], before, about, block.span.start)
            found = list(_read_sentence(text, sentence, block, topics, named[first:last], spare))
            if not found and _looks_missed(sentence, text.language):
                missed.append(span)
            for claim in found:
                key = (
                    claim.subject, claim.predicate, claim.object, claim.object_date, claim.speaker, claim.stance,
                )  # fmt: skip
                claims.setdefault(key, claim)
            topics.leave(sentence, block, text.language, text.referents)
    said = [*claims.values(), *still_unclaimed(spare, claims.values())]
    told = {claim.subject for claim in said if claim.provenance.rule != ALONE}
    said = [claim for claim in said if claim.provenance.rule != ALONE or claim.subject in told]
    in_order = sorted(keep_surest(said), key=lambda claim: (claim.span, claim.predicate, claim.id))
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


def _mask(
    text: Text, span: Span, named: _Named, before: _Named, about: Protagonists, block_start: int
) -> MaskedSentence:
    tokens: list[Token] = []
    for place, referent in named:
        # A name within a name (the country in "Chinese hackers") is hidden by the outer one.
        if span.contains(place) and not (tokens and tokens[-1].span.contains(place)):
            tokens.append(Token(span=place, type=referent.type.value, referent=referent.id))
    dates: list[DateMention] = find_dates(text.unified, span, text.document.published)
    tokens += [
        Token(span=date.span, type="date", date=date)
        for date in dates
        if not any(token.span.overlaps(date.span) for token in tokens)
    ]
    tokens += [
        token
        for token in find_pronouns(text.unified, span, text.language, before, about, block_start)
        if not any(other.span.overlaps(token.span) for other in tokens)
    ]
    tokens.sort(key=lambda token: token.span)
    hidden = find_namesakes(text.rendition.text, tokens) if text.language == "zh" else ()
    return mask_sentence(text.rendition.text, span, tokens, hidden)


def _read_sentence(
    text: Text,
    sentence: MaskedSentence,
    block: Block,
    topics: Topics,
    named: _Named,
    spare: list[Claim],
) -> Iterator[Claim]:
    """The claims of one sentence, those of the surest source first; into `spare` go those that hold only if the text
    says nothing else of their objects."""
    if not sentence.tokens and not sentence.text.rstrip().endswith(":"):
        return  # a lead-in may name nothing: "They exploited the following flaws:"
    attributions = topics.hear(
        sentence,
        find_attributions(sentence, text.language, publisher=text.publisher, prosecutor=topics.prosecutor),
        text.language,
    )
    drafts = [*read_descriptions(sentence, named), *_listed(sentence, block, topics)]
    if not (block.kind is BlockKind.ROW and topics.head_names):
        drafts += read_labelled(text.unified, sentence, block, topics.about, text.language)
    drafts += read_indicators(
        topics.text,
        sentence,
        topics.about.meant("malware") or topics.malware,
        topics.servers,
        text.referents,
    )
    for frame, match in _matches(sentence, text.language):
        found = _fill(sentence, frame, match, topics, text.language)
        if frame.opens_list:
            topics.open_list = next(
                (_with_speakers(draft, attributions) for draft in found), topics.open_list
            )
        else:
            drafts += found
    drafts += read_related(sentence, block, topics.about)
    drafts += read_victims(sentence, drafts, named)
    in_passing = {_ends(draft) for draft in drafts if draft.frame.plain}
    if text.language == "en":  # "…, the director of …, said": a name's description is told once
        drafts = [draft for draft in drafts if draft.frame.plain or _ends(draft) not in in_passing]
    drafts += read_platforms(sentence, text.language, text.referents)
    drafts += _read_loosely(text, sentence, block, topics, drafts)
    drafts += read_flawed(sentence, drafts, text.language)
    drafts += read_bare_tools(sentence, drafts, text.language, text.referents, topics.topic)
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        drafts += read_bare_techniques(sentence, drafts, text.language, topics.topic)
    if not any(draft.frame.predicate.conclusion for draft in drafts):
        drafts += read_denials(sentence, text.language, topics.accusation)
    for draft in drafts:
        for single in singly(draft):
            if claim := make_claim(text, sentence, single, attributions, topics.row_confidence):
                if draft.frame.predicate.conclusion and claim.stance is not Stance.DENIED and single.object:
                    speakers = (claim.speaker,) if claim.speaker else ()
                    topics.accusation = Accusation(single.subject, single.object, claim.predicate, speakers)
                yield claim
                yield from said_by_others(claim, attributions)
    if block.kind is BlockKind.HEADING and block.level < 2:
        return  # a title names what the text goes on to tell
    for draft in read_unclaimed(sentence, topics.about, text.language, text.referents):
        if claim := make_claim(text, sentence, draft, attributions, topics.row_confidence):
            spare.append(claim)


def _read_loosely(
    text: Text, sentence: MaskedSentence, block: Block, topics: Topics, drafts: Sequence[Draft]
) -> Iterator[Draft]:
    """What the company of words tells that no frame found."""
    english = text.language == "en"
    told = {(draft.frame.predicate.name, draft.object.referent) for draft in drafts if draft.object}
    # What a malware resembles or descends from is not thereby used.
    told |= {("uses", referent) for name, referent in told if name in ("overlaps-with", "variant-of")}
    placed = {
        draft.object.span
        for draft in drafts
        if draft.object and draft.frame.predicate.name in ("originates-from", "located-at")
    }
    # A row of an English table, or of one with attackers at the head of its columns, names all that it is about.
    complete = block.kind is BlockKind.ROW and (english or bool(topics.head_names))
    topic = _no_topic if complete else topics.topic
    for draft in find_loose(sentence, text.language, topic):
        name = draft.frame.predicate.name
        if draft.object and draft.object.span in placed:
            continue
        if english and (name, draft.object and draft.object.referent) in told:
            continue
        if english and is_anothers(sentence, name, draft.subject, draft.object):
            continue
        yield draft


def _ends(draft: Draft) -> tuple[str | None, str, str | None]:
    return draft.subject.referent, draft.frame.predicate.name, draft.object.referent if draft.object else None


def _no_topic(types: frozenset[str]) -> None:
    """What a text is about, where that is not asked."""


def _matches(sentence: MaskedSentence, language: str) -> Iterator[tuple[Frame, re.Match[str]]]:
    lowered = sentence.masked.lower()
    types = {token.type for token in sentence.tokens}
    for frame in find_frames(lowered, language):
        wanted = frame.slots.get("o")
        if (wanted is None or not types.isdisjoint(wanted)) and not any(map(types.isdisjoint, frame.needed)):
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
    elif columns := _in_columns(sentence, block, topics):
        yield from columns
    elif (about := topics.about.actor(ATTACKERS)) and not _explains(sentence, block, topics.text):
        for section in topics.sections:
            for token in listed_names(section, sentence):
                subject, object = (token, about) if section.reversed else (about, token)
                start = sentence.place_of(token)
                if subject.type in section.frame.predicate.subject:
                    yield Draft(
                        frame=section.frame, subject=subject, object=object, start=start, end=start + 1
                    )


def _explains(sentence: MaskedSentence, block: Block, text: str) -> bool:
    """Whether a sentence only goes on about the name that its bullet begins with: "- PlugX: a backdoor. It reads …"."""
    later = block.kind is BlockKind.ITEM and sentence.span.start > block.span.start
    return later and bool(CELL_END.search(text, block.span.start, sentence.span.start))


def _in_columns(sentence: MaskedSentence, block: Block, topics: Topics) -> list[Draft]:
    """What a row of a table says of the attacker that it begins with, or of those that head its columns."""
    if block.kind is not BlockKind.ROW or topics.table_head is None:
        return []
    by_column = list(read_columns(topics.text, topics.table_head, block, sentence))
    return by_column or list(read_rows(topics.text, topics.head_names, block, sentence))


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
        side, types = frame.subject_side, _doers(predicate, language)
        if side.startswith("topic-"):
            types, side = frozenset({side.removeprefix("topic-")}), "any"
        topic = topics.main if side == "main" else topics.topic(types)
        if topic is None and types == _MALWARE:
            topic = topics.malware
        if side == "prosecutor":  # who accuses is never guessed from what the text is about
            side, topic = "left", topics.find_prosecutor(sentence)
        if predicate.conclusion and topics.main and topic and topic.referent != topics.main.referent:
            topic = None  # who is behind a thing is not said of what was mentioned in passing
        if predicate.name == "attributed-to" and side != "main" and topic and topic.type == "campaign":
            topic = None  # what belongs to whom in a text about an attack is said of its victims as well
        side = "topic" if side == "main" else side
        subjects = find_subjects(sentence, start, end, types, language, side, topic)
    if language == "en" and predicate.name in _MADE:
        subjects = tuple(s for s in subjects if not is_governed(sentence, s))
    if frame.opens_list:
        return [Draft(frame=frame, subject=subject, start=start, end=end) for subject in subjects[:1]]
    if predicate.takes_date:
        date = sentence.tokens_in(*match.span("d"))[0].date if groups.get("d") else None
        value = _date_of(frame, date) if date else None
        if value is None:
            return []
        return [Draft(frame=frame, subject=subject, date=value, start=start, end=end) for subject in subjects]
    if predicate.name in _ON_VICTIMS:
        objects = tuple(token for token in objects if not is_aside(sentence, token, language))
    if predicate.name == "uses":
        objects = tuple(token for token in objects if not is_guarded(sentence, token, language))
        if language == "ja" and any(subject in objects for subject in subjects):
            # Of two that were used neither uses the other.
            meant = topics.topic(ATTACKERS - {"malware"})
            subjects = (meant,) if meant else ()
    return [
        Draft(frame=frame, subject=subject, object=object, start=start, end=end)
        for subject in subjects
        for object in objects
        if language != "en" or not is_anothers(sentence, predicate.name, subject, object)
    ]


def _date_of(frame: Frame, date: DateMention) -> str | None:
    """What a frame makes of the date in it; None where its words need another kind of date."""
    since = frame.predicate.name == "active-since"
    if frame.between:
        return date.ends[0 if since else 1] if date.ends else None
    return None if since and date.bound is Bound.UNTIL else date.value


def _tokens(
    sentence: MaskedSentence, match: re.Match[str], role: str, types: frozenset[str]
) -> tuple[Token, ...]:
    tokens = sentence.tokens_in(*match.span(role))
    if role == "s":
        # A list of subjects ends where something else begins: イランの A、ロシアの B.
        first = next((index for index, token in enumerate(tokens) if token.type in types), 0)
        rest = takewhile(lambda token: token.type in types or token.type == "date", tokens[first:])
        tokens = tuple(rest)
    return tuple(token for token in tokens if token.type in types and token.referent)


def _doers(predicate: Predicate, language: str) -> frozenset[str]:
    """Who may be meant where a frame leaves the subject open: of an attack only attackers, never who reports it."""
    limited = predicate.name in _ACTIONS or (predicate.name == "overlaps-with" and language == "ja")
    return predicate.subject & ATTACKERS if limited else predicate.subject


def _with_speakers(draft: Draft, attributions: Sequence[Attribution]) -> Draft:
    speakers = speakers_of(
        attributions, draft.start, draft.end, frozenset({draft.subject.referent or ""}), frozenset()
    )
    return Draft(
        frame=draft.frame, subject=draft.subject, start=draft.start, end=draft.end, speakers=speakers
    )
