"""Bringing a base to the form that this program knows.

One transaction: a base is of one version or another.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect, select, update

from urazuke.errors import StoreError
from urazuke.store import sqlite, tables

Step = Callable[[Connection], None]

STEPS: tuple[Step, ...] = ()
"""Step 0 takes a base from version 1 to 2, and so on.

A step that was released is never changed; what ``tables`` gains, a step adds to older bases.
"""


def migrate(connection: Connection, *, create: bool, steps: Sequence[Step] = STEPS) -> None:
    """Make the tables of a new base, or take an older one forward.

    Args:
        connection: In a transaction that may write.
        create: Whether an empty base is to be filled.
        steps: For each version after the first, what leads there.

    Raises:
        StoreError: the base is newer than the program, is no base of ours, or is empty and `create` is not
            set.
    """
    newest = 1 + len(steps)
    version = read_version(connection)
    if version is None:
        if not create:
            raise StoreError("there is no knowledge base here yet; 'urazuke ingest' makes one")
        tables.metadata.create_all(connection)
        sqlite.make_full_text(connection)
        connection.execute(tables.schema_version.insert().values(version=newest))
        return
    if version > newest:
        raise StoreError(
            f"the base is of version {version}, this program knows {newest} at most; use a newer urazuke"
        )
    for step in steps[version - 1 :]:
        step(connection)
    if version < newest:
        connection.execute(update(tables.schema_version).values(version=newest))


def read_version(connection: Connection) -> int | None:
    """The version of a base; None if it is empty.

    Raises:
        StoreError: it holds tables that are not ours.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    version: int | None = None
    if tables.schema_version.name in names and tables.documents.name in names:
        version = connection.execute(select(tables.schema_version.c.version)).scalar()
    if version is None:
        raise StoreError("this is a database of another program; give another path")
    return version
