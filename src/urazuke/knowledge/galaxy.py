"""misp-galaxy: clusters of groups and of software, read as records of names."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from urazuke.knowledge.concepts import Record
from urazuke.knowledge.files import galaxy_file
from urazuke.knowledge.gates import is_ordinary
from urazuke.model.mention import EntityType

SOURCE = "misp-galaxy"

_ATTACK_ID = re.compile(r"[GSC]\d{4}")
_NUMBER = re.compile(r" - (?:MOB-)?[SG]\d{4}$")
_TRAILING = re.compile(r"^(.*?)\s*[(（\[]([^()（）\[\]]*)[)）\]]\s*$")
_KIND_WORDS = re.compile(
    r"(?i)\b(?:ransomware|rat|stealer|loader|backdoor|botnet|trojan|downloader|dropper|locker|wiper|miner|worm|banker)$"
)
_UNNAMED = re.compile(
    r"(?i)^(?:unidentified|unnamed|unknown|n/a|none\b|fake\b|new\b|no name|various)|\bor\w* ?,|,"
)


def clean_names(value: str) -> tuple[str, ...]:
    """The names that one cell of a cluster holds: none, one, or two where a full-width bracket holds another.

    A plain bracket holds a platform or a kind ("FinFisher (ELF)"), never a name that can be relied on.
    """
    value = _NUMBER.sub("", value.strip().strip("\u200e\u200f")).removesuffix(" (Fake)")
    found = _TRAILING.match(value)
    names = [value]
    if found:
        names = [found[1], found[2]] if "（" in value else [found[1]]
    cleaned = (name.strip(" -–_") for name in names)
    return tuple(name for name in cleaned if len(name) >= 2 and not _UNNAMED.search(name))


@lru_cache(maxsize=2)
def read_cluster(cluster: str) -> Any:
    """The content of a cluster, as it is on disk; the last two stay at hand."""
    return galaxy_file(cluster).load()


def synonyms_of(value: dict[str, Any]) -> list[str]:
    """The synonyms of one value of a cluster; empty where it gives none."""
    found = (value.get("meta") or {}).get("synonyms") or []
    return [found] if isinstance(found, str) else [name for name in found if isinstance(name, str)]


def actor_names(cluster: str, value: dict[str, Any]) -> tuple[str, ...]:
    """The names of a group, main name first: "海莲花 - APT-C-00" of 360net is two."""
    main = str(value["value"])
    mains = [main]
    if cluster == "360net":
        mains = main.split(" - ")
        mains.sort(key=lambda name: not name.startswith("APT-C"))
    listed = [part for name in synonyms_of(value) for part in re.split(r"[,，]\s*", name)]
    names = (cleaned for name in (*mains, *listed) for cleaned in clean_names(name))
    return tuple(dict.fromkeys(name for name in names if not _ATTACK_ID.fullmatch(name)))


def iter_actors(cluster: str) -> Iterator[tuple[int, Record]]:
    """The groups and campaigns of one cluster of actors, each with the number of its value."""
    for number, value in enumerate(read_cluster(cluster)["values"]):
        names = actor_names(cluster, value)
        if names:
            yield number, Record(name=names[0], type=type_actor(value), source=SOURCE, synonyms=names[1:])


def type_actor(value: dict[str, Any]) -> EntityType:
    """Campaign where the cluster says that the name is of an operation alone, else group."""
    kinds = set((value.get("meta") or {}).get("threat-actor-classification") or ())
    return EntityType.CAMPAIGN if kinds and kinds <= {"campaign", "operation"} else EntityType.GROUP


def iter_software(cluster: str) -> Iterator[tuple[int, Record]]:
    """The malware and tools of one cluster of software, each with the number of its value."""
    for number, value in enumerate(read_cluster(cluster)["values"]):
        names = software_names(value)
        if names:
            yield number, Record(name=names[0], type=EntityType.MALWARE, source=SOURCE, synonyms=names[1:])


def software_names(value: dict[str, Any]) -> tuple[str, ...]:
    """The names of a piece of software, main name first; empty where it has none that can be sought.

    "Anatova Ransomware" is also called by its first word alone, where that is one of a kind.
    """
    mains = clean_names(str(value["value"]))
    if not mains:
        return ()
    names = [*mains, *(name for cell in synonyms_of(value) for name in clean_names(cell))]
    short = [_KIND_WORDS.sub("", name).strip() for name in names]
    more = [name for name in short if len(name) >= 5 and not is_ordinary(name.replace(" ", ""))]
    return tuple(name for name in dict.fromkeys((*names, *more)) if not _ATTACK_ID.fullmatch(name))
