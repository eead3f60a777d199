"""What is known before any report, as documents and claims with a source, like those of any report.

Reach for it when a knowledge base is to be filled with knowledge that can be quoted, weighed and
contradicted.
"""

from collections.abc import Iterator

from urazuke.ids import hash_bytes, make_id
from urazuke.knowledge import claims_attack, claims_galaxy, claims_own
from urazuke.knowledge.compile import join_tables
from urazuke.knowledge.files import (
    ACTOR_CLUSTERS,
    ATTACK_FILES,
    OWN_FILES,
    SOFTWARE_CLUSTERS,
    attack_file,
    galaxy_file,
    own_file,
)
from urazuke.knowledge.index import ThingIndex
from urazuke.model.document import Source
from urazuke.model.reading import Reading

_REASONS = {
    claims_galaxy.NAME: "a community's tables of groups and malware; much in them is repeated unchecked",
    claims_attack.NAME: "MITRE's curated knowledge base of public reports",
    claims_own.CLDR_NAME: "the Unicode consortium's names of countries and regions",
    claims_own.NAME: "names gathered for this program from public reporting",
}


def knowledge_sources() -> tuple[Source, ...]:
    """The sources of all knowledge. None is graded: that is for the analyst to do."""
    return tuple(
        Source(id=make_id("src", name), name=name, reason=reason) for name, reason in _REASONS.items()
    )


def iter_knowledge() -> Iterator[tuple[Reading, bytes]]:
    """Every table as a reading, with the bytes that it was read from; made one after another as they are
    asked for.

    Add :func:`knowledge_sources` to a store first. Ids depend on the tables alone, so that a second run
    changes nothing.

    Raises:
        VocabularyError: a table is missing or broken.
    """
    index = ThingIndex(join_tables())
    yield from claims_own.iter_documents(index)
    yield from claims_attack.iter_documents(index)
    yield from claims_galaxy.iter_documents(index)


def knowledge_hashes() -> tuple[str, ...]:
    """The hashes of all tables that are files: a base that holds all of them needs no table read again."""
    files = [attack_file(kind) for kind in ATTACK_FILES if kind != "infrastructure"]
    files += [galaxy_file(cluster) for cluster in (*ACTOR_CLUSTERS, *SOFTWARE_CLUSTERS)]
    files += [own_file(name) for name in OWN_FILES]
    return tuple(hash_bytes(file.read()) for file in files)
