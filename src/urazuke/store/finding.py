"""Full text and look-alike names, within one snapshot."""

from difflib import SequenceMatcher

from sqlalchemy import Connection, select

from urazuke.model.place import Span
from urazuke.store import sqlite, tables
from urazuke.store.base import SearchHit
from urazuke.store.folding import Query, find_phrase, read_query
from urazuke.store.graph import NameRow, read_names
from urazuke.store.library import Library
from urazuke.text.normal import fold_space, make_key

_AROUND = 60
"""Characters of text to show on each side of a match."""

_CANDIDATES = 200
_MIN_LIKENESS = 0.5
_MAX_NAME = 64


def search_texts(
    connection: Connection, library: Library, words: str, limit: int, as_of: str | None
) -> tuple[SearchHit, ...]:
    """Documents that hold all of `words`, best first; see :func:`read_query` for how words are read."""
    query = read_query(words)
    if not query.words or limit < 1:
        return ()
    scores = sqlite.search_texts(connection, query, limit, as_of)
    table = tables.renditions
    texts = {
        row.n: row for row in connection.execute(select(table).where(table.c.n.in_([n for n, _ in scores])))
    }
    shelved = library.read_shelved({row.document_n for row in texts.values()})
    hits = []
    for n, score in scores:
        text = texts[n].text
        match = _find_match(text, query)
        if match is not None:
            document = shelved[texts[n].document_n].document
            hits.append(
                SearchHit(document=document, match=match, excerpt=make_excerpt(text, match), score=score)
            )
    return tuple(hits)


def _find_match(text: str, query: Query) -> Span | None:
    return next((span for phrase in query.phrases if (span := find_phrase(text, phrase))), None)


def make_excerpt(text: str, match: Span) -> str:
    """The text around a match on one line, with … where it was cut."""
    start, end = max(0, match.start - _AROUND), min(len(text), match.end + _AROUND)
    cut = fold_space(text[start : match.start] + match.of(text) + text[match.end : end])
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"


def find_near_names(connection: Connection, name: str, limit: int, as_of: str | None) -> tuple[str, ...]:
    """Known names whose keys look like that of `name`, nearest first, each key in its most used spelling.

    Only the 200 keys that share the rarest pairs of characters are compared, so the cost is bounded.
    """
    wanted = make_key(name[: 4 * _MAX_NAME])[:_MAX_NAME]
    if not wanted or limit < 1:
        return ()
    spellings: dict[str, NameRow] = {}
    candidates = sqlite.search_names(connection, [wanted], _CANDIDATES)
    for row in read_names(connection, keys=candidates, as_of=as_of):
        best = spellings.setdefault(row.normal, row)
        if (-row.documents, row.name) < (-best.documents, best.name):
            spellings[row.normal] = row
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    ranked = []
    for normal, row in spellings.items():
        matcher.set_seq1(normal[:_MAX_NAME])
        if (likeness := matcher.ratio()) >= _MIN_LIKENESS:
            ranked.append((-likeness, -row.documents, row.name))
    return tuple(dict.fromkeys(name for _, _, name in sorted(ranked)))[:limit]
