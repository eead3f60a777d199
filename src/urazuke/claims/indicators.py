"""What a list of indicators says of the malware that its row, or the heading above it, names (``indicators.yml``)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.model.claim import Basis
from urazuke.model.mention import Referent
from urazuke.model.place import Span
from urazuke.vocab.load import load_predicates, read_yaml

_LONGEST = 360
HOSTS = ("domain", "ipv4", "ipv6", "url", "email", "host")
"""How the kinds of observables begin that are places in a network."""
_LINE = re.compile(r"[^\n]+")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_CJK = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_ACTORS = frozenset({"group", "campaign", "person", "organization", "location"})
"""A row that names one of these tells more than what belongs to a malware."""


@cache
def _servers() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.claims", "indicators.yml")["servers"], re.I)


@cache
def _rules() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.claims", "indicators.yml")["rules"])


@cache
def _limits() -> tuple[int, int]:
    words: dict[str, int] = read_yaml("urazuke.claims", "indicators.yml")["words"]
    return words["latin"], words["cjk"]


@cache
def _frame(predicate: str) -> Frame:
    basis = Basis.INFRASTRUCTURE if predicate == "communicates-with" else None
    return Frame(rule=f"indicator-{predicate}", predicate=load_predicates()[predicate], basis=basis)


def names_servers(heading: str) -> bool:
    """Whether a heading or lead-in announces the addresses of servers."""
    if len(heading) > 60 and heading.rstrip().endswith((":", "：")):
        heading = heading.rstrip()[-60:]  # what a longer lead-in announces stands at its end
    return len(heading) <= 60 and bool(_servers().search(heading))


def read_indicators(
    text: str,
    sentence: MaskedSentence,
    meant: Token | None,
    servers: bool,
    referents: Mapping[str, Referent],
) -> Iterator[Draft]:
    """The drafts of those lines of a sentence that are rows of indicators.

    Args:
        text: The text of the rendition.
        sentence: The sentence: in a list it may be several lines.
        meant: The malware that the section or the text is about; a row that names none speaks of it if it is
            labelled as one of servers.
        servers: Whether the heading above says that servers are listed.
        referents: What the tokens mean.
    """
    if not any(token.type == "observable" for token in sentence.tokens):
        return
    for match in _LINE.finditer(text, sentence.span.start, sentence.span.end):
        line = Span(*match.span())
        tokens = [t for t in sentence.tokens if t.referent and not t.pronoun and line.contains(t.span)]
        found = [t for t in tokens if t.type == "observable"]
        if not found or len(line) > _LONGEST or any(t.type in _ACTORS for t in tokens):
            continue
        rest = _rest(text, line, sentence.tokens)
        if _rules().search(rest):
            continue
        named = {t.referent: t for t in tokens if t.type == "malware"}
        if len(named) > 1 or not _is_row(rest):
            continue
        subject = next(iter(named.values()), None)
        if subject is None and (servers or _servers().search(rest)):
            subject = meant
            found = [t for t in found if _is_host(t, referents)]
        if subject is None:
            continue
        for token in found:
            predicate = "communicates-with" if _is_host(token, referents) else "uses"
            place = sentence.place_of(token)
            yield Draft(frame=_frame(predicate), subject=subject, object=token, start=place, end=place + 1)


def _is_host(token: Token, referents: Mapping[str, Referent]) -> bool:
    kind = referents[token.referent or ""].kind or ""
    return kind.startswith(HOSTS)


def _rest(text: str, line: Span, tokens: tuple[Token, ...]) -> str:
    """The words of a line beside its names."""
    pieces: list[str] = []
    position = line.start
    for token in tokens:
        if line.contains(token.span):
            pieces.append(text[position : token.span.start])
            position = token.span.end
    return " ".join([*pieces, text[position : line.end]])


def _is_row(rest: str) -> bool:
    latin, cjk = _limits()
    return len(_LATIN.findall(rest)) <= latin and len(_CJK.findall(rest)) <= cjk
