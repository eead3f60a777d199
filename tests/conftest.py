"""What all tests share: expected outputs that are compared whole, and renewed by `make golden`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
sys.path.insert(0, str(GOLDEN.parent.parent))  # `pytest` finds tests.support, as `python -m pytest` does


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="renew the expected outputs in tests/golden")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)``: compare with the file ``tests/golden/NAME``, or write it with --golden."""
    renew = request.config.getoption("--golden") or "RENEW_GOLDEN" in os.environ

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if renew:
            path.write_text(text, "utf-8")
        assert path.exists(), f"{path.name} is not there; make it with: make golden"
        expected = path.read_text("utf-8")
        assert text.splitlines() == expected.splitlines(), f"{name} changed; if it should: make golden"

    return compare
