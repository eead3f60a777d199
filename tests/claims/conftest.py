import pytest
from tests.claims.reading import load_reader

from urazuke.pipeline import OfflineReader


@pytest.fixture(scope="session")
def reader() -> OfflineReader:
    return load_reader()
