"""Names in Latin letters: capitalised runs in English, any Latin run beside kana and kanji."""

import re
from collections.abc import Iterator
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.mentions.typing import type_by_context
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "latin_names.yml")


# Latin letters beyond ASCII: Holešický, Präzision, Chổi.
_MORE = "À-ÖØ-öø-ɏḀ-ỿ"
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽƠƯẤẦẨẬẮẶẾỀỆỐỒỘỚỜỢỨỪỰ"
_TOKEN = rf"[A-Z]\.(?= [A-Z])|[{_UPPER}][\w{_MORE}&’'+.-]*[\w{_MORE}+]|[A-Z]|[A-Z]\."
_RUN = re.compile(
    rf"(?<![\w@.\[])(?<![^\w]/)(?<!^/)(?:{_TOKEN})"
    rf"(?:(?: (?:of|for|and|&|de|al|el|bin|van|von|the)){{0,2}} (?:{_TOKEN}|\d{{1,5}}\b))*",
    re.ASCII,
)
_RUN_CJK = re.compile(
    r"(?<![A-Za-z0-9@/._\[\\-])[A-Za-z][A-Za-z0-9&’'+._-]*(?: [A-Z0-9][A-Za-z0-9&’'+._-]*)*(?![@\[\\])",
    re.ASCII,
)
_LOWER_CJK = re.compile(r"^[a-z]+$")


@cache
def _stop() -> frozenset[str]:
    return frozenset(read_yaml("urazuke.mentions", "stopwords.yml")["latin"])


@cache
def _kinds() -> frozenset[str]:
    return frozenset(read_yaml("urazuke.mentions", "stopwords.yml")["kinds"])


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
            if language not in ("ja", "zh"):
                if _INITIALS.fullmatch(run):
                    continue
                if around is EntityType.PERSON and " " not in run and run.isupper():
                    around = EntityType.ORGANIZATION  # PST said
                if (
                    type is None
                    and _titles().search(text[max(0, start - 60) : start])
                    and is_person_name(run)
                ):
                    type = EntityType.PERSON
            if around is EntityType.GROUP and type is EntityType.ORGANIZATION and _MARTIAL.search(run):
                type = around  # the hacking group Sun Army
            if around is EntityType.PERSON:
                around = _shared_head(run) or around  # Harbour Security said
            type = type or _type_by_shape(run) or around or _shared_head(run)
            # Mandiant Intelligence社: a company of more words than the known one that begins it.
            whole = " " in run and around is EntityType.ORGANIZATION and text.startswith("社", end)
            weight = 36 if whole else 22 if type else 8
            yield Candidate(
                span=Span(start, end),
                type=type,
                rule="latin-name",
                weight=weight,
                tentative=type is EntityType.PRODUCT,
            )


_MARTIAL = re.compile(
    r" (?:Army|Team|Brigade|Legion|Crew|Corps|Force|Squad|Group|Division|Soldiers|Collective)$"
)
"""What hackers call themselves by, as armies and departments do."""
_RENAMED = (EntityType.GROUP, EntityType.CAMPAIGN, EntityType.MALWARE)


def _parts(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Trim stop words from both ends of a run; cut it after a possessive, and at "and" unless an organization's
    name goes across."""
    run = text[start:end]
    run = run.rstrip(".’'-&")
    for word_end in ("’s", "'s"):
        run = run.removesuffix(word_end)
    if language not in ("ja", "zh") and (cuts := _cuts(run)):
        position = 0
        for cut, after in [*cuts, (len(run), len(run))]:
            yield from _trim(run[position:cut], start + position)
            position = after
        return
    if _patterns()["honoured"].match(text, start + len(run)) and " " in run:
        yield start, start + len(run)  # Natalie Page氏: "Page" ends the name
        return
    yield from _trim(run, start)


_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")
"""U.S without its last full stop: the lexicon knows what it is."""


@cache
def _titles() -> re.Pattern[str]:
    """Titles before a person's name, at the beginning of a run or just before one."""
    data = read_yaml("urazuke.mentions", "persons.yml")
    return re.compile(rf"\b(?:{data['titles']}) (?=[A-Z]|$)")


def _after_title(run: str) -> int:
    """Where the person's name begins in "Norwegian Foreign Minister Ine Soreide"; 0 in a run that is no such thing."""
    ends = [match.end() for match in _titles().finditer(run)]
    return ends[-1] if ends and is_person_name(run[ends[-1] :]) else 0


def is_person_name(run: str) -> bool:
    """Whether what follows a title may be a person's name: up to four capitalised words, none of an organization."""
    words = run.split(" ")
    return (
        1 <= len(words) <= 4
        and all(word[:1].isupper() or word in ("al", "bin", "de", "van", "von", "der") for word in words)
        and words[-1][1:2].islower()
        and not any(word in _heads()[0] or word in _stop() or word in _names_data()[0] for word in words)
        and not _titles().match(run + " ")
    )


_POSSESSIVE = re.compile(r"[’']s (?=[A-Z])")


def _cuts(run: str) -> list[tuple[int, int]]:
    """Where a run of capitalised words is several names: after each possessive that begins no name of its own
    ("Justice Department’s | National Security Division", but "People's Liberation Army"), and at "and"."""
    own = _names_data()[1]
    cuts = [
        match.span()
        for match in _POSSESSIVE.finditer(run)
        if run[: match.start()].rpartition(" ")[2] not in own
    ]
    cuts += [(match.start(), match.end()) for match in _patterns()["linked"].finditer(run)]
    return sorted(
        cuts + [match.span() for match in _patterns()["and"].finditer(run) if not _goes_across(run, match)]
    )


@cache
def _names_data() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words for fields that "and" joins within a name, words whose possessive begins a name, and given names."""
    english = read_yaml("urazuke.mentions", "organizations.yml")["en"]
    given = read_yaml("urazuke.mentions", "persons.yml")["given_names"]
    return frozenset(english["fields"]), frozenset(english["possessives"]), frozenset(given.split())


def _goes_across(run: str, joint: re.Match[str]) -> bool:
    """Whether the "and" at `joint` stands within one name: "… Science and Technology Company", not
    "FBI and … Agency"."""
    first, rest = run[: joint.start()], run[joint.end() :]
    if len(joint.group()) > len(" and "):
        return False  # "… of the Harbour Institute and of News Corp"
    fields, heads = _names_data()[0], _heads()[0]
    joined = {first.rpartition(" ")[2], rest.partition(" ")[0]} <= fields
    if joined and (_type_by_words(run) is not None or rest.rpartition(" ")[2] in heads):
        return True
    return (
        bool(_patterns()["company_end"].search(rest.rstrip("., ")))
        and not first.isupper()
        and _type_by_words(first) is None
        and " and " not in rest
        and not rest.startswith("the ")
        and first.split()[0] != rest.split()[0]  # "Shanghai Firetech and Shanghai Siling … Center" are two
    )


def _trim(run: str, start: int) -> Iterator[tuple[int, int]]:
    stop = _stop()
    if named := _after_title(run):
        yield start + named, start + len(run)
        return
    words = run.split(" ")
    while words and (
        (words[0] in stop and not _opens_name(words)) or words[0] in ("of", "for", "and", "&", "the", "de")
    ):
        start += len(words[0]) + 1
        words = words[1:]
    while words and (
        (words[-1] in stop and words[-1] not in _heads()[0]) or words[-1] in ("of", "for", "and", "&", "the")
    ):
        words = words[:-1]
    name = _patterns()["joiners"].sub("", " ".join(words)).rstrip(".,’'-")
    if (
        len(name) < 2
        or name.isdigit()
        or _LOWER_CJK.match(name)
        or (len(words) == 1 and (name in _heads()[0] or name in _kinds()))
    ):
        return
    yield start, start + len(name)


_NEW = frozenset(
    ("York", "Zealand", "Delhi", "Jersey", "Mexico", "Hampshire", "Orleans", "England", "Brunswick")
)


def _opens_name(words: list[str]) -> bool:
    """Whether a word that is no name by itself begins one: Threat Hunter Team, News Corp, New York Post."""
    if words[0] == "New":
        return len(words) > 1 and words[1] in _NEW
    heads, shared, _ = _heads()
    last = words[-1].strip(".,")
    if len(words) > 2 and words[0] in heads and words[1] in ("of", "for"):
        return True  # Ministry of Defence of the Netherlands
    return (
        words[0] in _openers()
        and last in heads
        and (len(words) > 2 or (len(words) > 1 and last not in shared))
    )


@cache
def _openers() -> frozenset[str]:
    return frozenset(read_yaml("urazuke.mentions", "stopwords.yml")["opens_name"])


def is_malware_shaped(name: str) -> bool:
    """Whether a name ends as those of malware do: ChromeLoader, TigerRAT."""
    return bool(_patterns()["malware_shape"].fullmatch(name))


def _type_by_shape(run: str) -> EntityType | None:
    """PeddleCheap-style names of malware, and names of people in pinyin: a family name and one or two syllables."""
    if is_malware_shaped(run):
        return EntityType.MALWARE
    return EntityType.PERSON if is_east_asian(run) or _has_given_name(run) else None


def _has_given_name(run: str) -> bool:
    """Whether a run of two to four capitalised words begins with a given name: Anton Cherepanov, Sue J. Bai."""
    words = run.split(" ")
    return (
        2 <= len(words) <= 4
        and words[0] in _names_data()[2]
        and all(word[0].isupper() or word in ("al", "bin", "de", "van", "von") for word in words)
        and words[-1][1:].islower()
        and not any(word in _heads()[0] or word in _stop() for word in words)
    )


def is_east_asian(name: str) -> bool:
    """Whether a name is that of a Chinese or Korean person in Latin letters, with the family name first."""
    return bool(_pinyin().fullmatch(name) or _patterns()["korean"].fullmatch(name))


@cache
def _pinyin() -> re.Pattern[str]:
    data = read_yaml("urazuke.mentions", "persons.yml")
    surnames = "|".join(sorted(data["pinyin_surnames"], key=len, reverse=True))
    initial, final = data["pinyin_initials"], "|".join(sorted(data["pinyin_finals"], key=len, reverse=True))
    syllable = rf"(?:(?:{'|'.join(sorted(initial, key=len, reverse=True))})?(?:{final}))"
    given = "[A-Z][a-z]*"
    rare = "|".join(data["pinyin_rare"])
    return re.compile(
        rf"(?:{surnames}) (?={given}\b)(?i:{syllable}(?:[-']?{syllable})?)"
        rf"|(?:{rare}) (?=[A-Z][a-z]{{4}})(?={given}\b)(?i:{syllable}[-']?{syllable})"
    )


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
