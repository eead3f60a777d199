"""English objects that only look like those of a verb: what is another's than its subject's, and who is imitated."""

import re

from urazuke.claims.mask import MaskedSentence, Token, read_masked


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_masked("another.yml")


_OWNERS = frozenset({"group", "organization"})
_OWN = re.compile(r"(?:’s|'s|’|')(?: [\w-]+){0,4} ")
_VICTIMS = frozenset({"targets", "compromises"})


def is_anothers(sentence: MaskedSentence, predicate: str, subject: Token, object: Token | None) -> bool:
    """Whether `object` is no object of `subject`: another group's malware, or for a victim somebody imitated."""
    if object is None or object not in sentence.tokens:
        return False  # a date, or what the text is about
    place = sentence.place_of(object)
    if predicate in _VICTIMS:
        if object.type == "location" and _patterns()["from_there"].match(sentence.masked, place + 1):
            return True
        if object.type == "sector" and _patterns()["speaks"].match(sentence.masked, place + 1):
            return True
        before = max(0, place - 60), place
        return bool(
            _patterns()["imitated"].search(sentence.masked, *before)
            or _patterns()["no_victim"].search(sentence.masked, *before)
        )
    if predicate == "uses" and _patterns()["compared"].search(sentence.masked, max(0, place - 50), place):
        return True
    if predicate != "uses" or object.type not in ("malware", "tool"):
        return False
    index = sentence.tokens.index(object)
    owner = sentence.tokens[index - 1] if index else object
    owned = owner.type in _OWNERS and _OWN.fullmatch(sentence.masked, sentence.place_of(owner) + 1, place)
    if owned and owner.referent != subject.referent:
        return True
    used = _patterns()["by"].match(sentence.masked, place + 1)
    if used is None:
        return False
    by = sentence.tokens_in(used.start("by"), used.end("by"))[0]
    return subject.type == "group" and by.referent != subject.referent


def is_governed(sentence: MaskedSentence, token: Token) -> bool:
    """Whether a name is no subject by the preposition before it: "stole money from the bank and created …"."""
    if token not in sentence.tokens:
        return False
    place = sentence.place_of(token)
    return bool(_patterns()["governed"].search(sentence.masked, max(0, place - 20), place))
