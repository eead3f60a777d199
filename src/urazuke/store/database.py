"""A knowledge base in a database that is open."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from urazuke.errors import NoBaseError, StoreError, UsageError
from urazuke.store import sqlite, tables
from urazuke.store.graph import chunk
from urazuke.store.migrations import STEPS, migrate, read_version
from urazuke.store.view import SqlView
from urazuke.store.writer import SqlWriter


class SqlStore:
    """A :class:`urazuke.store.base.Store` on an engine whose tables are up to date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def writer(self) -> Iterator[SqlWriter]:
        """A unit of work: committed at the end of the context, or if it is left by an error not at all.

        Raises:
            StoreError: the base can't be written: the disk is full, or another program has been writing for
                30 seconds.
        """
        try:
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield SqlWriter(connection)
        except DatabaseError as err:
            raise _explain(err, self._engine.url.database) from err

    def view(self, as_of: str | None = None) -> SqlView:
        """Questions, as of a date."""
        return SqlView(self._engine, as_of)

    def has_documents(self, sha256: Sequence[str]) -> frozenset[str]:
        """Which of these hashes of originals are there already."""
        table = tables.documents
        found: set[str] = set()
        try:
            with self._engine.begin() as connection:
                for part in chunk(set(sha256)):
                    found.update(
                        connection.execute(select(table.c.sha256).where(table.c.sha256.in_(part))).scalars()
                    )
        except DatabaseError as err:
            raise _explain(err, self._engine.url.database) from err
        return frozenset(found)

    def close(self) -> None:
        """Close all connections. The store can't be used afterwards."""
        self._engine.dispose()


def open_database(url: str, *, create: bool = True) -> SqlStore:
    """Open a base; see :func:`urazuke.store.open_store`."""
    path = _read_path(url)
    if not path.exists() and not (create and path.parent.is_dir()):
        missing = "there is no knowledge base here yet; 'urazuke ingest' makes one"
        raise NoBaseError(
            missing if path.parent.is_dir() else "the folder is not there; make it first", where=str(path)
        )
    engine = sqlite.make_engine(path)
    try:
        with engine.begin() as connection:
            version = read_version(connection)
        if version != 1 + len(STEPS):
            with engine.connect().execution_options(writes=True) as connection, connection.begin():
                migrate(connection, create=create)
    except DatabaseError as err:
        engine.dispose()
        raise _explain(err, str(path)) from err
    except StoreError as err:
        engine.dispose()
        raise StoreError(err.message, where=str(path)) from None
    return SqlStore(engine)


def _read_path(url: str) -> Path:
    scheme, mark, _ = url.partition("://")
    if not mark:
        path = url.removeprefix("file:")
    elif scheme.startswith("postgres"):
        raise StoreError("PostgreSQL is not there yet; give a path, or sqlite:///PATH")
    elif scheme != "sqlite":
        raise UsageError("a knowledge base is a path, or sqlite:///PATH", where=url)
    else:
        try:
            path = make_url(url).database or ""
        except ArgumentError:
            path = ""
    if path in ("", ":memory:"):
        raise UsageError("a knowledge base needs a file; give a path, or sqlite:///PATH", where=url or None)
    return Path(path)


def _explain(err: DatabaseError, where: str | None) -> StoreError:
    code = getattr(err.orig, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_NOTADB:
        return StoreError("this is not a knowledge base; give another path", where=where)
    if code is not None and code & 0xFF == sqlite3.SQLITE_BUSY:
        return StoreError("another program is writing here; try again when it has finished", where=where)
    return StoreError(f"the database says: {err.orig}", where=where)
