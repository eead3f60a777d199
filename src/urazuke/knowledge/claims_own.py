"""Our own tables and CLDR as claims: names in three languages, where organizations are and what they are part
of.
"""

import json
from collections.abc import Iterator

import babel

from urazuke.knowledge import places, tables
from urazuke.knowledge.draft import Draft, Thing
from urazuke.knowledge.files import own_file
from urazuke.knowledge.index import ThingIndex
from urazuke.knowledge.naming import name_thing
from urazuke.model.mention import EntityType
from urazuke.model.reading import Reading

NAME = "urazuke tables"
CLDR_NAME = "CLDR"

_TYPES = {
    "organizations": EntityType.ORGANIZATION,
    "products": EntityType.PRODUCT,
    "sectors": EntityType.SECTOR,
}
_PLACED = {"groups": "groups", "software": "own-software"}


def iter_documents(index: ThingIndex) -> Iterator[tuple[Reading, bytes]]:
    """A document for each of our tables, and one for the names of countries in CLDR."""
    yield _write_cldr(index)
    for table, placed in _PLACED.items():
        draft, original = _start(table)
        for number, row in enumerate(tables.read_rows(table)):
            thing = index.placed(placed, number)
            if thing is not None:
                main, *others = tables.names_of(row)
                named = Thing(thing.concept, thing.type, main)
                name_thing(draft, index, named, others, f"/{number}", rule=f"{table}:names")
        yield draft.finish(), original
    for table, type in _TYPES.items():
        yield _write_table(table, type, index)
    yield _write_places()
    yield _write_cities()


def _start(table: str) -> tuple[Draft, bytes]:
    file = own_file(table)
    original = file.read()
    draft = Draft(
        original=original,
        address=file.name,
        title=f"urazuke: {table}",
        source=NAME,
        media_type="application/yaml",
    )
    return draft, original


def _write_table(table: str, type: EntityType, index: ThingIndex) -> tuple[Reading, bytes]:
    """Names, and of organizations where they are and what they belong to."""
    draft, original = _start(table)
    for number, row in enumerate(tables.read_rows(table)):
        path = f"/{number}"
        thing = Thing(tables.concept_of(row, type), type, row["name"])
        draft.name(thing, path, *tables.names_of(row))
        if "part_of" in row:
            whole = index.thing(f"{type.value}:{row['part_of']}")
            draft.claim(thing, "part-of", whole, f"{path}/part_of", rule=f"{table}:part_of")
        if "location" in row:
            place = index.thing(f"location:{row['location']}")
            draft.claim(thing, "located-at", place, f"{path}/location", rule=f"{table}:location")
    return draft.finish(), original


def _write_places() -> tuple[Reading, bytes]:
    draft, original = _start("places")
    own = places.read_places()
    for kind in ("countries", "regions", "cities"):
        for id, row in own[kind].items():
            names = [*row.get("names", ()), *row.get("adjectives", ()), *row.get("context", ())]
            thing = Thing(f"location:{id}", EntityType.LOCATION, names[0])
            draft.name(thing, f"/{kind}/{id}", *names)
    return draft.finish(), original


def _write_cities() -> tuple[Reading, bytes]:
    draft, original = _start("cities")
    for number, (id, _, _, english, *others) in enumerate(places.read_cities()):
        thing = Thing(f"location:{id}", EntityType.LOCATION, english)
        draft.name(thing, f"/{number}", *(name.strip("()") for name in others))
    return draft.finish(), original


def _write_cldr(index: ThingIndex) -> tuple[Reading, bytes]:
    """CLDR ships in a form of babel's own, so that the original kept is the list of names taken from it."""
    found: dict[str, list[str]] = {}
    for code, _, name in places.iter_cldr():
        names = found.setdefault(code, [])
        if name not in names:
            names.append(name)
    original = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True).encode()
    draft = Draft(
        original=original,
        address="cldr/territories.json",
        title=f"CLDR: names of countries and regions, as in babel {babel.__version__}",
        source=CLDR_NAME,
    )
    for code, names in sorted(found.items()):
        known = index.thing(f"location:{code}")
        draft.name(Thing(known.concept, EntityType.LOCATION, names[0]), f"/{code}", *names)
    return draft.finish(), original
