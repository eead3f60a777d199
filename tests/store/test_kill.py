"""A run that is killed at any moment and started again ends in the very rows of a run that was left alone."""

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from tests.support.readings import SOURCE, Thing, group, judge, make_reading, original

from urazuke.model.document import DocumentKind
from urazuke.model.judgement import Verdict
from urazuke.model.mention import EntityType
from urazuke.model.reading import Reading
from urazuke.store import open_store

NAMES = ["Amber Fox", "Birch Fox", "Cedar Fox", "Dahlia Fox", "Elder Fox"]
KILLS = 80


def make_readings() -> list[Reading]:
    """40 documents with versions, shared names, and names that two concepts quarrel about."""
    choose = random.Random(7)
    readings = []
    for i in range(40):
        head, other, third = choose.sample(NAMES, 3)
        concept = choose.choice([None, None, "group:amber", "group:birch"])
        malware = Thing((f"Tool {i % 6}", f"Backdoor.Tool{i % 6}"), EntityType.MALWARE)
        readings.append(
            make_reading(
                f"report {i}",
                [group(head, other, concept=concept), group(third), malware],
                [(head, "uses", malware.names[0]), (third, "overlaps-with", head)],
                address=f"https://example.com/{i % 30}",
                published=choose.choice([None, "2015", "2016-03", "2016-03-04"]),
                kind=DocumentKind.KNOWLEDGE if i % 13 == 0 else DocumentKind.REPORT,
            )
        )
    return readings


def run(path: Path) -> None:
    """All the work, one document at a time. What was done before is passed over."""
    store = open_store(str(path))
    readings = make_readings()
    for i, reading in enumerate(readings):
        with store.writer() as writer:
            writer.add_source(SOURCE)
            writer.add_reading(reading, original(reading), f"2024-06-01T12:00:{i:02}Z")
    judgement = judge("Amber Fox", Verdict.DIFFERENT, "Birch Fox")
    with store.writer() as writer:
        writer.add_judgement(judgement)
    with store.writer() as writer:
        writer.withdraw_document(readings[3].document.id, "retracted", "2024-06-02")
    with store.writer() as writer:
        writer.withdraw_judgement(judgement.id, "a mistake", "2024-06-03")
    store.close()


def timed(path: Path) -> float:
    """The seconds that the whole work takes when it is left alone."""
    started = time.perf_counter()
    run(path)
    return time.perf_counter() - started


def run_and_leave(path: Path) -> None:
    run(path)
    os._exit(0)


def read_tables(path: Path) -> dict[str, list[tuple]]:
    with sqlite3.connect(path) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        stored = [
            name for name in names if name not in ("text_index", "name_index")
        ]  # a view on the tables beside it
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in stored}


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs processes that fork")
def test_a_run_killed_at_any_moment_and_started_again_ends_as_if_undisturbed(tmp_path):
    # The shortest of three: a moment when the machine is busy must not make the kills come too late.
    length_s = min(timed(tmp_path / name) for name in ("first.db", "second.db", "whole.db"))
    choose, context, kills = random.Random(), multiprocessing.get_context("fork"), 0

    while True:
        process = context.Process(target=run_and_leave, args=(tmp_path / "killed.db",))
        process.start()
        process.join(choose.uniform(0, length_s / 6) if kills < KILLS else None)
        if process.exitcode is not None:
            break
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        kills += 1
        if (tmp_path / "killed.db").exists() and kills % 8 == 0:
            with sqlite3.connect(tmp_path / "killed.db") as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    assert process.exitcode == 0
    assert kills > KILLS // 8, "the run was too quick to be disturbed"
    whole, killed = read_tables(tmp_path / "whole.db"), read_tables(tmp_path / "killed.db")
    assert whole.keys() == killed.keys()
    for name, rows in whole.items():
        assert killed[name] == rows, name
    assert len(whole["documents"]) == 40
    assert whole["contests"]
