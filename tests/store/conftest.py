from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.readings import INGESTED, SOURCE, original

from urazuke.model.reading import Reading
from urazuke.store import open_store
from urazuke.store.base import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "base.db"))
    yield opened
    opened.close()


@pytest.fixture
def add(store: Store):
    def add_readings(*readings: Reading, ingested: str = INGESTED) -> list[bool]:
        with store.writer() as writer:
            writer.add_source(SOURCE)
            return [writer.add_reading(reading, original(reading), ingested) for reading in readings]

    return add_readings
