"""Reading the interface's words. One file per language, the same keys in each (a test sees to it)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from urazuke.errors import UsageError, VocabularyError
from urazuke.vocab.load import read_yaml

LANGUAGES = ("en", "ja")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language. `lang` is an ISO 639-1 code; keys are dotted paths (``card.names``)."""

    lang: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`, with ``{name}`` replaced from `values`.

        Raises:
            VocabularyError: there is no such key, or a value for it is missing.
        """
        try:
            text = self.texts[key]
            return text.format(**values) if values else text
        except KeyError as err:
            raise VocabularyError(
                f"has no text for {key!r} (or lacks the value {err})", where=f"labels/{self.lang}.yml"
            ) from None

    def get(self, key: str, default: str) -> str:
        """The text of `key`, or `default` where there is none: for words of open vocabularies."""
        return self.texts.get(key, default)

    def count(self, key: str, number: int) -> str:
        """A number with its noun: ``key.one`` or ``key.many``, with ``{n}`` replaced, digits grouped."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", n=f"{number:,}")

    def join(self, names: Iterable[str]) -> str:
        """Names in a row."""
        return ("、" if self.lang == "ja" else ", ").join(names)

    def type(self, name: str) -> str:
        """The word for an entity type."""
        return self.get(f"type.{name}", name)

    def relation(self, predicate: str, outward: bool = True) -> str:
        """A predicate as a short phrase, read from its subject (`outward`) or from its object."""
        return self.get(f"predicate.{predicate}.{'out' if outward else 'in'}", predicate.removeprefix("x-"))

    def sentence(self, subject: str, predicate: str, object: str) -> str:
        """A triple as a sentence."""
        pattern = self.texts.get(f"predicate.{predicate}.sentence")
        if pattern is None:
            return f"{subject} {predicate.removeprefix('x-')} {object}"
        return pattern.format(s=subject, o=object)


def _flatten(value: Any, prefix: str, into: dict[str, str]) -> None:
    for key, item in value.items():
        path = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(item, dict):
            _flatten(item, path, into)
        else:
            into[path] = str(item)


@cache
def labels(lang: str) -> Labels:
    """The words of `lang`, one of `LANGUAGES`.

    Raises:
        UsageError: there are no words in this language.
    """
    if lang not in LANGUAGES:
        raise UsageError(f"there are no labels in {lang!r}; use one of: {', '.join(LANGUAGES)}")
    texts: dict[str, str] = {}
    _flatten(read_yaml("urazuke.labels", f"{lang}.yml"), "", texts)
    return Labels(lang, MappingProxyType(texts))
