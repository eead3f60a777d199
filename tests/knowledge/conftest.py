import pytest

from urazuke.knowledge.claims import iter_knowledge
from urazuke.knowledge.lexicon import Lexicon, load_lexicon
from urazuke.model.reading import Reading


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    return load_lexicon(tmp_path_factory.mktemp("lexicon"))


@pytest.fixture(scope="session")
def readings() -> dict[str, tuple[Reading, bytes]]:
    """Every table of knowledge by the last part of its address."""
    return {
        reading.document.address.split("/")[-1].split("-lookup")[0]: (reading, original)
        for reading, original in iter_knowledge()
    }
