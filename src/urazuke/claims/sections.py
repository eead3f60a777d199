"""What headings and the heads of tables say of the names listed below them (``sections.yml``)."""

import re
from dataclasses import dataclass
from functools import cache

from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.vocab.load import load_predicates, read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.claims", "rows.yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading that names a predicate. `reversed`: the listed things are subjects, what the text is about
    the object. `also`: it says so beside what the heading says first."""

    frame: Frame
    words: re.Pattern[str]
    whole: bool = False
    reversed: bool = False
    also: bool = False


@cache
def _sections() -> tuple[Section, ...]:
    rows = read_yaml("urazuke.claims", "sections.yml")
    return tuple(
        Section(
            frame=Frame(rule=f"section-{name}", predicate=load_predicates()[name]),
            words=re.compile(row["words"], re.I),
            whole=row.get("whole", False),
            reversed=row.get("reversed", False),
            also=row.get("also", False),
        )
        for name, row in rows.items()
    )


def find_sections(heading: str) -> tuple[Section, ...]:
    """What a heading says of what is below it: one thing, and of somebody's own tools that they made them; nothing
    where it names no predicate, or is too long to be a heading."""
    if len(heading) > 90:
        return ()
    found = [section for section in _sections() if section.words.search(heading)]
    return tuple(section for index, section in enumerate(found) if not index or section.also)


CELL_END = re.compile(r"[|\t:：]")


def listed_names(section: Section, sentence: MaskedSentence) -> tuple[Token, ...]:
    """The names of a row or bullet that its section speaks of."""
    predicate = section.frame.predicate
    wanted = predicate.subject & {"campaign"} if section.reversed else predicate.object
    fitting = [
        token for token in sentence.tokens if token.type in wanted and token.referent and not token.pronoun
    ]
    if section.whole or section.reversed:
        # X が公表: who acts in a row is not what the heading speaks of; X の脆弱性 is a flaw and no victim.
        return tuple(
            t for t in fitting if not _patterns()["acts"].match(sentence.masked, sentence.place_of(t) + 1)
        )
    start = len(sentence.masked) - len(sentence.masked.lstrip("|-*•・ \t"))
    end = CELL_END.search(sentence.masked, start)
    limit = end.start() if end else len(sentence.masked)
    first = [token for token in fitting if sentence.place_of(token) < limit]
    if first or end is None:
        return tuple(first)
    # A first cell without a name is a label or a date: the second one holds the names.
    second = CELL_END.search(sentence.masked, end.end())
    limit = second.start() if second else len(sentence.masked)
    return tuple(token for token in fitting if sentence.place_of(token) < limit)
