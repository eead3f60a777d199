"""Every error is one line that says what, where and what to do, with the exit code that is promised."""

import sqlite3
import subprocess
from pathlib import Path

import pytest


def one_line(result):
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ingset", "x"], 2, "did you mean: urazuke ingest"),
        (["frobnicate"], 2, "urazuke --help"),
        (["read"], 2, "missing argument 'FILE'"),
        (["read", "x", "--jsn"], 2, "--json"),
        (["card", "APT3", "--lang", "fr"], 2, "'en', 'ja'"),
        (["card", "APT3", "--as-of", "yesterday"], 2, "2019-03-31"),
        (["ingest", "x", "--date", "31.12.2019"], 2, "2019-03-31"),
        (["search", " "], 2, "give a word"),
        (["--db", "mysql://x/y", "documents"], 2, "sqlite:///PATH"),
        (["--db", "", "documents"], 2, "needs a file"),
        (["documents"], 3, "urazuke ingest"),
        (["card", "APT3"], 3, "urazuke ingest"),
        (["search", "APT3"], 3, "urazuke ingest"),
        (["retract", "x", "--reason", "y"], 3, "urazuke ingest"),
        (["exhibit", "claim-1", __file__, "--accessed", "2024-01-01"], 3, "urazuke ingest"),
        (["read", "no-such-file.txt"], 3, "no-such-file.txt: there is no such file"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(program, arguments, code, words):
    result = program(*arguments)
    assert words in one_line(result)
    assert result.exit_code == code


def test_questions_and_reading_make_no_base(program, tmp_path):
    program("read", __file__)
    program("documents")
    program("exhibit", "claim-1", __file__, "--accessed", "2024-01-01")
    assert list(tmp_path.iterdir()) == []


def test_a_newer_base_is_refused_untouched(program, tmp_path):
    (tmp_path / "a.txt").write_text("APT3 uses Pirpi.")
    program("ingest", tmp_path / "a.txt", "--no-knowledge")
    with sqlite3.connect(tmp_path / "base.db") as connection:
        connection.execute("UPDATE schema_version SET version = version + 100")
    connection.close()
    before = (tmp_path / "base.db").read_bytes()
    for call in (["card", "APT3"], ["ingest", tmp_path / "a.txt"]):
        result = program(*call)
        assert "newer" in one_line(result)
        assert result.exit_code == 1
    assert (tmp_path / "base.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"no database\n" * 200, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_is_no_base_is_refused(program, tmp_path, content):
    (tmp_path / "base.db").write_bytes(content)
    result = program("documents")
    assert "base.db" in one_line(result)
    assert result.exit_code == 1


def test_a_folder_that_is_not_there_is_named(program, tmp_path):
    assert "the folder is not there" in one_line(
        program("--db", tmp_path / "no" / "x.db", "ingest", __file__)
    )


def test_a_full_disk_is_one_line(program, tmp_path):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            program.command("predicates"), stdout=full, stderr=subprocess.PIPE, env=dict(program.env)
        )
    assert (done.returncode, done.stderr.decode().count("\n")) == (1, 1)


def test_names_that_are_no_text_are_refused(program, tmp_path):
    (tmp_path / "a.txt").write_text("APT3 uses Pirpi.")
    program("ingest", tmp_path / "a.txt", "--no-knowledge")
    done = subprocess.run(
        [*map(str.encode, program.command("card")), b"APT\xff"], capture_output=True, env=dict(program.env)
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_no_standard_input_is_one_line(program):
    command = program.command("read", "-")
    done = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *command], capture_output=True, env=dict(program.env)
    )
    assert done.stderr.count(b"\n") == 1
    assert b"no standard input" in done.stderr


def test_a_closed_pipe_is_silent(program, tmp_path):
    lines = '{"id": "a", "text": "APT3 used Pirpi."}\n' * 2000  # more than a pipe takes in
    (tmp_path / "many.jsonl").write_text(lines)
    child = subprocess.Popen(
        program.command("read", tmp_path / "many.jsonl", "--only", "observables", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(program.env),
    )
    assert child.stdout.readline()
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait(timeout=60) == 0
    child.stderr.close()
