"""Everything that is peculiar to SQLite: opening, transactions, inserting what may be there, full text.

Another database needs these functions again, and nothing else of ``store``.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from urazuke.store.folding import Query, cut_tokens, make_grams

MAX_PARAMETERS = 10_000
"""How many values to pass in one statement; SQLite takes 32,766 at most."""

_BUSY_TIMEOUT_S = 30
_FULL_TEXT = (
    # These hold tokens, `renditions` the text. "ascii" parts at ASCII punctuation and leaves tokens be.
    "CREATE VIRTUAL TABLE text_index USING fts5(tokens, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE name_index USING fts5(tokens, content='', tokenize='ascii')",
)


def make_engine(path: Path) -> Engine:
    """An engine on a file; nothing is opened yet.

    Writers say ``execution_options(writes=True)`` before they begin.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": _BUSY_TIMEOUT_S, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # else the driver begins and commits where it sees fit
    cursor = connection.cursor()
    # WAL: readers go on while one writes. With it, "normal" stays consistent when a process or machine dies.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "cache_size = -65536",
        "wal_autocheckpoint = 8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that has read before can't wait for it, but fails.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_full_text(connection: Connection) -> None:
    """Create the full-text tables."""
    for statement in _FULL_TEXT:
        connection.exec_driver_sql(statement)


def insert_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert rows, passing over those that are there; the number of rows inserted."""
    if not rows:
        return 0
    return connection.execute(_insert_missing(table), rows).rowcount


@cache  # to build a statement takes longer than to run it
def _insert_missing(table: Table) -> Insert:
    return insert(table).on_conflict_do_nothing()


def add_counts(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], counts: Sequence[str]
) -> None:
    """Insert rows; where one of the same unique key is there, add to its counts instead."""
    if not rows:
        return
    keys = tuple(column for column in rows[0] if column not in counts)
    connection.execute(_add_counts(table, keys, tuple(counts)), rows)


@cache
def _add_counts(table: Table, keys: tuple[str, ...], counts: tuple[str, ...]) -> Insert:
    statement = insert(table)
    added = {count: table.c[count] + statement.excluded[count] for count in counts}
    return statement.on_conflict_do_update(index_elements=keys, set_=added)


def index_text(connection: Connection, rendition_n: int, body: str) -> None:
    """Make a text searchable."""
    connection.execute(
        text("INSERT INTO text_index(rowid, tokens) VALUES (:n, :tokens)"),
        {"n": rendition_n, "tokens": " ".join(cut_tokens(body))},
    )


def index_names(connection: Connection, normals: dict[int, str]) -> None:
    """Make name keys searchable by likeness: by `n` their normal forms."""
    if normals:
        rows = [{"n": n, "tokens": " ".join(make_grams(normal))} for n, normal in normals.items()]
        connection.execute(text("INSERT INTO name_index(rowid, tokens) VALUES (:n, :tokens)"), rows)


def search_texts(
    connection: Connection, query: Query, limit: int, as_of: str | None
) -> list[tuple[int, float]]:
    """Renditions that hold all words, as (n, score), best first.

    Texts that hold the words in a row come before others.
    """
    words = [" OR ".join(map(_quote, variants)) for variants in query.words]
    match = " AND ".join(f"({word})" for word in words)
    if len(words) > 1:
        match = f"({match}) OR {_quote(query.phrases[0])}"
    sql = (
        "SELECT text_index.rowid, -bm25(text_index) AS score FROM text_index "
        "JOIN renditions ON renditions.n = text_index.rowid "
        "JOIN documents ON documents.n = renditions.document_n "
        "WHERE text_index MATCH :match AND (:as_of IS NULL OR documents.date <= :as_of) "
        "ORDER BY score DESC, documents.id LIMIT :limit"
    )
    rows = connection.execute(text(sql), {"match": match, "limit": limit, "as_of": as_of})
    return [(row.rowid, row.score) for row in rows]


def search_names(connection: Connection, normals: Sequence[str], limit: int) -> list[int]:
    """Name keys that share pairs of characters with one of `normals`, the rarer the pairs the earlier."""
    grams = dict.fromkeys(gram for normal in normals for gram in make_grams(normal[:64]))
    rows = connection.execute(
        text(
            "SELECT rowid FROM name_index WHERE name_index MATCH :match "
            "ORDER BY bm25(name_index), rowid LIMIT :limit"
        ),
        {"match": " OR ".join(f'"{gram}"' for gram in grams), "limit": limit},
    )
    return [row.rowid for row in rows]


def _quote(phrase: tuple[str, ...]) -> str:
    return f'"{" ".join(phrase)}"'  # tokens hold letters and digits alone, so there is nothing to escape
