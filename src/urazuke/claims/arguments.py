"""Who the subject of a clause is, where its frame does not name one.

The sentence is asked first: the head of a relative clause, then a name marked as topic or subject, then the nearest
name of a fitting type before the words. Where the sentence names nobody, the topic of the text goes on: the last
subject, or the name in the heading.
"""

import re
from functools import cache

from urazuke.claims.mask import SIGNS, MaskedSentence, Token, read_masked
from urazuke.vocab.load import read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_masked("markers.yml", "patterns")


@cache
def _positions(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Patterns for what stands before a name that begins a clause, and before one that is no subject."""
    row = read_yaml("urazuke.claims", "markers.yml").get(language, {})
    begins, object = row.get("before"), row.get("object_before")
    return re.compile(begins) if begins else None, re.compile(object) if object else None


def _adjacent(sentence: MaskedSentence, before: list[Token], start: int, language: str) -> Token | None:
    """The name directly before the words, with nothing but adverbs between, unless a preposition governs it."""
    adverbs, (_, object) = _wording(language, "adjacent"), _positions(language)
    if adverbs is None or object is None:
        return None
    place = sentence.place_of(before[-1])
    if object.search(sentence.masked, max(0, place - 8), place):
        return None
    return before[-1] if adverbs.fullmatch(sentence.masked, place + 1, start) else None


def _by_position(sentence: MaskedSentence, before: list[Token], start: int, language: str) -> Token | None:
    """The subject by its place: the last name that begins a clause, else the nearest without a preposition."""
    begins, object = _positions(language)
    if begins is None or object is None:
        return None
    masked = sentence.masked
    if (near := _adjacent(sentence, before, start, language)) is not None:
        return near
    fronts = [(token, masked[max(0, (at := sentence.place_of(token)) - 8) : at]) for token in before]
    fronts = [
        (t, f) for t, f in fronts if not _patterns()["in_predicate"].search(masked, 0, sentence.place_of(t))
    ] or fronts
    for token, front in reversed(fronts):
        if begins.search(front):
            return token
    return next((token for token, front in reversed(fronts) if not object.search(front)), None)


@cache
def _markers(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Patterns for what stands after a subject, and between a relative clause and its head."""
    row = read_yaml("urazuke.claims", "markers.yml").get(language, {})
    any_sign = "[" + "".join(SIGNS.values()) + "]"
    subject = re.compile(row["subject"], re.I) if "subject" in row else None
    relative = (
        re.compile(row["relative"] + f"(?P<head>{any_sign})" + row.get("head_end", ""), re.I)
        if "relative" in row
        else None
    )
    return subject, relative


def _is_whereabouts(sentence: MaskedSentence, token: Token) -> bool:
    return token.type == "location" and sentence.masked[: sentence.place_of(token)].endswith((" in ", " at "))


def find_subjects(
    sentence: MaskedSentence,
    start: int,
    end: int,
    types: frozenset[str],
    language: str,
    side: str,
    topic: Token | None,
) -> tuple[Token, ...]:
    """The subjects of the clause that stands at ``masked[start:end]``.

    Args:
        sentence: The sentence.
        start: Where the matched words begin in the masked text.
        end: Where they end.
        types: Entity types that the predicate takes as subject.
        language: Whose markers to look for.
        side: ``left``, ``right``, ``topic`` or ``any``: where the frame allows a subject to stand.
        topic: What the text is about at this point; None where nothing is.
    """
    subject_marker, relative = _markers(language)
    unnamed = _wording(language, "unnamed")
    if unnamed and unnamed.search(sentence.masked, 0, start):
        return ()
    if side in ("any", "right") and relative:
        match = relative.match(sentence.masked, end)
        if match:
            head = sentence.tokens_in(match.start("head"), match.end("head"))
            if head and head[0].type in types:
                return _with_partners(sentence, head[0], types)
    if side == "right":
        after = [token for token in sentence.tokens_in(end, end + 60) if token.type in types]
        return tuple(after[:1])
    if side == "any" and language == "en" and (by := _patterns()["by_en"].match(sentence.masked, end)):
        named = sentence.tokens_in(by.start("head"), by.end("head"))
        if named and named[0].type in types:
            return tuple(named[:1])
    if (
        side == "any"
        and language == "en"
        and _patterns()["of_a_thing"].search(sentence.masked, max(0, start - 60), start)
    ):
        return ()
    if side in ("any", "left") and language == "en" and (before_which := _relative_head(sentence, start)):
        return _with_partners(sentence, before_which, types) if before_which.type in types else ()
    if side in ("any", "left"):
        before = [token for token in sentence.tokens_in(0, start) if token.type in types]
        if side == "left":
            # "A grand jury in Pittsburgh indicted …": where it was is not who did it.
            before = [token for token in before if not _is_whereabouts(sentence, token)]
            if language == "en":  # … the work of the firm by indicting …: nor whose work it was
                before = [t for t in before if not _is_of(sentence, t)] or before
        if subject_marker:
            marked = [
                token
                for token in before
                if subject_marker.match(sentence.masked, sentence.place_of(token) + 1)
            ]
            if len(marked) > 1 and _in_relative(sentence, marked[-1], start):
                marked.pop()
            if marked:
                return _with_partners(sentence, marked[-1], types)
        if subject_marker is not None:
            before = [
                token
                for token in before
                if not _patterns()["object"].match(sentence.masked, sentence.place_of(token) + 1)
            ]
        if before and side == "any" and (placed := _by_position(sentence, before, start, language)):
            if placed.type == "malware" and language == "en":
                placed = _agent(sentence, before[: before.index(placed) + 1])
            return _with_partners(sentence, _last_partner(sentence, placed, start), types)
        if before and (subject_marker is None or side == "left" or len(before) == 1):
            return _with_partners(sentence, _agent(sentence, before), types)
    thing, advice = _wording(language, "thing"), _wording(language, "advice")
    if (thing and thing.match(sentence.masked)) or (advice and advice.search(sentence.masked, start)):
        return ()
    if topic is not None and topic.type in types and not _has_rival(sentence, start, language, types):
        return (topic,)
    return ()


def _is_of(sentence: MaskedSentence, token: Token) -> bool:
    place = sentence.place_of(token)
    return bool(_patterns()["of"].search(sentence.masked, max(0, place - 8), place))


def _relative_head(sentence: MaskedSentence, start: int) -> Token | None:
    """In English, the name directly before the relative pronoun that the words at `start` follow: "a campaign that
    targeted …"."""
    match = _patterns()["relative_en"].search(sentence.masked, max(0, start - 120), start)
    if not match or not match.start():
        return None
    before = sentence.tokens_in(match.start() - 1, match.start())
    return before[0] if before and before[0].type in _AGENTS else None


def is_subject(sentence: MaskedSentence, token: Token, language: str) -> bool:
    """Whether a name is the subject of its sentence: marked as such, or where there are no markers the first name."""
    marker, _ = _markers(language)
    place = sentence.place_of(token)
    if marker is not None:
        return bool(marker.match(sentence.masked, place + 1))
    if language == "en" and _patterns()["governed_en"].search(sentence.masked[max(0, place - 20) : place]):
        return False
    earlier = [other for other in sentence.tokens_in(0, place) if other.type in _AGENTS]
    return not earlier and place < 60


def _in_relative(sentence: MaskedSentence, token: Token, start: int) -> bool:
    """Whether a name marked by が belongs to a relative clause that ends before `start`.

    In A は、B が共有する X を使用した it is B.
    """
    place = sentence.place_of(token) + 1
    between = sentence.masked[place:start]
    return (
        between.startswith(("が", "によって", "により"))
        and "、" not in between
        and bool(_patterns()["adnominal"].search(between))
    )


def _agent(sentence: MaskedSentence, before: list[Token]) -> Token:
    """Of names before a verb the last, but a group rather than the malware that it deploys.

    A name in an apposition ("Bluenoroff, a subgroup of Lazarus, …") is not the subject; what it stands by is.
    """
    if len(before) > 1:
        place, earlier = sentence.place_of(before[-1]), sentence.place_of(before[-2])
        if sentence.masked.startswith(",", place + 1) and _patterns()["apposed"].match(
            sentence.masked[earlier + 1 : place]
        ):
            return before[-2]
    if before[-1].type == "malware":
        groups = [token for token in before[-4:-1] if token.type in ("group", "campaign")]
        if groups:
            return groups[-1]
    return before[-1]


def is_aside(sentence: MaskedSentence, token: Token, language: str) -> bool:
    """Whether the words after a name in a clause about an attack make it no victim: 政府を批判する団体."""
    aside, imitated = _wording(language, "aside"), _wording(language, "imitated")
    place = sentence.place_of(token)
    if imitated and imitated.search(sentence.masked, max(0, place - 8), place):
        return True
    return bool(aside and aside.match(sentence.masked, place + 1))


def is_guarded(sentence: MaskedSentence, token: Token, language: str) -> bool:
    """Whether the words after a technique speak of defence against it, and not of its use: フィッシングに強い認証."""
    guarded = _wording(language, "guarded")
    return bool(guarded and guarded.match(sentence.masked, sentence.place_of(token) + 1))


def _has_rival(sentence: MaskedSentence, start: int, language: str, types: frozenset[str]) -> bool:
    """Whether the sentence has a subject of its own, though not of a fitting type: then the topic is not meant."""
    marker, _ = _markers(language)
    begins, _ = _positions(language)
    reports = _wording(language, "reports")
    others = _wording(language, "others")
    if others and others.search(sentence.masked, 0, start):
        return True
    for token in sentence.tokens_in(0, start):
        if language == "en" and token.type == "location" and _acts(sentence, token, begins):
            return True
        if token.type not in _AGENTS or token.type in types:
            continue
        if token.type == "person" and _is_accused(sentence, token):
            continue  # what the accused did is what their group did
        if reports and reports.match(sentence.masked, sentence.place_of(token) + 1):
            continue  # who reports what somebody did is not who did it
        place = sentence.place_of(token)
        if begins is not None and not begins.search(sentence.masked[max(0, place - 8) : place]):
            continue
        if marker is None or marker.match(sentence.masked, place + 1):
            return True
    return False


def _acts(sentence: MaskedSentence, token: Token, begins: re.Pattern[str] | None) -> bool:
    """Whether a state is the subject of a clause: "Russia was behind …"."""
    place = sentence.place_of(token)
    return bool(
        begins
        and begins.search(sentence.masked[max(0, place - 8) : place])
        and _patterns()["state_acts"].match(sentence.masked, place + 1)
    )


def _is_accused(sentence: MaskedSentence, token: Token) -> bool:
    return bool(
        _patterns()["accused"].match(sentence.masked, sentence.place_of(token) + 1)
        or (token.pronoun and "被告" in sentence.text)
    )


@cache
def _wording(language: str, row: str) -> re.Pattern[str] | None:
    """A pattern of `markers.yml`, None where the language has none."""
    pattern = read_yaml("urazuke.claims", "markers.yml").get(language, {}).get(row)
    return re.compile(pattern) if pattern else None


_AGENTS = frozenset({"group", "organization", "person", "campaign", "malware"})


def is_overtaken(sentence: MaskedSentence, subject: Token, start: int, end: int, language: str) -> bool:
    """Whether a name taken for the subject is only that of a relative clause: "X が報告した Y も …" is about Y."""
    if language != "ja":
        return False
    place = sentence.place_of(subject) + 1
    if not sentence.masked.startswith("が", place) and not _patterns()["reports"].match(
        sentence.masked, place
    ):
        return False
    return any(
        token.type in _AGENTS and _patterns()["topic"].match(sentence.masked, sentence.place_of(token) + 1)
        for token in sentence.tokens_in(start, end)
    )


def _last_partner(sentence: MaskedSentence, token: Token, end: int) -> Token:
    """The last of the names that "and" joins to a token behind it: "APT28 and APT29 target …"."""
    for index in range(sentence.tokens.index(token) + 1, len(sentence.tokens)):
        later = sentence.tokens[index]
        gap = sentence.masked[sentence.starts[index - 1] + 1 : sentence.starts[index]]
        if later.type != token.type or sentence.starts[index] >= end or not _patterns()["and"].fullmatch(gap):
            break
        token = later
    return token


def _with_partners(sentence: MaskedSentence, token: Token, types: frozenset[str]) -> tuple[Token, ...]:
    """The token and those of its type joined to it by "and" directly before it."""
    partners = [token]
    index = sentence.tokens.index(token)
    while index > 0:
        earlier = sentence.tokens[index - 1]
        gap = sentence.masked[sentence.starts[index - 1] + 1 : sentence.starts[index]]
        if earlier.type != token.type or earlier.type not in types or not _patterns()["and"].match(gap):
            break
        partners.insert(0, earlier)
        index -= 1
    return tuple(partners)
