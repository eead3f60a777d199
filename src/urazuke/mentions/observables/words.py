"""The word lists of this package, read once for each process."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from urazuke.errors import VocabularyError
from urazuke.vocab.load import read_yaml


def _read(name: str) -> Any:
    return read_yaml(__package__, name)


def _words(name: str, rows: Any) -> frozenset[str]:
    """A list of a file as a set. YAML reads a bare ``no`` as a truth value, which is caught here."""
    wrong = [row for row in rows if not isinstance(row, str)]
    if wrong:
        raise VocabularyError(f"has {wrong[0]!r} where a word belongs: put it in quotation marks", where=name)
    return frozenset(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefangWords:
    """``defang.yml``: what may stand for each sign, and `schemes` as they are written -> meant."""

    dots: tuple[str, ...]
    ats: tuple[str, ...]
    colons: tuple[str, ...]
    slashes: tuple[str, ...]
    schemes: dict[str, str]
    spaced_dot_endings: frozenset[str]
    not_before_spaced_dot: frozenset[str]
    not_after_spaced_dot: frozenset[str]
    not_before_spaced_at: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostWords:
    """``hosts.yml``, see there."""

    other_roots: frozenset[str]
    local_roots: frozenset[str]
    file_like: frozenset[str]
    code_like: frozenset[str]
    package_roots: frozenset[str]
    not_hosts: frozenset[str]
    schemes: frozenset[str]
    glue_schemes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWords:
    """``files.yml``, see there; `extensions` without their groups."""

    extensions: frozenset[str]
    pictures: frozenset[str]
    unix_roots: frozenset[str]
    registry_roots: frozenset[str]
    registry_short: dict[str, str]
    benign: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffixes:
    """Endings of host names. `roots`: last labels; `public`: suffixes that are no hosts themselves."""

    roots: frozenset[str]
    public: frozenset[str]


def _cases(words: list[str]) -> list[str]:
    """Each word in lower case, upper case and with a capital: cheaper than a pattern without case."""
    return [form for word in words for form in dict.fromkeys((word, word.upper(), word.capitalize()))]


@cache
def load_defang_words() -> DefangWords:
    """The words and signs of defanging."""
    data = _read("defang.yml")
    return DefangWords(
        dots=tuple(data["dots"]["signs"] + _cases(data["dots"]["words"])),
        ats=tuple(data["ats"]["signs"] + _cases(data["ats"]["words"])),
        colons=tuple(_cases(data["colons"]["words"])),
        slashes=tuple(_cases(data["slashes"]["words"])),
        schemes=dict(data["schemes"]),
        spaced_dot_endings=_words("defang.yml", data["spaced_dot_endings"]),
        not_before_spaced_dot=_words("defang.yml", data["not_before_spaced_dot"]),
        not_after_spaced_dot=_words("defang.yml", data["not_after_spaced_dot"]),
        not_before_spaced_at=_words("defang.yml", data["not_before_spaced_at"]),
    )


@cache
def load_host_words() -> HostWords:
    """What is and what is not a host name."""
    return HostWords(**{name: _words("hosts.yml", rows) for name, rows in _read("hosts.yml").items()})


@cache
def load_file_words() -> FileWords:
    """Names of files, folders and registry roots."""
    data = _read("files.yml")
    return FileWords(
        extensions=frozenset(
            ext for rows in data["extensions"].values() for ext in _words("files.yml", rows)
        ),
        pictures=_words("files.yml", data["pictures"]),
        unix_roots=_words("files.yml", data["unix_roots"]),
        registry_roots=_words("files.yml", data["registry_roots"]),
        registry_short=dict(data["registry_short"]),
        benign=_words("files.yml", data["benign"]),
    )


@cache
def load_labels() -> dict[str, Any]:
    """``labels.yml`` as it stands."""
    labels: dict[str, Any] = _read("labels.yml")
    return labels


@cache
def load_role_words() -> dict[str, Any]:
    """``roles.yml`` as it stands."""
    roles: dict[str, Any] = _read("roles.yml")
    return roles


@cache
def load_suffixes() -> Suffixes:
    """The public suffix list that ships with tldextract, without importing that library and its HTTP client.

    Raises:
        VocabularyError: the list is not where tldextract keeps it.
    """
    spec = find_spec("tldextract")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    path = folder / ".tld_set_snapshot"
    try:
        official = path.read_text("utf-8").partition("===BEGIN PRIVATE DOMAINS===")[0]
    except OSError as err:
        message = "the public suffix list cannot be read: install tldextract anew"
        raise VocabularyError(message, where=str(path)) from err
    rows = [row for row in official.split("\n") if row and row[0] not in "/!"]
    words = load_host_words()
    roots = frozenset(row.rpartition(".")[2] for row in rows) | words.other_roots
    return Suffixes(roots=roots, public=frozenset(row.removeprefix("*.") for row in rows if "." in row))
