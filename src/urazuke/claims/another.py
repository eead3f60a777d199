"""English objects that only look like those of a verb: what is another's than its subject's, and who is imitated."""

import re

from urazuke.claims.mask import SIGNS, MaskedSentence, Token

_OWNERS = frozenset({"group", "organization"})
_OWN = re.compile(r"(?:’s|'s|’|')(?: [\w-]+){0,4} ")
_BY = re.compile(
    rf"(?: \([^()]{{0,60}}\))?,? (?:an? [^.;,]{{0,40}} )?(?:also |previously |exclusively |primarily |commonly )?"
    rf"(?:used|operated|deployed|leveraged|wielded|run) (?:exclusively |primarily )?by (?:the )?(?:[\w-]+ ){{0,3}}?"
    rf"(?P<by>[{SIGNS['group']}])"
)
_IMITATED = re.compile(
    r"\b(?:impersonat\w+|spoof\w+|masquerad\w+|pos(?:e|es|ed|ing) as|pretend\w*|purport\w*|disguis\w+|mimick?\w*"
    r"|appear\w* to (?:be|come)|claim\w* to (?:be|come)"
    r"|imitat\w+|themed|fake|decoy|lure documents?|branded)\b[^,.;]{0,40}$"
)
_COMPARED = re.compile(
    r"\b(?:derived from|based on|similar to|resembl\w+|same as|overlap\w* with|compared (?:to|with)|reminiscent of"
    r"|evolution of|instead of|replac\w+|unlike|identical to|similarit\w+ (?:to|with))"
    r"(?: [a-z’'-]+){0,4} $"
)
# What is threatened is not thereby attacked, and nobody attacks the service that they are a unit of.
_NO_VICTIM = re.compile(
    r"\bthreats? (?:to|against|for)\b[^,.;]{0,20}$"
    r"|\b(?:unit|arm|branch|officer|agent)s? of (?:an? |the |its )?$"
    r"|\bon behalf of (?:an? |the |its )?$"
    r"|\b(?:sell(?:s|ing)?|sold|suppl(?:y|ies|ied|ying)|hand(?:s|ed|ing)|pass(?:es|ed|ing))"
    r"(?: [\w-]+){0,3} to (?:[^\s,.;]+ ){0,4}$"
    r"|\b(?:critics|dissidents|opponents|adversaries|rivals|enemies|allies) of (?:the )?$"
)
# A place before a word for attackers is where they are from: "hacked in a Chinese cyberespionage campaign".
_FROM_THERE = re.compile(
    r"-(?:linked|backed|sponsored|nexus|affiliated|aligned|speaking)\b"
    r"|(?:-based|’s|'s)? (?:(?:state|government)-(?:sponsored|backed|linked)|cyber-?\s?espionage|cyberspies"
    r"|hack|threat (?:actor|group)|actors?\b|APT|spies|espionage (?:group|operation|campaign|actor))"
)
_SPEAKS = re.compile(
    r"(?: (?:firm|company|companies|firms|vendor|vendors|researchers|experts|analysts|officials|executives))?"
    r"(?: (?:from|at|in) [^.;]{0,40}?)? (?:said|say|says|told|warned|believes?|announced|confirmed"
    r"|have been monitoring|have warned|have observed|are monitoring)\b"
)
"""What follows in English those in a sector who report, and are not attacked."""
_VICTIMS = frozenset({"targets", "compromises"})


def is_anothers(sentence: MaskedSentence, predicate: str, subject: Token, object: Token | None) -> bool:
    """Whether `object` is no object of `subject`: another group's malware, or for a victim somebody imitated."""
    if object is None or object not in sentence.tokens:
        return False  # a date, or what the text is about
    place = sentence.place_of(object)
    if predicate in _VICTIMS:
        if object.type == "location" and _FROM_THERE.match(sentence.masked, place + 1):
            return True
        if object.type == "sector" and _SPEAKS.match(sentence.masked, place + 1):
            return True
        before = max(0, place - 60), place
        return bool(_IMITATED.search(sentence.masked, *before) or _NO_VICTIM.search(sentence.masked, *before))
    if predicate == "uses" and _COMPARED.search(sentence.masked, max(0, place - 50), place):
        return True
    if predicate != "uses" or object.type not in ("malware", "tool"):
        return False
    index = sentence.tokens.index(object)
    owner = sentence.tokens[index - 1] if index else object
    owned = owner.type in _OWNERS and _OWN.fullmatch(sentence.masked, sentence.place_of(owner) + 1, place)
    if owned and owner.referent != subject.referent:
        return True
    used = _BY.match(sentence.masked, place + 1)
    if used is None:
        return False
    by = sentence.tokens_in(used.start("by"), used.end("by"))[0]
    return subject.type == "group" and by.referent != subject.referent


_GOVERNED = re.compile(r"\b(?:from|against|into|than)(?: the| an?)? $")


def is_governed(sentence: MaskedSentence, token: Token) -> bool:
    """Whether a name is no subject by the preposition before it: "stole money from the bank and created …"."""
    if token not in sentence.tokens:
        return False
    place = sentence.place_of(token)
    return bool(_GOVERNED.search(sentence.masked, max(0, place - 20), place))
