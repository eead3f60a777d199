"""Settings: read once at the edge and passed down. The only file that reads the environment.

`SETTINGS` is the table of them all, so that help texts and documentation can be made from one place.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from urazuke.errors import SettingsError

LANGUAGES = ("en", "ja")
"""The languages that the interface speaks; the first stands in for every other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: the field of `Settings` that holds it, its environment variable, default in words, and
    help."""

    name: str
    variable: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="database",
        variable="URAZUKE_DB",
        default="urazuke.db",
        help="The knowledge base: a file name, or the URL of a database.",
    ),
    Setting(
        name="max_document_bytes",
        variable="URAZUKE_MAX_BYTES",
        default="50000000",
        help="The largest document that is read, in bytes.",
    ),
    Setting(
        name="language",
        variable="URAZUKE_LANG",
        default="the language of the locale, else en",
        help="The language of the interface: en or ja.",
    ),
    Setting(
        name="cache",
        variable="URAZUKE_CACHE",
        default="$XDG_CACHE_HOME/urazuke, else ~/.cache/urazuke",
        help="The folder for things that can be made again.",
    ),
)

DEFAULT_DATABASE = "urazuke.db"
DEFAULT_MAX_DOCUMENT_BYTES = 50_000_000
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run. `max_document_bytes` counts bytes; `language` is one of `LANGUAGES`."""

    database: str = DEFAULT_DATABASE
    max_document_bytes: int = DEFAULT_MAX_DOCUMENT_BYTES
    language: str = "en"
    cache: Path = Path(".cache/urazuke")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from `environ`, by default the process environment. An empty variable counts as
        unset.

        Raises:
            SettingsError: a variable has a value that can't be used.
        """
        values = os.environ if environ is None else environ
        return cls(
            database=values.get("URAZUKE_DB") or DEFAULT_DATABASE,
            max_document_bytes=_read_bytes(
                values.get("URAZUKE_MAX_BYTES") or str(DEFAULT_MAX_DOCUMENT_BYTES)
            ),
            language=_read_language(values),
            cache=_read_cache(values),
        )


def _read_bytes(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 19 and int(value) > 0):
        raise SettingsError(
            f"“{value}” is not a number of bytes; give a whole number above 0", where="URAZUKE_MAX_BYTES"
        )
    return int(value)


def _read_language(values: Mapping[str, str]) -> str:
    chosen = values.get("URAZUKE_LANG", "")
    if chosen:
        language = _primary_subtag(chosen)
        if language not in LANGUAGES:
            known = " or ".join(LANGUAGES)
            raise SettingsError(
                f"“{chosen}” is not a language of the interface; give {known}", where="URAZUKE_LANG"
            )
        return language
    # The first variable that is set decides, as in POSIX: LC_ALL=C silences a Japanese LANG.
    locale = next((values[name] for name in _LOCALE_VARIABLES if values.get(name)), "")
    language = _primary_subtag(locale)
    return language if language in LANGUAGES else LANGUAGES[0]


def _primary_subtag(value: str) -> str:
    """``ja`` of ``ja_JP.UTF-8``, ``ja-JP``, ``JA``."""
    return value.replace("-", "_").partition("_")[0].partition(".")[0].lower()


def _read_cache(values: Mapping[str, str]) -> Path:
    if chosen := values.get("URAZUKE_CACHE"):
        return Path(chosen)
    if base := values.get("XDG_CACHE_HOME"):
        return Path(base) / "urazuke"
    home = values.get("HOME")
    return (Path(home) if home else Path.home()) / ".cache" / "urazuke"
