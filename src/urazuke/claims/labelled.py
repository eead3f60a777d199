"""What a label says of the names behind it: "Targets: ministries in Taiwan", "| 標的国 | 日本 |" (``labelled.yml``).

A profile is full of such lines, and none of them names the group again: it is whom the text or section is about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from urazuke.claims.arguments import is_aside
from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.claims.protagonists import Protagonists
from urazuke.model.document import Block, BlockKind
from urazuke.model.place import Span
from urazuke.text.blocks import find_cells
from urazuke.text.dates import Bound
from urazuke.vocab.load import load_predicates, read_yaml

_LABEL = re.compile(
    r"[\s|\-–*•・▽▼■□◆◇●○▪►▶【\[(（\d.)）]*(?P<label>[^\n:：|\t。、,;!?]{1,32}?)[\s*】\])）]*(?:[:：|\t]|\s[—–-]\s)"
)
_MARK = 8
_NEXT = re.compile(r"\n(?=[^\n:：|\t。、,;!?]{1,36}[:：|\t])")


@dataclass(frozen=True, slots=True)
class _Label:
    frame: Frame
    objects: frozenset[str]
    words: re.Pattern[str]


@cache
def _labels(language: str) -> tuple[_Label, ...]:
    data = read_yaml("urazuke.claims", "labelled.yml")
    beside = data["beside"][language]
    gap = r"[\s/／&・、]*"
    return tuple(
        _Label(
            Frame(rule=f"label-{name}", predicate=load_predicates()[name]),
            frozenset(row.get("objects", ())),
            re.compile(
                rf"(?:(?:{beside}){gap})*(?:(?:{row[language]}){gap}(?:(?:{beside}){gap})*){{1,3}}", re.I
            ),
        )
        for name, row in data["predicates"].items()
    )


def read_labelled(
    text: str, sentence: MaskedSentence, block: Block, about: Protagonists, language: str
) -> Iterator[Draft]:
    """The drafts of lines that begin with a label, about whom the text or section is about.

    Args:
        text: The text in one spelling.
        sentence: A sentence; each of its lines may have a label.
        block: The block that it stands in.
        about: Whom the text is about there.
        language: Whose labels to look for.
    """
    if (block.kind is BlockKind.HEADING and block.level < 2) or not sentence.tokens:
        return
    if block.kind is BlockKind.ROW and not _is_pair(text, block.span):
        return
    for line in _lines(text, sentence.span, block.span):
        match = _LABEL.match(text, line.start, line.end)
        if match is None:
            continue
        for label in _labels(language):
            subject = about.actor(label.frame.predicate.subject)
            if subject and label.words.fullmatch(match["label"].strip()):
                yield from _drafts(sentence, label, subject, Span(match.end(), line.end), language)


def _is_pair(text: str, row: Span) -> bool:
    """Whether a row is a label and what it says, at most with a mark behind: how sure that is."""
    cells = [cell for cell in find_cells(text, row) if cell.start < cell.end]
    return len(cells) == 2 or (len(cells) == 3 and len(cells[2]) <= _MARK)


def _lines(text: str, sentence: Span, block: Span) -> Iterator[Span]:
    """The lines of a sentence; its first words count where they begin a line."""
    start = sentence.start
    if start != block.start and "\n" not in text[max(block.start, start - 2) : start]:
        start = _next_line(text, sentence, start)
    while start < sentence.end:
        end = _next_line(text, sentence, start)
        yield Span(start, end)
        start = end


def _next_line(text: str, sentence: Span, start: int) -> int:
    """Where the next line with a label begins: a line without one goes on with what the label says."""
    found = _NEXT.search(text, start, sentence.end)
    return found.end() if found else sentence.end


def _drafts(
    sentence: MaskedSentence, label: _Label, subject: Token, within: Span, language: str
) -> Iterator[Draft]:
    tokens = [token for token in sentence.tokens if within.contains(token.span)]
    if any(token.type == subject.type and token.referent != subject.referent for token in tokens):
        return  # whose tools they are is said there
    for token in tokens:
        place = sentence.place_of(token)
        if token.date and label.frame.predicate.takes_date and token.date.bound is not Bound.UNTIL:
            yield Draft(frame=label.frame, subject=subject, date=token.date.value, start=place, end=place + 1)
            return
        if (
            token.type in label.objects
            and token.referent
            and not (_is_source(sentence, token) or is_aside(sentence, token, language))
        ):
            yield Draft(frame=label.frame, subject=subject, object=token, start=place, end=place + 1)


def _is_source(sentence: MaskedSentence, token: Token) -> bool:
    """Whether a name is who says so: "(Mandiant)", 警察庁が公表."""
    place = sentence.place_of(token)
    if token.type != "organization":
        return False
    return bool(_SOURCE_BEFORE.search(sentence.masked, max(0, place - 2), place)) or bool(
        _source().match(sentence.masked, place + 1)
    )


_SOURCE_BEFORE = re.compile(r"[(（\[]$")


@cache
def _source() -> re.Pattern[str]:
    """What follows a name that says so: が公表."""
    return re.compile(read_yaml("urazuke.claims", "labelled.yml")["source"])
