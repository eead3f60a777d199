"""Settings: read once at the edge and passed down. The only file that reads the environment.

`SETTINGS` is the table of them all, so that help texts and documentation can be made from one place.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from urazuke.errors import SettingsError
from urazuke.vocab.tlp import TLP_LEVELS

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
    Setting(
        name="llm.url",
        variable="URAZUKE_LLM_URL",
        default="none: no language model is asked",
        help="The base address of an OpenAI-compatible endpoint, as http://127.0.0.1:11434/v1.",
    ),
    Setting(
        name="llm.model",
        variable="URAZUKE_LLM_MODEL",
        default="none",
        help="The name of the model to ask there.",
    ),
    Setting(
        name="llm.key",
        variable="URAZUKE_LLM_KEY",
        default="none",
        help="The key of the endpoint, if it wants one.",
    ),
    Setting(
        name="llm.tlp",
        variable="URAZUKE_LLM_TLP",
        default="clear",
        help="The highest TLP marking that may leave this machine: clear, green, amber, amber+strict or red.",
    ),
    Setting(
        name="llm.parallel",
        variable="URAZUKE_LLM_PARALLEL",
        default="4",
        help="How many requests to the endpoint may be under way at once, 1 to 64.",
    ),
    Setting(
        name="llm.timeout_s",
        variable="URAZUKE_LLM_TIMEOUT",
        default="120",
        help="How long to wait for an answer, in seconds.",
    ),
    Setting(
        name="llm.price",
        variable="URAZUKE_LLM_PRICE",
        default="none: tokens are counted, costs are not",
        help="What a million tokens of question and of answer cost, as 3,15.",
    ),
)

DEFAULT_DATABASE = "urazuke.db"
DEFAULT_MAX_DOCUMENT_BYTES = 50_000_000
MAX_PARALLEL = 64
MAX_TIMEOUT_S = 3600.0
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmSettings:
    """Which language model may be asked, and how.

    `url` None: none. `tlp` is the highest marking that may leave this machine; `price` what a million tokens
    of question and of answer cost.
    """

    url: str | None = None
    model: str | None = None
    key: str | None = field(default=None, repr=False)
    tlp: str = "clear"
    parallel: int = 4
    timeout_s: float = 120.0
    price: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one run. `max_document_bytes` counts bytes; `language` is one of `LANGUAGES`."""

    database: str = DEFAULT_DATABASE
    max_document_bytes: int = DEFAULT_MAX_DOCUMENT_BYTES
    language: str = "en"
    cache: Path = Path(".cache/urazuke")
    llm: LlmSettings = LlmSettings()

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
            llm=_read_llm(values),
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


def _read_llm(values: Mapping[str, str]) -> LlmSettings:
    """The settings of the optional reader."""
    given = {
        name: values[f"URAZUKE_LLM_{name}"].strip() for name in _LLM if values.get(f"URAZUKE_LLM_{name}")
    }
    key = given.get("KEY")
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise SettingsError("holds a sign that no key has; copy it again", where="URAZUKE_LLM_KEY")
    tlp = given.get("TLP", "clear").lower().removeprefix("tlp:")
    if tlp not in TLP_LEVELS:
        raise SettingsError(
            f"“{tlp}” is no marking; give one of {', '.join(TLP_LEVELS)}", where="URAZUKE_LLM_TLP"
        )
    parallel = given.get("PARALLEL", "4")
    count = _read_number(parallel)
    if count is None or not count.is_integer() or not 1 <= count <= MAX_PARALLEL:
        raise SettingsError(
            f"“{parallel}” is no number of requests; give 1 to {MAX_PARALLEL}", where="URAZUKE_LLM_PARALLEL"
        )
    return LlmSettings(
        url=_check_url(given["URL"]) if "URL" in given else None,
        model=given.get("MODEL"),
        key=key,
        tlp=tlp,
        parallel=int(count),
        timeout_s=_read_timeout(given.get("TIMEOUT", "120")),
        price=_read_price(given["PRICE"]) if "PRICE" in given else None,
    )


_LLM = ("URL", "MODEL", "KEY", "TLP", "PARALLEL", "TIMEOUT", "PRICE")


def _check_url(value: str) -> str:
    """An address that can be asked. One with a name and password in it would end up in messages."""
    try:
        parts = urlsplit(value)
        fits = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
            and "@" not in parts.netloc
            and not (parts.query or parts.fragment)
            and value.isascii()
            and value.isprintable()
            and " " not in value
        )
    except ValueError:
        fits = False
    if not fits:
        # The value is not repeated: it may hold a password.
        raise SettingsError(
            "is not the base address of an endpoint; give one like http://127.0.0.1:11434/v1, and keys in "
            "URAZUKE_LLM_KEY",
            where="URAZUKE_LLM_URL",
        )
    return value


def _read_timeout(value: str) -> float:
    seconds = _read_number(value)
    if seconds is None or not 0 < seconds <= MAX_TIMEOUT_S:
        raise SettingsError(
            f"“{value}” is no time to wait; give seconds, above 0 and up to {MAX_TIMEOUT_S:.0f}",
            where="URAZUKE_LLM_TIMEOUT",
        )
    return seconds


def _read_price(value: str) -> tuple[float, float]:
    numbers = [_read_number(part.strip()) for part in value.split(",")]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        raise SettingsError(
            f"“{value}” is no pair of prices; give those of a million tokens asked and answered, as 3,15",
            where="URAZUKE_LLM_PRICE",
        )
    return numbers[0], numbers[1]


def _read_number(value: str) -> float | None:
    """A plain decimal number from 0 on; None for anything else."""
    digits = value.replace(".", "", 1)
    return float(value) if digits.isascii() and digits.isdigit() and len(value) < 13 else None
