"""Reading vocabulary files. A file is read once for each process."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from urazuke.errors import VocabularyError
from urazuke.model.claim import Level

_Loader: Any = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the C parser is ten times as fast where it is built


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """One row of ``predicates.yml``; see there for the meaning of the fields."""

    name: str
    subject: frozenset[str]
    object: frozenset[str]
    symmetric: bool = False
    conclusion: bool = False
    grade: float = 0.0

    @property
    def takes_date(self) -> bool:
        """Whether its object is a date."""
        return "date" in self.object


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodBand:
    """One ICD 203 expression with its band in per cent."""

    words: str
    low: int
    high: int
    level: Level


def read_yaml(package: str, name: str) -> Any:
    """The content of the YAML file `name` that ships in `package`.

    Raises:
        VocabularyError: the file is not YAML.
    """
    try:
        return yaml.load(resources.files(package).joinpath(name).read_text("utf-8"), Loader=_Loader)
    except yaml.YAMLError as err:
        raise VocabularyError(f"is not valid YAML: {err}", where=f"{package}/{name}") from err


@cache
def read_patterns(
    package: str, name: str, section: str | None = None, flags: int = 0
) -> dict[str, re.Pattern[str]]:
    """The regular expressions by name of the YAML file `name` that ships in `package`, compiled.

    Args:
        package: Where the file is.
        name: What it is called.
        section: The key that holds them, where the file holds something else too. A section that is not there, as
            one of a language that the file says nothing of, holds none.
        flags: Of the module `re`, for all of them.

    Raises:
        VocabularyError: the file is not YAML, or one of them is no regular expression.
    """
    rows = read_yaml(package, name)
    return compile_patterns(rows.get(section, {}) if section else rows, f"{package}/{name}", flags)


def compile_patterns(rows: Mapping[str, str], where: str, flags: int = 0) -> dict[str, re.Pattern[str]]:
    """Regular expressions by name, compiled.

    Raises:
        VocabularyError: one of them is no regular expression; `where` tells the file that they are from.
    """
    compiled = {}
    for key, pattern in rows.items():
        try:
            compiled[key] = re.compile(pattern, flags)
        except re.error as err:
            raise VocabularyError(f"is not a regular expression: {err}", where=f"{where}: {key}") from err
    return compiled


@cache
def read_words(package: str, name: str, section: str) -> tuple[str, ...]:
    """The list of words under the key `section` of the YAML file `name` that ships in `package`.

    Raises:
        VocabularyError: the file is not YAML.
    """
    return tuple(read_yaml(package, name)[section])


@cache
def load_predicates() -> dict[str, Predicate]:
    """All predicates by name."""
    rows = read_yaml("urazuke.vocab", "predicates.yml")
    return {
        name: Predicate(
            name=name,
            subject=frozenset(row["subject"]),
            object=frozenset(row["object"]),
            symmetric=row.get("symmetric", False),
            conclusion=row.get("conclusion", False),
            grade=row.get("grade", 0.0),
        )
        for name, row in rows.items()
    }


@cache
def load_likelihood() -> tuple[dict[Level, LikelihoodBand], tuple[LikelihoodBand, ...]]:
    """The band that each level is shown as, and all bands from unlikely to likely."""
    rows = read_yaml("urazuke.vocab", "likelihood.yml")
    bands = tuple(LikelihoodBand(**{**row, "level": Level(row["level"])}) for row in rows["bands"])
    by_words = {band.words: band for band in bands}
    return {Level(level): by_words[words] for level, words in rows["levels"].items()}, bands
