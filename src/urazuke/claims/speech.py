"""Who says it: the speaker of each part of a sentence (``speech.yml``)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from urazuke.claims.frames import compile_pattern
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.claims", "speech.yml", "patterns")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker, the part of the masked sentence that the attribution covers, and where its own words begin.

    `source`: it is named as where the words are from ("according to"), not as the subject of a verb. `partners`
    are those who say the same with it ("CISA, the NSA and the FBI said").
    """

    referent: str
    start: int
    end: int
    words_start: int
    source: bool
    partners: tuple[str, ...] = ()
    words_end: int = 0


@dataclass(frozen=True, slots=True)
class _Speech:
    patterns: tuple[tuple[str, bool, re.Pattern[str]], ...]
    indictment: re.Pattern[str] | None
    first_person: re.Pattern[str] | None
    goes_on: re.Pattern[str] | None
    report: re.Pattern[str] | None


@cache
def _speech(language: str) -> _Speech:
    data: dict[str, Any] = read_yaml("urazuke.claims", "speech.yml").get(language, {})
    return _Speech(
        tuple(
            (
                row["reach"],
                row.get("source", row["reach"] == "sentence"),
                re.compile(compile_pattern(row["pattern"], "", None, f"{language}-speech-{index}"), re.I),
            )
            for index, row in enumerate(data.get("patterns", ()))
        ),
        re.compile(data["indictment"], re.I) if "indictment" in data else None,
        re.compile(data["first_person"]) if "first_person" in data else None,
        re.compile(data["goes_on"]) if "goes_on" in data else None,
        re.compile(data["report"]) if "report" in data else None,
    )


def find_attributions(
    sentence: MaskedSentence,
    language: str,
    *,
    publisher: str | None,
    prosecutor: str | None,
) -> tuple[Attribution, ...]:
    """All attributions in a sentence, outermost first.

    Args:
        sentence: The sentence.
        language: Whose wording to look for.
        publisher: The referent that "we" means; None where the document does not name its publisher.
        prosecutor: The referent that "the indictment" speaks for: the last that indicted somebody, or a court or a
            ministry of justice named before; None where there is none.
    """
    speech = _speech(language)
    found: list[Attribution] = []
    length = len(sentence.masked)
    for reach, source, pattern in speech.patterns:
        for match in pattern.finditer(sentence.masked):
            token = sentence.tokens_in(match.start("by"), match.end("by"))[0]
            if token.referent is None:
                continue
            if (
                reach == "before"
                and match.group().endswith("が")
                and any(not a.source and a.start < match.start() for a in found)
            ):
                continue  # A 省は、B が攻撃したと述べた: B is who is spoken of
            start = match.start("by") if reach == "before" or _is_turn(sentence.masked, match, source) else 0
            end = length
            if language == "zh" and reach == "before":
                end = _clause_end_of_reason(sentence.masked, match.start("by"), length)
            found.append(
                Attribution(
                    token.referent,
                    start,
                    end,
                    match.start(),
                    source,
                    _partners(sentence, token),
                    match.end(),
                )
            )
    if prosecutor and speech.indictment and (cue := speech.indictment.search(sentence.masked)):
        found.append(Attribution(prosecutor, 0, length, cue.start(), True))
    if (
        publisher
        and not found
        and speech.first_person
        and (cue := speech.first_person.search(sentence.masked))
    ):
        found.append(Attribution(publisher, 0, length, cue.start(), True))
    found.sort(key=lambda attribution: (attribution.words_start, -attribution.end))
    return tuple(found)


def _clause_end_of_reason(masked: str, place: int, length: int) -> int:
    """How far the words of a Chinese speaker reach: one in a clause of reason or concession speaks there alone."""
    if not _patterns()["reason"].search(masked, max(0, place - 60), place):
        return length
    end = masked.find("，", place)
    return length if end < 0 else end


def _is_turn(masked: str, match: re.Match[str], source: bool) -> bool:
    """Whether a speaker opens the main clause after a concession, which the text itself makes: "While X is …,
    Y believes that …"."""
    before = masked[: match.start("by")]
    return (
        not source
        and bool(_patterns()["concession"].match(before))
        and before.rstrip().endswith((",", ", the"))
    )


def _partners(sentence: MaskedSentence, token: Token) -> tuple[str, ...]:
    """The referents joined to a speaker by "and" directly before it."""
    partners: list[str] = []
    index = sentence.tokens.index(token)
    later = token
    while index > 0:
        earlier = sentence.tokens[index - 1]
        place = sentence.starts[index - 1]
        if sentence.masked[place - 1 : place] == "(" and index > 1:
            index -= 1  # the CISA of "Cybersecurity and … Agency (CISA), and the FBI"
            continue
        gap = sentence.masked[place + 1 : sentence.place_of(later)]
        if earlier.type != token.type or earlier.referent is None or not _patterns()["and"].fullmatch(gap):
            break
        if later is token and gap == ", ":
            break  # "… answers to the GRU, Mandiant said": an English list of two has an "and"
        partners.append(earlier.referent)
        index -= 1
        later = earlier
    return tuple(partners)


def goes_on(sentence: MaskedSentence, language: str) -> bool:
    """Whether a sentence by its form is said by whoever spoke before it: a quotation, or one that ends in …という。"""
    pattern = _speech(language).goes_on
    return bool(pattern and pattern.search(sentence.masked))


def is_of_report(text: str, language: str) -> bool:
    """Whether a piece of text speaks of a report, which goes on being the source when the text comes back to it."""
    pattern = _speech(language).report
    return bool(pattern and pattern.search(text))


def speakers_of(
    attributions: Sequence[Attribution], start: int, end: int, ends: frozenset[str], own: frozenset[str]
) -> tuple[str, ...]:
    """The speakers of the words at ``masked[start:end]``, outermost first, each once.

    `ends` are the ends of the claim: a group does not report on itself by being named. An end that is also in `own` may
    speak where it is named as a source ("on its website, the company …"), but not as the subject of a verb of speech.
    """
    names = [
        attribution.referent
        for attribution in attributions
        # What the words that name a speaker say of it (whose expert it is) the text itself says.
        if not (attribution.words_start <= start and end <= attribution.words_end)
        and attribution.start <= start
        and end <= attribution.end + 1
        and (attribution.referent not in ends or (attribution.source and attribution.referent in own))
    ]
    return tuple(dict.fromkeys(names))
