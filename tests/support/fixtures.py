"""The sample case as fixtures: in a real store, in memory, and as a dossier."""

from collections.abc import Iterator

import pytest
from tests.support.cases import load_case, store_case
from tests.support.memory import MemoryView

from urazuke.outputs.dossier import Dossier, make_dossier
from urazuke.store.base import View


@pytest.fixture(scope="session")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    store = store_case("apt3", tmp_path_factory.mktemp("base") / "base.db")
    yield store.view()
    store.close()


@pytest.fixture(scope="session")
def memory() -> MemoryView:
    return MemoryView(*load_case("apt3"))


@pytest.fixture(scope="session")
def dossier(view: View) -> Dossier:
    return make_dossier(view, view.find_entities("APT3")[0].id, context_chars=80)
