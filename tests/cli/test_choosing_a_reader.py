"""The option --reader, against a server on loopback that speaks the real protocol; and --missed."""

import json
import shutil

import pytest
from tests.llm.server import MODEL, Reply, answer_json, claim, entity, serving

TEXT = "APT3 befriended Boyusec. Pirpi was sent to Japan by APT3 in 2014. It was tested at Boyusec."
ANSWER = answer_json(
    [
        entity("e1", "group", "APT3"),
        entity("e2", "malware", "Pirpi"),
        entity("e3", "organization", "Boyusec"),
        entity("e4", "group", "Imaginary Bear"),
    ],
    [
        claim("e1", "develops", "e2", "Pirpi was sent to Japan by APT3 in 2014.", time="2014"),
        claim("e2", "attributed-to", "e3", "It was made at Boyusec."),
    ],
)


@pytest.fixture
def server():
    with serving(lambda body, number: Reply(ANSWER)) as server:
        yield server


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def settings(server, **more):
    return {"URAZUKE_LLM_URL": server.url, "URAZUKE_LLM_MODEL": MODEL, **more}


@pytest.fixture(autouse=True)
def no_answers_kept(cache):
    """The compiled lexicon may stay in the cache from test to test, answers may not."""
    yield
    shutil.rmtree(cache / "llm", ignore_errors=True)


def test_read_with_a_model_prints_what_stood_the_check_and_reports_the_rest(program, server, report):
    result = program(
        "read", report, "--reader", "llm", "--json", **settings(server, URAZUKE_LLM_PRICE="3,20")
    )
    assert result.exit_code == 0, result.stderr
    value = json.loads(result.stdout)
    assert [(it["p"], it["time"]) for it in value["claims"]] == [("develops", "2014")]
    assert {it["name"] for it in value["entities"]} == {"APT3", "Pirpi", "Boyusec"}
    aside, usage = result.stderr.splitlines()
    assert "entity-not-in-text 1" in aside
    assert "quote-not-found 1" in aside
    assert "100 tokens asked, 10 answered" in usage
    assert "Cost: 0.0005" in usage


def test_read_with_both_unites_them(program, server, report):
    offline = json.loads(program("read", report, "--json").stdout)
    both = json.loads(program("read", report, "--reader", "both", "--json", **settings(server)).stdout)
    triples = [
        {(by_id[it["s"]], it["p"], by_id.get(it["o"])) for it in value["claims"]}
        for value in (offline, both)
        for by_id in [{it["id"]: it["name"] for it in value["entities"]}]
    ]
    assert ("APT3", "develops", "Pirpi") not in triples[0]
    assert triples[1] == triples[0] | {("APT3", "develops", "Pirpi")}


def test_a_second_call_sends_nothing(program, server, report):
    first = program("read", report, "--reader", "llm", **settings(server))
    second = program("read", report, "--reader", "llm", **settings(server))
    assert first.stdout == second.stdout
    assert len(server.requests) == 1
    assert "1 answers from the cache" in second.stderr


@pytest.mark.parametrize("command", ["read", "ingest"])
@pytest.mark.parametrize("reader", ["llm", "both"])
def test_without_an_endpoint_nothing_is_sent_and_the_way_is_shown(program, report, command, reader):
    result = program(command, report, "--reader", reader)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "URAZUKE_LLM_URL" in result.stderr


def test_without_a_model_the_setting_is_named(program, report):
    result = program("read", report, "--reader", "llm", URAZUKE_LLM_URL="http://127.0.0.1:1/v1")
    assert result.exit_code == 2
    assert "URAZUKE_LLM_MODEL" in result.stderr


@pytest.mark.parametrize("command", [["read"], ["ingest", "--no-knowledge"]])
def test_a_marked_report_is_refused_in_one_line_before_anything_is_sent(program, tmp_path, command):
    path = tmp_path / "marked.txt"
    path.write_text(f"TLP:AMBER\n\n{TEXT}")
    remote = {"URAZUKE_LLM_URL": "http://192.0.2.1/v1", "URAZUKE_LLM_MODEL": MODEL}
    result = program(*command, path, "--reader", "llm", **remote)
    assert result.exit_code == 1
    assert len([line for line in result.stderr.splitlines() if "TLP:AMBER" in line]) == 1
    assert "0 requests" in result.stderr


def test_a_marked_report_may_be_read_on_this_machine(program, server, tmp_path):
    path = tmp_path / "marked.txt"
    path.write_text(f"TLP:RED\n\n{TEXT}")
    assert program("read", path, "--reader", "llm", **settings(server)).exit_code == 0
    assert len(server.requests) == 1


def test_ingest_with_a_model_stores_its_claims_with_their_provenance(program, server, report):
    result = program("ingest", report, "--no-knowledge", "--reader", "both", **settings(server))
    assert result.exit_code == 0, result.stderr
    assert "Set aside" in result.stderr
    shown = program.json("show", "Pirpi")
    assert any(it["p"] == "develops" for it in shown["claims"])
    again = program("ingest", report, "--no-knowledge", "--reader", "both", **settings(server))
    assert "0 requests" in again.stderr


def test_an_endpoint_that_fails_is_one_line(program, report):
    with serving(lambda body, number: Reply("no such key", status=401)) as server:
        result = program("read", report, "--reader", "llm", **settings(server, URAZUKE_LLM_KEY="topsecret"))
    assert result.exit_code == 1
    assert "no such key" in result.stderr
    assert "topsecret" not in result.stderr
    assert "Traceback" not in result.stderr


def test_each_line_has_its_line_out_where_a_model_refuses_one(program, tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text('{"id": "one", "text": "APT3 used Pirpi."}\n{"id": "two", "text": "APT10 struck."}\n')
    with serving(
        lambda body, number: Reply(refusal="No.") if "APT10" in str(body) else Reply(ANSWER)
    ) as server:
        result = program("read", path, "--json", "--reader", "llm", **settings(server))
    values = [json.loads(line) for line in result.stdout.splitlines()]
    assert [("error" in value, value["doc"]) for value in values] == [(False, "one"), (True, "two")]
    assert result.exit_code == 1


def test_on_a_terminal_progress_is_shown(program, server, report):
    program = type(program)({**program.env, **settings(server)})
    assert "part 1 of 1" in program.on_terminal("read", report, "--reader", "llm")


def test_offline_no_model_is_mentioned(program, report):
    assert program("read", report).stderr == ""


def test_observables_are_found_without_a_model(program, server, report):
    result = program("read", report, "--only", "observables", "--reader", "llm", **settings(server))
    assert result.exit_code == 2
    assert server.requests == []


MISSED = "APT3 used Pirpi. APT3 had, for reasons known to nobody, an odd liking for what Boyusec, targeted often, made."


def test_missed_prints_each_sentence_alone(program, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(MISSED)
    value = json.loads(program("read", path, "--missed", "--json").stdout)
    assert value["doc"].endswith("a.txt")
    for sentence in value["missed"]:
        start, end = sentence["span"]
        assert MISSED[start:end] == sentence["text"]
    lines = program("read", path, "--missed").stdout.splitlines()
    assert lines == [sentence["text"] for sentence in value["missed"]]
    assert lines
    assert "APT3 used Pirpi." not in lines


def test_missed_says_where_nothing_is(program, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("APT3 used Pirpi.")
    result = program("read", path, "--missed")
    assert (result.stdout, result.exit_code) == ("", 0)
    assert "No sentence" in result.stderr
    assert json.loads(program("read", path, "--missed", "--json").stdout)["missed"] == []


def test_review_counts_what_was_set_aside_while_a_base_was_filled(program, server, report):
    assert program("ingest", report, "--no-knowledge", "--reader", "llm", **settings(server)).exit_code == 0
    found = json.loads(program("review", "--json").stdout)["set_aside"]
    assert found["counts"] == {"entity-not-in-text": 1, "quote-not-found": 1}
    assert {item["reason"] for item in found["items"]} == set(found["counts"])
    one = json.loads(program("review", "--reason", "quote-not-found", "--json").stdout)["set_aside"]
    assert [item["reason"] for item in one["items"]] == ["quote-not-found"]
    assert "quote-not-found" in program("review").stdout


def test_review_says_where_nothing_waits(program, report):
    assert program("ingest", report, "--no-knowledge").exit_code == 0
    assert "Nothing waits" in program("review").stdout
