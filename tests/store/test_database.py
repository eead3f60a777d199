"""Opening a base: new, old, foreign, broken, and while another writes."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from tests.support.readings import SOURCE

from urazuke.errors import StoreError, UsageError
from urazuke.store import open_store, sqlite
from urazuke.store.migrations import migrate, read_version


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "base.db"


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_a_base_is_made_at_a_path_or_url_and_opened_again(path, form):
    open_store(form.format(path)).close()

    open_store(form.format(path), create=False).close()


def test_a_base_that_is_not_there_is_not_made_when_not_wanted(path):
    with pytest.raises(StoreError, match="ingest"):
        open_store(str(path), create=False)

    assert not path.exists()


def test_a_newer_base_is_refused_with_a_clear_sentence(path):
    open_store(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE schema_version SET version = 99")

    with pytest.raises(StoreError, match=r"base\.db: the base is of version 99.*use a newer urazuke"):
        open_store(str(path))


def test_a_database_of_another_program_is_refused(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE documents (id)")

    with pytest.raises(StoreError, match="another program"):
        open_store(str(path))


def test_a_file_that_is_no_database_is_refused(path):
    path.write_text("notes " * 1000)

    with pytest.raises(StoreError, match="not a knowledge base"):
        open_store(str(path))


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("postgresql://host/base", StoreError),
        ("https://example.com/", UsageError),
        ("sqlite://", UsageError),
        ("", UsageError),
        ("missing/folder/base.db", StoreError),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence(url, error, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(error):
        open_store(url)


def test_an_older_base_goes_through_the_steps_that_it_lacks(path):
    def add_colour(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE sources ADD COLUMN colour"))

    def paint(connection: Connection) -> None:
        connection.execute(text("UPDATE sources SET colour = 'red'"))

    open_store(str(path)).close()
    engine = sqlite.make_engine(path)
    for steps in ((add_colour,), (add_colour, paint), (add_colour, paint)):
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            migrate(connection, create=False, steps=steps)
            assert read_version(connection) == 1 + len(steps)
    engine.dispose()


def test_a_step_that_fails_leaves_the_base_as_it_was(path):
    def fail(connection: Connection) -> None:
        connection.execute(text("DROP TABLE exhibits"))
        raise RuntimeError

    open_store(str(path)).close()
    engine = sqlite.make_engine(path)
    with (
        pytest.raises(RuntimeError),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        migrate(connection, create=False, steps=(fail,))
    engine.dispose()

    open_store(str(path)).view().exhibits("any")


def test_readers_see_the_last_whole_state_while_another_writes(path):
    store = open_store(str(path))
    with store.writer() as writer:
        writer.add_source(SOURCE)

        assert list(open_store(str(path)).view().documents()) == []
    assert store.view().source(SOURCE.id) == SOURCE
    store.close()


def test_a_writer_that_waits_too_long_says_so(path, monkeypatch):
    monkeypatch.setattr(sqlite, "_BUSY_TIMEOUT_S", 0.05)
    one, other = open_store(str(path)), open_store(str(path))

    with one.writer(), pytest.raises(StoreError, match="another program is writing"), other.writer():
        pass
    one.close()
    other.close()


def test_the_package_alone_does_not_load_the_database_library():
    code = "import sys, urazuke.store.base, urazuke.store; sys.exit('sqlalchemy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
