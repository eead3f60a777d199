import json
import re
import shutil

import pytest
from pypdf import PdfReader, PdfWriter
from tests.cli.conftest import DATE, REPORTS, rows

from urazuke.labels.load import labels


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("apt3-news.en.txt", "apt3-mss-report.ja.html", "oceanlotus.zh.pdf", "notes.jsonl"):
        shutil.copy(REPORTS / name, folder)
    return folder


def test_ingesting_twice_changes_nothing(program, reports, tmp_path):
    first = program.json("ingest", reports, "--no-knowledge", "--date", DATE)
    before = rows(tmp_path / "base.db")
    second = program.json("ingest", reports, "--no-knowledge", "--date", "2025-01-01")
    assert first["new"] == first["documents"] == second["documents"] == len(before["documents"])
    assert (second["new"], second["claims"]) == (0, 0)
    assert rows(tmp_path / "base.db") == before


def test_knowledge_is_entered_once(full, tmp_path, program_at):
    base = tmp_path / "base.db"
    shutil.copy(full.env["URAZUKE_DB"], base)
    before = rows(base)
    assert program_at(base).json("ingest", REPORTS, "--date", "2025-01-01")["new"] == 0
    assert rows(base) == before


def test_bad_files_stop_nothing_and_are_listed_at_the_end(program, reports):
    (reports / "a-empty.txt").write_bytes(b"")
    (reports / "b-broken.pdf").write_bytes(b"%PDF-1.7\nnothing of use")
    (reports / "c-binary.bin").write_bytes(bytes(range(256)) * 20)
    writer = PdfWriter(clone_from=PdfReader(reports / "oceanlotus.zh.pdf"))
    writer.encrypt("secret")
    writer.write(reports / "d-encrypted.pdf")
    (reports / "e-large.txt").write_text("APT3 " * 40_000)
    result = program("ingest", reports, reports / "missing.txt", "--no-knowledge", URAZUKE_MAX_BYTES="100000")
    assert result.exit_code == 1
    head, *lines = result.stderr.splitlines()
    assert head == labels("en")("ingest.issues", n=6)
    for line, words in zip(
        lines,
        [
            "a-empty.txt: ",
            "b-broken.pdf: ",
            "c-binary.bin: ",
            "d-encrypted.pdf: ",
            "e-large.txt: ",
            "missing.txt: ",
        ],
        strict=True,
    ):
        assert words in line
    assert "URAZUKE_MAX_BYTES" in lines[4]
    good = len((reports / "notes.jsonl").read_text("utf-8").splitlines()) + 3
    assert result.stdout.startswith(f"{good} documents read, {good} new")


def test_issues_stand_in_the_json_too(program, reports):
    (reports / "empty.txt").write_bytes(b"")
    result = program("ingest", reports, "--no-knowledge", "--json")
    (issue,) = json.loads(result.stdout)["issues"]
    assert (result.exit_code, issue["code"], issue["severity"]) == (1, "empty", "error")


def test_standard_input_is_a_document(program):
    text = "URL: https://example.org/piped\n\nAPT3 uses Pirpi."
    assert program("ingest", "-", "--no-knowledge", input=text).exit_code == 0
    assert [it["address"] for it in program.json("documents")] == ["https://example.org/piped"]


def test_the_date_given_counts_where_a_document_has_none(program, tmp_path):
    (tmp_path / "a.txt").write_text("APT3 uses Pirpi.")
    program("ingest", tmp_path / "a.txt", "--no-knowledge", "--date", DATE)
    assert program("show", "Pirpi", "--as-of", "2023-12-31").exit_code == 3
    assert program("show", "Pirpi", "--as-of", DATE).exit_code == 0


def test_a_terminal_shows_documents_claims_rate_and_time_left(program, reports):
    for n in range(30):
        (reports / f"more-{n}.txt").write_text(f"APT{n + 300} uses Pirpi. " * 40)
    shown = program.on_terminal("ingest", reports, "--no-knowledge")
    pattern = r"([\d,]+) documents, ([\d,]+) claims, ([\d.]+) documents/s \S*?(\d:\d\d:\d\d)"
    steps = re.findall(pattern, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown))
    assert len(steps) > 3
    assert [int(step[0]) for step in steps] == sorted(int(step[0]) for step in steps)
    assert float(steps[-1][2]) > 0
    assert re.search(r"\d+ documents read, \d+ new", shown)


def test_a_pipe_sees_no_bar_and_no_colour(program, reports):
    done = program.process("ingest", reports, "--no-knowledge")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1
    for call in (["search", "APT3"], ["card", "APT3"], ["documents"]):
        assert b"\x1b" not in program.process(*call).stdout


def test_a_terminal_sees_colour(program, reports):
    program("ingest", reports, "--no-knowledge")
    assert "\x1b[1m" in program.on_terminal("search", "APT3")
    assert "\x1b[" in program.on_terminal("card", "APT3")
