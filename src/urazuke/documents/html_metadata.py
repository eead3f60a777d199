"""What a page says about itself: title, publisher, date of publication, canonical address, language.

Only what is written on the page counts. A date is taken at the precision given, never from the clock or from
the file.
"""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from urazuke.documents.header import read_timestamp

_MAX_LINKED_DATA = 300_000
_MAX_NODES = 2_000
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|WebPage|PublicationIssue|CreativeWork|Document)$")
_TITLE_NAMES = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_PUBLISHER_NAMES = (
    "og:site_name",
    "citation_publisher",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
)
_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish_date",
    "publish-date",
    "published_time",
    "pubdate",
    "publication_date",
    "date",
)
_URL_DATE = re.compile(r"/(20\d\d)[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))?(?=[/-]|$)")
_SEPARATOR = re.compile(r"\s+[|｜–—\-:：»·]\s+|\s*[|｜]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """`published` is an EDTF date, `address` an absolute URL, `language` as declared. None where the page is
    silent."""

    title: str | None
    publisher: str | None
    published: str | None
    address: str | None
    language: str | None


def read_metadata(root: Any) -> Metadata:
    """Read the metadata of a page from its lxml tree."""
    metas = _read_metas(root)
    article = _read_linked_data(root)
    address = _find_address(root, metas, article)
    publisher = _first(metas, _PUBLISHER_NAMES) or _name_of(article.get("publisher"))
    return Metadata(
        title=_find_title(root, metas, article, publisher),
        publisher=publisher or _host(address),
        published=_find_date(root, metas, article, address),
        address=address,
        language=_find_language(root, metas, article),
    )


def _read_metas(root: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if name := meta.get(attribute):
                metas.setdefault(name.strip().lower(), content[:1_000])
    return metas


def _read_linked_data(root: Any) -> dict[str, Any]:
    """The first article among the JSON-LD of the page, empty if there is none."""
    fallback: dict[str, Any] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or len(script.text or "") > _MAX_LINKED_DATA:
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _iter_nodes(data):
            types = node.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in names):
                if "WebPage" not in names:
                    return node
                fallback = fallback or node
    return fallback


def _iter_nodes(data: object) -> Iterator[dict[str, Any]]:
    queue: deque[object] = deque([data])
    for _ in range(_MAX_NODES):
        if not queue:
            return
        node = queue.popleft()
        if isinstance(node, dict):
            yield node
            queue.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            queue.extend(node)


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if metas.get(name)), None)


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name_of(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _words(value.get("name")) if isinstance(value, dict) else _words(value)


def _text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _find_title(
    root: Any, metas: dict[str, str], article: dict[str, Any], publisher: str | None
) -> str | None:
    title = _first(metas, _TITLE_NAMES) or _words(article.get("headline"))
    headings = [words for heading in root.iter("h1") if (words := _text_of(heading))][:5]
    if title is None and len(headings) == 1:
        title = headings[0]
    if title is None:
        element = next(root.iter("title"), None)
        title = _text_of(element) if element is not None else None
    if not title:
        return headings[0] if headings else None
    title = title[:500]
    # "Headline | Site": the heading of the page tells where the headline ends, or the name of the site where
    # that begins.
    for heading in headings:
        if len(heading) >= 8 and title.startswith(heading):
            return heading
    parts = list(_SEPARATOR.finditer(title))
    if parts and publisher and title[parts[-1].end() :].strip().casefold() == publisher.casefold():
        return title[: parts[-1].start()].strip() or title
    return title


def _find_date(root: Any, metas: dict[str, str], article: dict[str, Any], address: str | None) -> str | None:
    candidates: list[str | None] = [metas.get("article:published_time"), _words(article.get("datePublished"))]
    candidates += [metas.get(name) for name in _DATE_NAMES]
    for element in root.iter("time", "span", "div", "p", "abbr"):
        if (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None:
            candidates.append(element.get("datetime") or element.get("content") or _text_of(element)[:100])
    for candidate in candidates:
        if candidate and (found := read_timestamp(candidate)):
            return found
    return _find_time_element(root) or _find_date_in_address(address)


def _find_time_element(root: Any) -> str | None:
    """The first <time> of the page that stands before any text to speak of, or in the header of its
    article."""
    for time in root.iter("time"):
        if any(_is_aside(ancestor) for ancestor in time.iterancestors()):
            continue
        return read_timestamp(time.get("datetime") or "") or read_timestamp(_text_of(time)[:100])
    return None


def _is_aside(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return (
        element.tag in ("aside", "footer", "nav")
        or "related" in names
        or "sidebar" in names
        or "comment" in names
    )


def _find_date_in_address(address: str | None) -> str | None:
    match = _URL_DATE.search(address or "")
    return read_timestamp("-".join(part for part in match.groups() if part)) if match else None


def _find_address(root: Any, metas: dict[str, str], article: dict[str, Any]) -> str | None:
    candidates: list[object] = [
        link.get("href")
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    candidates += [metas.get("og:url"), article.get("url"), article.get("mainEntityOfPage")]
    for candidate in candidates:
        if isinstance(candidate, str) and re.match(r"https?://[^\s/]+\S*$", candidate.strip()):
            return candidate.strip()
    return None


def _host(address: str | None) -> str | None:
    match = re.match(r"https?://(?:[^/@]*@)?([^/:?#]+)", address or "")
    return match.group(1).lower().removeprefix("www.") if match else None


def _find_language(root: Any, metas: dict[str, str], article: dict[str, Any]) -> str | None:
    html = root if root.tag == "html" else root.find(".//html")
    declared = html.get("lang") if html is not None else None
    return (
        declared
        or metas.get("content-language")
        or _words(article.get("inLanguage"))
        or metas.get("og:locale")
    )
