"""What tests of the command line share: the program run in this process or in one of its own, and a base."""

import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

REPORTS = Path(__file__).resolve().parents[2] / "examples" / "reports"
DATE = "2024-01-01"


@dataclass(frozen=True)
class Program:
    """The program with settings of its own; nothing of the user's reaches it."""

    env: Mapping[str, str]

    def __call__(self, *arguments: object, input: str | bytes | None = None, **env: str) -> Result:
        """Run in this process: quick, with a standard output that is no terminal."""
        from urazuke.cli.main import main

        everything = {**dict.fromkeys(("LC_ALL", "LC_MESSAGES", "LANG")), **self.env, **env}
        result = CliRunner().invoke(main, [str(it) for it in arguments], input=input, env=everything)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def json(self, *arguments: object, **more: Any) -> Any:
        """What it prints as JSON."""
        result = self(*arguments, "--json", **more)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-c", "from urazuke.cli.main import main; main()", *map(str, arguments)]

    def process(self, *arguments: object, **more: Any) -> subprocess.CompletedProcess[bytes]:
        """Run in a process of its own."""
        env = {**self.env, **more.pop("env", {})}
        return subprocess.run(self.command(*arguments), capture_output=True, env=env, timeout=120, **more)

    def on_terminal(self, *arguments: object) -> str:
        """All that appears on a terminal of 100 columns."""
        controller, terminal = pty.openpty()
        env = {**self.env, "TERM": "xterm-256color", "COLUMNS": "100"}
        child = subprocess.Popen(
            self.command(*arguments), stdin=terminal, stdout=terminal, stderr=terminal, env=env
        )
        os.close(terminal)
        shown = b""
        while True:
            try:
                part = os.read(controller, 65536)
            except OSError:  # the last one closed its end
                break
            if not part:
                break
            shown += part
        child.wait(timeout=120)
        os.close(controller)
        return shown.decode("utf-8", "replace")


@pytest.fixture(scope="session")
def cache(tmp_path_factory) -> Path:
    """What the program compiles once, for all tests here."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def program_at(cache) -> Callable[[Path], Program]:
    """``program_at(path)``: the program with this knowledge base."""

    def make(path: Path) -> Program:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        return Program({**kept, "URAZUKE_DB": str(path), "URAZUKE_CACHE": str(cache), "URAZUKE_LANG": "en"})

    return make


@pytest.fixture
def program(tmp_path, program_at) -> Program:
    """The program with a knowledge base that is not there yet."""
    return program_at(tmp_path / "base.db")


@pytest.fixture(scope="session")
def full(tmp_path_factory, program_at) -> Program:
    """The program with the sample reports and all knowledge; only to be asked."""
    program = program_at(tmp_path_factory.mktemp("full") / "base.db")
    assert program("ingest", REPORTS, "--date", DATE).exit_code == 0
    return program


def rows(path: Path | str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, those of the full text too, in the order of writing."""
    with sqlite3.connect(path) as connection:
        tables = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        shown = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    connection.close()
    return shown
