"""A run that is killed at any moment and started again ends like one that nobody disturbed."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import time

import pytest
from tests.cli.conftest import DATE, REPORTS, rows

KILLS = 18


@pytest.fixture
def reports(tmp_path):
    """Forty small reports that share names, so that each one meets what others left behind."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(40):
        text = (
            f"Title: Report {n}\nPublisher: Firm {n % 3}\nURL: https://example.org/{n // 2}\n\n"
            f"The group APT{300 + n % 5}, also known as Quiet Heron {n % 4}, used Pirpi against Japan. "
            f"Firm {n % 3} believes that APT{300 + n % 5} is attributed to Boyusec. "
            f"Its server was evil{n}.example.net at 198.51.100.{n}.\n"
        )
        (folder / f"{n:02}.txt").write_text(text)
    return folder


def count_documents(base):
    if not base.exists():
        return 0
    with contextlib.closing(sqlite3.connect(base)) as connection:
        try:
            return connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        except sqlite3.OperationalError:  # it has no tables yet, or they are just being made
            return 0


def start(program, *arguments):
    """A process of its own that begins at once: forked, since starting Python takes longer than to read."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = program(*arguments).exit_code
        finally:
            os._exit(code)
    return child


def test_killed_runs_end_like_an_undisturbed_one(program_at, reports, tmp_path):
    call = ("ingest", reports, "--date", DATE, "--no-knowledge")
    whole = program_at(tmp_path / "whole.db")
    program = program_at(tmp_path / "killed-0.db")
    assert program_at(tmp_path / "warm.db")(*call).exit_code == 0  # all is imported from here on
    began = time.monotonic()
    assert os.waitpid(start(whole, *call), 0)[1] == 0
    lasts = time.monotonic() - began
    expected = rows(tmp_path / "whole.db")
    assert len(expected["documents"]) == 40
    chance, killed, base, amid = random.Random(), 0, 0, 0
    while killed < KILLS:
        child = start(program, *call)
        time.sleep(chance.uniform(0, lasts))
        os.kill(child, signal.SIGKILL)
        if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            killed += 1
            amid += 0 < count_documents(tmp_path / f"killed-{base}.db") < 40
        else:  # it was faster: what stands there must be right, and a new base is next
            assert rows(tmp_path / f"killed-{base}.db") == expected
            base += 1
            program = program_at(tmp_path / f"killed-{base}.db")
    assert os.waitpid(start(program, *call), 0)[1] == 0
    assert rows(tmp_path / f"killed-{base}.db") == expected
    assert amid >= 3  # else this test hit nothing but beginnings and ends


def test_a_run_killed_amid_its_knowledge_ends_like_an_undisturbed_one(full, program, tmp_path):
    call = program.command("ingest", REPORTS, "--date", DATE)
    child = subprocess.Popen(call, env=dict(program.env), stdout=subprocess.DEVNULL)
    base = tmp_path / "base.db"
    for _ in range(1200):
        if count_documents(base) >= 3:
            break
        time.sleep(0.05)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    assert 3 <= len(rows(base)["documents"]) < len(rows(full.env["URAZUKE_DB"])["documents"])
    assert program("ingest", REPORTS, "--date", DATE).exit_code == 0
    assert rows(base) == rows(full.env["URAZUKE_DB"])
