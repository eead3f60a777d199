"""Masked sentences: each name, date and pronoun becomes one sign of its type, so that a frame can be one short pattern.

"APT3 は防衛、政府を標的とする" becomes "⟨group⟩は⟨sector⟩、⟨sector⟩を標的とする". The signs are private-use
characters, which cannot stand in a pattern by accident; characters of that block in the text itself are blanked.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from urazuke.errors import VocabularyError
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.text.dates import DateMention
from urazuke.text.normal import unify_spelling
from urazuke.vocab.load import compile_patterns, read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.claims", "mask.yml")


_FIRST = 0xE000
SIGNS: dict[str, str] = {type.value: chr(_FIRST + index) for index, type in enumerate(EntityType)}
SIGNS["date"] = chr(_FIRST + len(SIGNS))
_PRIVATE = re.compile(r"[\uE000-\uE0FF]")
_SIGN = re.compile(r"(?<!\?P)<([a-z-]+(?:\|[a-z-]+)*)>")


@cache
def read_masked(name: str, section: str | None = None, flags: int = 0) -> dict[str, re.Pattern[str]]:
    """The regular expressions over masked sentences by name of the YAML file `name` of this package, compiled.

    As ``read_patterns`` reads them; ``<group|malware>`` in one stands for a name of these types, ``<any>`` for any.
    """
    where, rows = f"urazuke.claims/{name}", read_yaml("urazuke.claims", name)
    rows = rows.get(section, {}) if section else rows
    signed = {key: _SIGN.sub(lambda sign: _one_of(sign[1], where), row) for key, row in rows.items()}
    return compile_patterns(signed, where, flags)


def _one_of(types: str, where: str) -> str:
    if types == "any":
        return "[" + "".join(SIGNS.values()) + "]"
    try:
        return "[" + "".join(SIGNS[type] for type in types.split("|")) + "]"
    except KeyError as err:
        raise VocabularyError(f"unknown entity type {err}", where=where) from err


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A name, a date or a pronoun in a sentence.

    `referent` is the id of what it means, None for a date; `also` holds the others that a word such as "both" means.
    """

    span: Span
    type: str
    referent: str | None = None
    date: DateMention | None = None
    pronoun: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedSentence:
    """A sentence with its tokens as signs. `masked[starts[i]]` is the sign of ``tokens[i]``."""

    span: Span
    text: str
    masked: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    places: Mapping[int, int]
    origins: tuple[int, ...]

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """Tokens whose sign stands in ``masked[start:end]``."""
        first = bisect_right(self.starts, start - 1)
        return tuple(
            token
            for token, place in zip(self.tokens[first:], self.starts[first:], strict=True)
            if place < end
        )

    def place_of(self, token: Token) -> int:
        """Where the sign of `token` stands in the masked text."""
        return self.places[token.span.start]

    def original(self, position: int) -> int:
        """The code point of the rendition at which ``masked[position]`` stands."""
        return self.origins[position] if position < len(self.origins) else self.span.end


_MARKUP = re.compile(r"[`*]+|(?<=[\u3040-\u9fff、。（）「」]) +| +(?=[\u3040-\u9fff、。（）「」])")


_QUOTED = {"「": "」", "『": "』"}


def _plain(piece: str, start: int) -> tuple[str, list[int]]:
    """`piece` without what frames need not see (marks of emphasis, spaces beside kana and kanji), and where each
    character that is left stood in the text, `piece` itself beginning at `start`."""
    piece = unify_spelling(_PRIVATE.sub(" ", piece).replace("\n", " "))
    kept: list[str] = []
    origins: list[int] = []
    position = 0
    for markup in _MARKUP.finditer(piece):
        kept.append(piece[position : markup.start()])
        origins += range(start + position, start + markup.start())
        position = markup.end()
    kept.append(piece[position:])
    origins += range(start + position, start + len(piece))
    return "".join(kept), origins


def _seen(text: str, start: int, end: int, hidden: Sequence[Span]) -> tuple[str, list[int]]:
    """``text[start:end]`` as frames see it, without what is hidden."""
    pieces: list[str] = []
    origins: list[int] = []
    for span in hidden:
        if start <= span.start and span.end <= end:
            piece, places = _plain(text[start : span.start], start)
            pieces.append(piece)
            origins += places
            start = span.end
    piece, places = _plain(text[start:end], start)
    return "".join([*pieces, piece]), [*origins, *places]


_BRACKET_ZH = re.compile(r"[”’]?(?P<bracket>[（(](?P<inside>[^（）()\n]{1,120})[）)])")


_IN_CHINESE = re.compile(r"[一-鿿]{2,6}")


def find_namesakes(text: str, tokens: Sequence[Token]) -> list[Span]:
    """Brackets that only name once more what stands before them: 国家安全局（NSA）, 王某（37岁）.

    A frame need not see them: without them a list of names is a list.
    """
    found: list[Span] = []
    for token in tokens:
        match = _BRACKET_ZH.match(text, token.span.end) if token.referent else None
        if match is None:
            continue
        within = [t for t in tokens if match.start("inside") <= t.span.start < match.end("inside")]
        told = within and all(t.referent == token.referent for t in within)
        other_script = token.span.of(text).isascii() and _IN_CHINESE.fullmatch(match["inside"])
        if told or (not within and (other_script or _patterns()["no_news"].fullmatch(match["inside"]))):
            found.append(Span(*match.span("bracket")))
    return found


def mask_sentence(
    text: str, sentence: Span, tokens: Sequence[Token], hidden: Sequence[Span] = ()
) -> MaskedSentence:
    """Mask ``text[sentence]`` without what is `hidden`. Tokens outside of the sentence are left out; they must not
    overlap."""
    inside = [
        token
        for token in tokens
        if sentence.contains(token.span) and not any(span.contains(token.span) for span in hidden)
    ]
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    position = sentence.start
    for token in inside:
        # 「名前」: the marks around a single name say nothing more of it.
        closes = _QUOTED.get(text[token.span.start - 1 : token.span.start])
        quoted = closes is not None and text.startswith(closes, token.span.end)
        quoted = quoted and sentence.start < token.span.start and position < token.span.start
        before, places = _seen(text, position, token.span.start - quoted, hidden)
        pieces += [before, SIGNS[token.type]]
        origins += places
        starts.append(len(origins))
        origins.append(token.span.start)
        position = token.span.end + quoted
    rest, places = _seen(text, position, sentence.end, hidden)
    return MaskedSentence(
        span=sentence,
        text=sentence.of(text),
        masked="".join([*pieces, rest]),
        tokens=tuple(inside),
        starts=tuple(starts),
        places={token.span.start: place for token, place in zip(inside, starts, strict=True)},
        origins=(*origins, *places),
    )
