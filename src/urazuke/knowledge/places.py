"""Countries, regions and cities: CLDR's names in three languages and the everyday names of our own tables."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from urazuke.knowledge.entry import Gate, LexiconEntry
from urazuke.knowledge.files import OWN_DATA
from urazuke.knowledge.fold import is_cjk
from urazuke.knowledge.gates import is_ordinary
from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_yaml

LOCALES = ("en", "ja", "zh_Hans", "zh_Hant")
CLDR, OWN = "cldr", "urazuke"

_SETTLEMENT = {"province": ("省", " Province"), "city": ("市", " City"), "prefecture": ("県", " Prefecture")}
_OMITTED = {"EU", "EZ", "QO", "XA", "XB", "ZZ", "UN"}
"""Codes of CLDR that name no country; the European Union is in our own table."""


@cache
def read_places() -> dict[str, Any]:
    """Our everyday names of countries, regions and cities abroad."""
    found: dict[str, Any] = read_yaml(OWN_DATA, "places.yml")
    return found


@cache
def read_cities() -> list[list[str]]:
    """Rows of provinces, prefectures and cities: [id, kind, parent, English, names …]."""
    found: list[list[str]] = read_yaml(OWN_DATA, "cities.yml")
    return found


def iter_cldr() -> Iterator[tuple[str, str, str]]:
    """(code in small letters, locale, name) of each country, region of ISO 3166 and continent of UN M49 in
    CLDR.
    """
    from babel import Locale

    for code in LOCALES:
        names = Locale.parse(code).territories
        for territory, name in sorted(names.items()):
            if territory not in _OMITTED and (territory.isalpha() or territory in read_places()["m49"]):
                yield read_places()["m49"].get(territory, territory.lower()), code, str(name)


def iter_places() -> Iterator[LexiconEntry]:
    """Every name of every place, each place's everyday English name first."""
    own = read_places()
    for kind in ("countries", "regions", "cities"):
        for id, row in own[kind].items():
            yield from _iter_row(id, row)
    for code, _, name in iter_cldr():
        yield LexiconEntry(name, EntityType.LOCATION, f"location:{code}", CLDR, grade_place(name))
    for row in read_cities():
        yield from _iter_settlement(row)


def grade_place(name: str) -> Gate:
    """Places in our letters want a capital where they are one word, since many are words or names too."""
    if any(map(is_cjk, name)):
        return Gate.OPEN if len(name) > 1 else Gate.CONTEXT
    return Gate.OPEN if " " in name and not is_ordinary(name.replace(" ", "")) else Gate.CASE


def _iter_row(id: str, row: dict[str, Any]) -> Iterator[LexiconEntry]:
    """The names of one row of places.yml: plain ones, adjectives, and those that need company."""
    concept = f"location:{id}"
    for name in (*row.get("names", ()), *row.get("adjectives", ())):
        yield LexiconEntry(name, EntityType.LOCATION, concept, OWN, grade_place(name))
    for name in row.get("context", ()):
        yield LexiconEntry(name, EntityType.LOCATION, concept, OWN, Gate.CONTEXT)


def _iter_settlement(row: list[str]) -> Iterator[LexiconEntry]:
    """The names of a province or city, alone and with its word (成都, 成都市).

    A name in round brackets is believed only with that word: alone it is also something else (开封, 三明).
    """
    id, kind, _, english, *others = row
    han, latin = _SETTLEMENT.get(kind, ("", ""))
    concept = f"location:{id}"
    yield LexiconEntry(english, EntityType.LOCATION, concept, OWN, grade_place(english))
    if latin and not english.endswith(latin):
        yield LexiconEntry(english + latin, EntityType.LOCATION, concept, OWN, Gate.OPEN)
    for other in others:
        name = other.strip("()")
        gate = Gate.CONTEXT if name != other else grade_place(name)
        yield LexiconEntry(name, EntityType.LOCATION, concept, OWN, gate)
        if han and any(map(is_cjk, name)) and not name.endswith(("省", "市", "県", "府")):
            yield LexiconEntry(name + han, EntityType.LOCATION, concept, OWN, Gate.OPEN)


def iter_parents() -> Iterator[tuple[str, str]]:
    """(place, the place that it lies in), both concept ids."""
    own = read_places()
    for id, row in (*own["countries"].items(), *own["cities"].items()):
        if "in" in row:
            yield f"location:{id}", f"location:{row['in']}"
    for id, _, parent, *_ in read_cities():
        yield f"location:{id}", f"location:{parent}"


def iter_adjectives() -> Iterator[tuple[str, str]]:
    """(adjective or demonym, the country's concept id)."""
    for id, row in read_places()["countries"].items():
        for name in row.get("adjectives", ()):
            yield name, f"location:{id}"


def iter_governments() -> Iterator[LexiconEntry]:
    """The government of each country, as reports call it: "Iranian government", 伊朗政府, イラン政府."""
    for id, row in read_places()["countries"].items():
        concept = f"organization:government-{id}"
        latin = [name for name in (*row.get("adjectives", ()), *row["names"]) if not any(map(is_cjk, name))]
        names = [f"{name} government" for name in latin if not name.endswith("s") or name == "United States"]
        names.append(f"government of {row['names'][0]}")
        names += [f"{name}政府" for name in row["names"] if any(map(is_cjk, name))]
        names += row.get("government", ())
        for name in names:
            yield LexiconEntry(name, EntityType.ORGANIZATION, concept, OWN, Gate.OPEN)
