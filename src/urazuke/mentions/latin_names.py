"""Names in Latin letters: capitalised runs in English, any Latin run beside kana and kanji."""

import re
from collections.abc import Iterator
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.mentions.typing import type_by_context
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_TOKEN = r"[A-ZÀ-Þ][\w&’'+.-]*[\w+]|[A-Z]|[A-Z]\."
_RUN = re.compile(
    rf"(?<![\w@/.\[])(?:{_TOKEN})(?:(?: (?:of|for|and|&|de|al|el|bin|van|von|the)){{0,2}} (?:{_TOKEN}|\d{{1,5}}\b))*",
    re.ASCII,
)
_RUN_CJK = re.compile(
    r"(?<![A-Za-z0-9@/._\[\\-])[A-Za-z][A-Za-z0-9&’'+.-]*(?: [A-Z0-9][A-Za-z0-9&’'+.-]*)*(?![@\[\\])",
    re.ASCII,
)
_LOWER_CJK = re.compile(r"^[a-z]+$")
_JOINERS = re.compile(r"(?: (?:of|for|and|&|de|al|el|bin|van|von|the))+$", re.ASCII)


@cache
def _stop() -> frozenset[str]:
    return frozenset(read_yaml("urazuke.mentions", "stopwords.yml")["latin"])


@cache
def _heads() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    english = read_yaml("urazuke.mentions", "organizations.yml")["en"]
    heads = frozenset(word for head in english["heads"] for word in head.split())
    return heads, frozenset(english["shared"]), frozenset(english["heads"])


def find_latin_names(text: str, language: str) -> Iterator[Candidate]:
    """Runs of Latin words that look like a name; untyped where neither their words nor those beside them tell.

    In English a run must be capitalised and hold a word that is not a stop word; in Japanese and Chinese text
    every Latin run is looked at, because names are nearly all that is written so.
    """
    pattern = _RUN_CJK if language in ("ja", "zh") else _RUN
    for match in pattern.finditer(text):
        for start, end in _parts(text, match.start(), match.end(), language):
            run = text[start:end]
            type = _type_by_words(run) if language not in ("ja", "zh") or " " in run else None
            around = type_by_context(text, start, end)
            if language in ("ja", "zh") and around in _RENAMED:
                type = around  # ハクティビストグループである Green Army
            type = type or _type_by_shape(run) or around or _shared_head(run)
            # Mandiant Intelligence社: a company of more words than the known one that begins it.
            whole = " " in run and around is EntityType.ORGANIZATION and text.startswith("社", end)
            weight = 36 if whole else 22 if type else 8
            yield Candidate(span=Span(start, end), type=type, rule="latin-name", weight=weight)


_RENAMED = (EntityType.GROUP, EntityType.CAMPAIGN, EntityType.MALWARE)
_HONOURED = re.compile(r" ?(?:氏|さん|容疑者|被告|博士|教授)")


def _parts(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Trim stop words from both ends of a run; cut it at "and" unless an organization's name goes across."""
    run = text[start:end]
    run = run.rstrip(".’'-&")
    for word_end in ("’s", "'s"):
        run = run.removesuffix(word_end)
    if language == "en" and " and " in run and not _goes_across(run):
        offset = 0
        for part in run.split(" and "):
            yield from _trim(part, start + offset)
            offset += len(part) + 5
        return
    if _HONOURED.match(text, start + len(run)) and " " in run:
        yield start, start + len(run)  # Natalie Page氏: "Page" ends the name
        return
    yield from _trim(run, start)


_COMPANY_END = re.compile(
    r"(?:Company|Ltd|Inc|Limited|LLC|Corporation|Corp|Co|Administration|Agency|Commission|Committee|Center|Centre)$"
)


def _goes_across(run: str) -> bool:
    """Whether "and" stands within one name: "… Science and Technology Company", not "FBI and … Agency"."""
    first, _, rest = run.partition(" and ")
    return (
        bool(_COMPANY_END.search(rest.rstrip("., ")))
        and not first.isupper()
        and _type_by_words(first) is None
        and " and " not in rest
        and first.split()[0] != rest.split()[0]  # "Shanghai Firetech and Shanghai Siling … Center" are two
    )


def _trim(run: str, start: int) -> Iterator[tuple[int, int]]:
    stop = _stop()
    words = run.split(" ")
    while words and (words[0] in stop or words[0] in ("of", "for", "and", "&", "the", "de")):
        start += len(words[0]) + 1
        words = words[1:]
    while words and (
        (words[-1] in stop and words[-1] not in _heads()[0]) or words[-1] in ("of", "for", "and", "&", "the")
    ):
        words = words[:-1]
    name = _JOINERS.sub("", " ".join(words)).rstrip(".,’'-")
    if len(name) < 2 or name.isdigit() or _LOWER_CJK.match(name) or (len(words) == 1 and name in _heads()[0]):
        return
    yield start, start + len(name)


_MALWARE_SHAPE = re.compile(
    r"[A-Za-z0-9]*(?:[a-z0-9-](?:RAT|Spy|Loader|Stealer|Locker|Bot|Shell|Door|Wiper|Dropper|Miner|Logger|Ransom|Crypt|Worm)"
    r"|-botnet|[A-Z]{2,}RAT)"
)


def _type_by_shape(run: str) -> EntityType | None:
    """PeddleCheap-style names of malware, and names of people in pinyin: a family name and one or two syllables."""
    if " " not in run and _MALWARE_SHAPE.fullmatch(run):
        return EntityType.MALWARE
    return EntityType.PERSON if is_east_asian(run) else None


def is_east_asian(name: str) -> bool:
    """Whether a name is that of a Chinese or Korean person in Latin letters, with the family name first."""
    return bool(_pinyin().fullmatch(name) or _KOREAN.fullmatch(name))


_KOREAN = re.compile(
    r"(?:Kim|Park|Pak|Lee|Ri|Choe|Choi|Jong|Jon|Jang|Kang|Cho|Yun|Yoon|Han|Shin|Sin|Kwon|Hwang|Song|Rim|Im|O)"
    r" [A-Z][a-z]{1,5}(?:[ -][A-Z]?[a-z]{1,5})?"
)


@cache
def _pinyin() -> re.Pattern[str]:
    data = read_yaml("urazuke.mentions", "persons.yml")
    surnames = "|".join(sorted(data["pinyin_surnames"], key=len, reverse=True))
    initial, final = data["pinyin_initials"], "|".join(sorted(data["pinyin_finals"], key=len, reverse=True))
    syllable = rf"(?:(?:{'|'.join(sorted(initial, key=len, reverse=True))})?(?:{final}))"
    given = "[A-Z][a-z]*"
    return re.compile(rf"(?:{surnames}) (?={given}\b)(?i:{syllable}(?:[-']?{syllable})?)")


def _type_by_words(run: str) -> EntityType | None:
    heads, shared, _ = _heads()
    words = [word.strip(".,") for word in run.split()]
    if len(words) < 2:
        return None
    if any(word in heads and word not in shared for word in words):
        return EntityType.ORGANIZATION
    return None


def _shared_head(run: str) -> EntityType | None:
    """An ending such as "Group" or "Systems" makes an organization only where nothing else spoke."""
    words = run.split()
    return EntityType.ORGANIZATION if len(words) > 1 and words[-1] in _heads()[1] else None
