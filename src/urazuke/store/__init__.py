"""The knowledge base: the only stage that speaks SQL."""

from urazuke.store.base import Store


def open_store(url: str, *, create: bool = True) -> Store:
    """Open a knowledge base, made or brought up to date where need be.

    Args:
        url: A path, or ``sqlite:///PATH``.
        create: Whether to make a base where there is none.

    Raises:
        StoreError: there is none and `create` is not set, it is newer than this program, or it can't be
            opened. UsageError: `url` is neither.
    """
    from urazuke.store.database import (
        open_database,
    )  # SQLAlchemy takes longer to import than most commands run

    return open_database(url, create=create)
