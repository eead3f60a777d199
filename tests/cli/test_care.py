import hashlib
import json

import pytest

ADDRESS = "https://example.org/report"


@pytest.fixture
def write(tmp_path, program):
    """``write(text, published)``: one version of a report, taken in."""

    def ingest(text, published):
        file = tmp_path / "report.txt"
        file.write_text(f"Title: A report\nURL: {ADDRESS}\nPublished: {published}\n\n{text}\n")
        assert program("ingest", file, "--no-knowledge", "--date", published).exit_code == 0

    return ingest


def claims_of(program, name, *more):
    result = program("show", name, "--json", *more)
    return [(claim["p"], claim["o"]) for claim in json.loads(result.stdout).get("claims", [])]


def test_a_newer_version_supersedes_the_older(program, write):
    write("APT3 used Pirpi.", "2020-01-01")
    write("APT3 used PlugX.", "2021-01-01")
    assert claims_of(program, "APT3") == [("uses", "PlugX")]
    assert len(program.json("documents")) == 2


def test_as_of_shows_the_version_of_that_day(program, write):
    write("APT3 used Pirpi.", "2020-01-01")
    write("APT3 used PlugX.", "2021-01-01")
    assert claims_of(program, "APT3", "--as-of", "2020-06-30") == [("uses", "Pirpi")]
    assert len(program.json("documents", "--as-of", "2020-06-30")) == 1
    assert program("show", "PlugX", "--as-of", "2020").exit_code == 3


def test_the_difference_of_versions_is_shown(program, write):
    write("APT3 used Pirpi.", "2020-01-01")
    write("APT3 used PlugX.", "2021-01-01")
    lines = program("diff", ADDRESS).stdout.splitlines()
    assert {"-APT3 used Pirpi.", "+APT3 used PlugX."} <= set(lines)
    old, new = (it["id"] for it in sorted(program.json("documents"), key=lambda it: it["published"]))
    assert program.json("diff", ADDRESS) == {"old": old, "new": new, "diff": "\n".join(lines) + "\n"}
    assert program("diff", old[:12], new[:12]).stdout.splitlines() == lines
    assert "same" in program("diff", old, old).stdout


def test_one_version_has_no_difference(program, write):
    write("APT3 used Pirpi.", "2020-01-01")
    assert program("diff", ADDRESS).exit_code == 3
    assert program("diff", "doc-nothing").exit_code == 3


def test_a_beginning_of_several_ids_is_refused(program, write):
    write("APT3 used Pirpi.", "2020-01-01")
    write("APT3 used PlugX.", "2021-01-01")
    result = program("diff", "doc-", "doc-")
    assert (result.exit_code, "2 documents begin so" in result.stderr) == (2, True)


def test_a_retraction_withdraws_claims_and_deletes_nothing(program, write):
    write("APT3 used Pirpi.", "2020-01-01")
    assert program.json("retract", ADDRESS, "--reason", "taken back")["withdrawn"] == 1
    assert claims_of(program, "APT3") == []
    assert len(program.json("documents")) == 1
    assert program.json("search", "Pirpi")["hits"]
    assert program.json("retract", ADDRESS, "--reason", "once more")["withdrawn"] == 0


def test_a_retracted_document_that_comes_again_stays_retracted(program, write):
    write("APT3 used Pirpi.", "2020-01-01")
    program("retract", ADDRESS, "--reason", "taken back")
    write("APT3 used Pirpi.", "2020-01-01")
    assert claims_of(program, "APT3") == []


def test_an_exhibit_is_kept_with_hash_address_and_date(program, write, tmp_path):
    from urazuke.store import open_store

    write("APT3 used Pirpi.", "2020-01-01")
    (tmp_path / "shot.png").write_bytes(b"\x89PNG picture")
    call = (
        "exhibit",
        ADDRESS,
        tmp_path / "shot.png",
        "--address",
        "https://a.example",
        "--accessed",
        "2024-03-01",
    )
    kept = program.json(*call)
    assert kept["sha256"] == hashlib.sha256(b"\x89PNG picture").hexdigest()
    assert program.json(*call) == kept
    store = open_store(program.env["URAZUKE_DB"])
    (exhibit,) = store.view().exhibits(program.json("documents")[0]["id"])
    store.close()
    assert (exhibit.address, exhibit.accessed) == ("https://a.example", "2024-03-01")


@pytest.mark.parametrize("target", ["claim-nothing", "doc-nothing"])
def test_an_exhibit_needs_something_to_be_attached_to(program, write, target):
    write("APT3 used Pirpi.", "2020-01-01")
    result = program("exhibit", target, __file__, "--accessed", "2024-03-01")
    assert (result.exit_code, len(result.stderr.splitlines())) == (3, 1)


def test_documents_are_listed_without_the_tables_of_knowledge(full):
    listed = full.json("documents")
    assert len(listed) < len(full.json("documents", "--all"))
    assert len(full("documents").stdout.splitlines()) == len(listed)


def test_predicates_are_listed_in_both_languages(program):
    assert "attributed-to" in program.json("predicates")
    assert program("predicates", "--lang", "ja").stdout != program("predicates").stdout
