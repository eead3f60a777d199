"""The sample case that outputs are tested on."""

import pytest

from tests.support.cases import load_case
from tests.support.memory import MemoryView


@pytest.fixture(scope="session")
def view() -> MemoryView:
    return MemoryView(*load_case("apt3"))


@pytest.fixture(scope="session")
def apt3(view: MemoryView) -> str:
    return view.find_entities("APT3")[0].id
