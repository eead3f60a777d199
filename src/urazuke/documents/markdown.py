"""Markdown. The rendition is the body as written, markup and all, so that quotes are exact; front matter is
metadata."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

import yaml

from urazuke.documents.base import Content, Reader, clean_text, make_error
from urazuke.documents.header import read_timestamp
from urazuke.documents.plain import decode_or_report, make_plain_content, normalise_newlines
from urazuke.model.issue import Issue

_FRONT_MATTER = re.compile(r"\s*?---[ \t]*\n(?P<yaml>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_MAX_FRONT_MATTER = 20_000
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "publisher": ("publisher", "site_name", "site", "organization", "source"),
    "published": ("published", "date", "pubdate", "publish_date", "created"),
    "address": ("url", "canonical_url", "canonical", "link", "permalink"),
    "language": ("lang", "language", "locale"),
}


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The front matter of a Markdown text as fields of `Content`, and the body after it.

    Without front matter, or if it is no YAML mapping, there are no fields and the body is the whole text.
    """
    match = _FRONT_MATTER.match(text[:_MAX_FRONT_MATTER])
    if match is None:
        return {}, text
    values = _load_yaml(match["yaml"] or "")
    if values is None:
        return {}, text
    fields: dict[str, str] = {}
    for field, names in _FIELDS.items():
        value = next((values[name] for name in names if values.get(name) not in (None, "")), None)
        if (words := _make_value(field, value)) is not None:
            fields[field] = words
    return fields, text[match.end() :]


def _load_yaml(source: str) -> dict[str, object] | None:
    # Aliases could blow a few lines up to gigabytes, and front matter has no use for them.
    if re.search(r"(?m)(?:^|[\s:\[,{])[&*][A-Za-z0-9_]", source):
        return None
    try:
        values = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date that is none
        return None
    if values is None:
        return {}
    if not isinstance(values, dict):
        return None
    return {str(name).lower(): value for name, value in values.items()}


def _make_value(field: str, value: object) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat() if field == "published" else None
    if isinstance(value, date):
        return value.isoformat() if field == "published" else None
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    words = " ".join(str(value).split())
    if field == "published":
        return read_timestamp(words)
    if field == "address":
        return words if re.match(r"https?://\S+$", words) else None
    return words or None


def make_markdown_content(text: str) -> Content:
    """Blocks and metadata of a Markdown text; the front matter is left out of the rendition."""
    fields, body = split_front_matter(text)
    content = make_plain_content(body)
    return replace(content, **fields) if fields else content  # type: ignore[arg-type]


def _read(data: bytes, where: str) -> Iterator[Content | Issue]:
    decoded, issue = decode_or_report(data, where)
    if issue is not None:
        yield issue
    if decoded is None:
        return
    content = make_markdown_content(normalise_newlines(clean_text(decoded.text)))
    if content.text.strip():
        yield content
    else:
        yield make_error("empty", where, "there is front matter and no text below it; check how it was saved")


def _recognises(data: bytes) -> bool:
    head = data[:_MAX_FRONT_MATTER].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return re.match(rb"---[ \t]*\n[A-Za-z_]{1,30}:[ \n]", head) is not None


READER = Reader(
    name="markdown/1",
    media_type="text/markdown",
    suffixes=(".md", ".markdown", ".mkd"),
    recognises=_recognises,
    read=_read,
)
