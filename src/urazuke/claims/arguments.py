"""Who the subject of a clause is, where its frame does not name one.

The sentence is asked first: the head of a relative clause, then a name marked as topic or subject, then the nearest
name of a fitting type before the words. Where the sentence names nobody, the topic of the text goes on: the last
subject, or the name in the heading.
"""

import re
from functools import cache

from urazuke.claims.mask import SIGNS, MaskedSentence, Token
from urazuke.vocab.load import read_yaml


@cache
def _positions(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Patterns for what stands before a name that begins a clause, and before one that is no subject."""
    row = read_yaml("urazuke.claims", "markers.yml").get(language, {})
    begins, object = row.get("before"), row.get("object_before")
    return re.compile(begins) if begins else None, re.compile(object) if object else None


def _by_position(sentence: MaskedSentence, before: list[Token], language: str) -> Token | None:
    """The subject by its place: the last name that begins a clause, else the nearest without a preposition."""
    begins, object = _positions(language)
    if begins is None or object is None:
        return None
    masked = sentence.masked
    fronts = [(token, masked[max(0, (at := sentence.place_of(token)) - 8) : at]) for token in before]
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
    if side in ("any", "right") and relative:
        match = relative.match(sentence.masked, end)
        if match:
            head = sentence.tokens_in(match.start("head"), match.end("head"))
            if head and head[0].type in types:
                return _with_partners(sentence, head[0], types)
    if side == "right":
        after = [token for token in sentence.tokens_in(end, end + 60) if token.type in types]
        return tuple(after[:1])
    if side in ("any", "left"):
        before = [token for token in sentence.tokens_in(0, start) if token.type in types]
        if side == "left":
            # "A grand jury in Pittsburgh indicted …": where it was is not who did it.
            before = [token for token in before if not _is_whereabouts(sentence, token)]
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
                token for token in before if not _OBJECT.match(sentence.masked, sentence.place_of(token) + 1)
            ]
        if before and side == "any" and (placed := _by_position(sentence, before, language)):
            if placed.type == "malware" and language == "en":
                placed = _agent(sentence, before[: before.index(placed) + 1])
            return _with_partners(sentence, placed, types)
        if before and (subject_marker is None or side == "left" or len(before) == 1):
            return _with_partners(sentence, _agent(sentence, before), types)
    thing = _wording(language, "thing")
    if thing and thing.match(sentence.masked):
        return ()
    if topic is not None and topic.type in types and not _has_rival(sentence, start, language, types):
        return (topic,)
    return ()


def is_subject(sentence: MaskedSentence, token: Token, language: str) -> bool:
    """Whether a name is the subject of its sentence: marked as such, or where there are no markers the first name."""
    marker, _ = _markers(language)
    place = sentence.place_of(token)
    if marker is not None:
        return bool(marker.match(sentence.masked, place + 1))
    earlier = [other for other in sentence.tokens_in(0, place) if other.type in _AGENTS]
    return not earlier and place < 60


_ADNOMINAL = re.compile(r"(?:する|した|れる|れた|いる|った|られる|ている|んだ|いた)[「『]?$")


def _in_relative(sentence: MaskedSentence, token: Token, start: int) -> bool:
    """Whether a name marked by が belongs to a relative clause that ends before `start`.

    In A は、B が共有する X を使用した it is B.
    """
    place = sentence.place_of(token) + 1
    between = sentence.masked[place:start]
    return (
        between.startswith(("が", "によって", "により"))
        and "、" not in between
        and bool(_ADNOMINAL.search(between))
    )


_OBJECT = re.compile(r"[」』)）]?(?:などの?|等)?(?:を|へ|から|に(?!は|よ|関)|[「『])")
"""What follows a name that is the object of a Japanese verb."""


_APPOSED = re.compile(
    r"(?:[^\w,.;]{0,3}\([^()]{0,80}\))?, (?:an?|the|one|part|itself|formerly) [^,.;]{0,60}$"
)


def _agent(sentence: MaskedSentence, before: list[Token]) -> Token:
    """Of names before a verb the last, but a group rather than the malware that it deploys.

    A name in an apposition ("Bluenoroff, a subgroup of Lazarus, …") is not the subject; what it stands by is.
    """
    if len(before) > 1:
        place, earlier = sentence.place_of(before[-1]), sentence.place_of(before[-2])
        if sentence.masked.startswith(",", place + 1) and _APPOSED.match(
            sentence.masked[earlier + 1 : place]
        ):
            return before[-2]
    if before[-1].type == "malware":
        groups = [token for token in before[-4:-1] if token.type in ("group", "campaign")]
        if groups:
            return groups[-1]
    return before[-1]


def _has_rival(sentence: MaskedSentence, start: int, language: str, types: frozenset[str]) -> bool:
    """Whether the sentence has a subject of its own, though not of a fitting type: then the topic is not meant."""
    marker, _ = _markers(language)
    begins, _ = _positions(language)
    reports = _wording(language, "reports")
    for token in sentence.tokens_in(0, start):
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


_ACCUSED = re.compile(r"(?:の\d)?(?:被告|容疑者|ら\d*被告)")


def _is_accused(sentence: MaskedSentence, token: Token) -> bool:
    return bool(
        _ACCUSED.match(sentence.masked, sentence.place_of(token) + 1)
        or (token.pronoun and "被告" in sentence.text)
    )


@cache
def _wording(language: str, row: str) -> re.Pattern[str] | None:
    """A pattern of `markers.yml`, None where the language has none."""
    pattern = read_yaml("urazuke.claims", "markers.yml").get(language, {}).get(row)
    return re.compile(pattern) if pattern else None


_AGENTS = frozenset({"group", "organization", "person", "campaign", "malware"})
_TOPIC = re.compile(
    r"(?:（[^（）]{0,40}）|\([^()]{0,40}\))?[」』]?(?:グループ|アクター|社)?(?:は|も|では|には)"
)
_REPORTS = re.compile(
    r"(?:グループ|アクター|社)?が[^、。]{0,24}?(?:報告|発表|公開|発見|特定|名付|命名|指摘|公表|調査|分析|確認)"
)


def is_overtaken(sentence: MaskedSentence, subject: Token, start: int, end: int, language: str) -> bool:
    """Whether a name taken for the subject is only that of a relative clause: "X が報告した Y も …" is about Y."""
    if language != "ja":
        return False
    place = sentence.place_of(subject) + 1
    if not sentence.masked.startswith("が", place) and not _REPORTS.match(sentence.masked, place):
        return False
    return any(
        token.type in _AGENTS and _TOPIC.match(sentence.masked, sentence.place_of(token) + 1)
        for token in sentence.tokens_in(start, end)
    )


_AND = re.compile(r"\s?(?:,? and |、|と|や|和|及び|および|与|，|, )\s?$")


def _with_partners(sentence: MaskedSentence, token: Token, types: frozenset[str]) -> tuple[Token, ...]:
    """The token and those of its type joined to it by "and" directly before it."""
    partners = [token]
    index = sentence.tokens.index(token)
    while index > 0:
        earlier = sentence.tokens[index - 1]
        gap = sentence.masked[sentence.starts[index - 1] + 1 : sentence.starts[index]]
        if earlier.type != token.type or earlier.type not in types or not _AND.match(gap):
            break
        partners.insert(0, earlier)
        index -= 1
    return tuple(partners)
