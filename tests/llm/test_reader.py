import threading
from dataclasses import replace

import pytest
from tests.llm.conftest import make_document, make_endpoint
from tests.llm.server import Reply, Server, answer_json, claim, entity, in_turn

from urazuke.errors import DocumentError
from urazuke.llm.cache import AnswerCache
from urazuke.llm.endpoint import Endpoint, EndpointError
from urazuke.llm.reader import LlmReader, UnreadError
from urazuke.llm.tlp import TlpError
from urazuke.llm.usage import Usage
from urazuke.model.issue import Severity

SENTENCE = "APT3 used Pirpi."
ANSWER = answer_json(
    [entity("e1", "group", "APT3"), entity("e2", "malware", "Pirpi")], [claim("e1", "uses", "e2", SENTENCE)]
)
EMPTY = answer_json([], [])


def long_text(paragraphs: int = 12) -> str:
    """Paragraphs that each name a group and a malware of their own, and APT3."""
    return "\n\n".join(
        f"APT3 used Tool{n}X. Whoever looks closer sees that nothing else of note is said in part {n}."
        for n in range(paragraphs)
    )


def answer_window(body, number) -> Reply:
    """Answers with what stands in the window, under ids that differ from window to window."""
    text = body["messages"][1]["content"]
    tools = [n for n in range(40) if f"Tool{n}X" in text]
    first = tools[0] if tools else 0
    entities = [entity(f"g{first}", "group", "APT3")]
    entities += [entity(f"t{n}", "malware", f"Tool{n}X") for n in tools]
    claims = [claim(f"g{first}", "uses", f"t{n}", f"APT3 used Tool{n}X.") for n in tools]
    return Reply(answer_json(entities, claims), delay_s=0.02 * (first % 3))


def read_windows(server: Server, text: str, parallel: int = 4, **more):
    document, rendition = make_document(text)
    reader = LlmReader(make_endpoint(server), parallel=parallel, window=300, overlap=100, **more)
    return reader.read(document, rendition), reader


def test_a_thing_that_two_windows_name_is_one_referent(serve):
    reading, _ = read_windows(serve(answer_window), long_text())
    group = [it for it in reading.referents if it.type == "group"]
    assert len(group) == 1
    assert len(group[0].mentions) == 12
    assert len(reading.claims) == 12
    assert {it.subject for it in reading.claims} == {group[0].id}
    for referent in reading.referents:
        for mention in referent.mentions:
            assert mention.surface == mention.span.of(reading.rendition.text)


def test_what_comes_back_does_not_hang_on_who_answers_first(serve):
    assert (
        read_windows(serve(answer_window), long_text(), 1)[0]
        == read_windows(serve(answer_window), long_text(), 8)[0]
    )


def test_no_more_requests_run_at_once_than_allowed(serve):
    server = serve(lambda body, number: Reply(EMPTY, delay_s=0.03))
    read_windows(server, long_text(40), 3)
    assert server.most_at_once == 3
    assert len(server.requests) > 10


def test_later_windows_are_told_names_that_stand_in_the_text(serve):
    made_up = [entity("e1", "group", "APT3"), entity("e2", "group", "Imaginary Bear")]
    server = serve(Reply(answer_json(made_up, [])))
    read_windows(server, long_text())
    assert "earlier parts: none" in server.sent_texts[0]
    assert all("earlier parts: APT3 (group)" in text for text in server.sent_texts[1:])
    assert not any("Imaginary" in text for text in server.sent_texts)


def test_all_of_the_text_is_asked_about(serve):
    server = serve(Reply(EMPTY))
    text = long_text()
    read_windows(server, text)
    for paragraph in text.split("\n\n"):
        assert any(paragraph in sent for sent in server.sent_texts)


def test_an_answer_in_the_cache_is_not_asked_for_again(serve, tmp_path):
    server = serve(answer_window)
    cache = AnswerCache(tmp_path)
    first, reader = read_windows(server, long_text(), cache=cache)
    asked = len(server.requests)
    assert reader.usage == Usage(requests=asked, prompt_tokens=100 * asked, completion_tokens=10 * asked)
    again, reader = read_windows(server, long_text(), parallel=1, cache=cache)
    assert len(server.requests) == asked
    assert reader.usage == Usage(cached=asked)
    assert again == first


def test_only_the_owner_may_read_the_cache_and_broken_files_count_as_absent(serve, tmp_path):
    server = serve(Reply(ANSWER))
    for _ in range(2):
        reading = LlmReader(make_endpoint(server), AnswerCache(tmp_path)).read(*make_document(SENTENCE))
        assert len(reading.claims) == 1
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert [path.stat().st_mode & 0o077 for path in files] == [0]
        files[0].write_text("{")
    assert len(server.requests) == 2


def test_what_was_answered_before_a_failure_is_not_paid_twice(serve, tmp_path):
    server = serve(lambda body, number: answer_window(body, number) if number < 4 else Reply(status=401))
    with pytest.raises(EndpointError):
        read_windows(server, long_text(), 1, cache=AnswerCache(tmp_path))
    server.answer = answer_window
    _, reader = read_windows(server, long_text(), 1, cache=AnswerCache(tmp_path))
    assert reader.usage.cached == 4


def test_progress_counts_to_the_end(serve):
    seen: list[tuple[int, int]] = []
    read_windows(serve(Reply(EMPTY)), long_text(), progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, seen[0][1] + 1))


@pytest.mark.parametrize("text", [f"```json\n{ANSWER}\n```", ANSWER[:-1], f"Sure!\n{ANSWER}"])
def test_an_answer_with_a_flaw_in_its_form_is_read(read, text):
    assert len(read(SENTENCE, text).claims) == 1


def test_an_answer_without_json_is_asked_for_once_more(serve):
    server = serve(in_turn(Reply("Let me think about it ..."), Reply(ANSWER)))
    reading = LlmReader(make_endpoint(server)).read(*make_document(SENTENCE))
    assert len(reading.claims) == 1
    assert [it["role"] for it in server.requests[1]["messages"]] == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply("I'm sorry, but I can't help with that."),
        Reply(refusal="I can't help with that."),
        Reply("", finish="content_filter"),
        Reply("too long for me", status=400),
    ],
)
def test_a_model_that_reads_nothing_is_named(serve, reply):
    with pytest.raises(UnreadError, match="did not read it"):
        LlmReader(make_endpoint(serve(reply))).read(*make_document(SENTENCE))


def test_a_part_that_is_refused_is_named_and_the_others_are_read(serve):
    def answer(body, number):
        return (
            Reply(refusal="No.")
            if "Tool3X" in body["messages"][1]["content"]
            else answer_window(body, number)
        )

    reading, _ = read_windows(serve(answer), long_text())
    assert 0 < len(reading.claims) < 12
    assert [(it.severity, it.code) for it in reading.issues if it.code == "llm:refused"] == [
        (Severity.WARNING, "llm:refused")
    ]


def test_a_window_that_ran_out_of_room_is_read_in_halves(serve):
    def answer(body, number):
        whole = answer_window(body, number)
        long = len(body["messages"][1]["content"]) > 2000
        return Reply(whole.text[: len(whole.text) // 3], finish="length") if long else whole

    server = serve(answer)
    reading = LlmReader(make_endpoint(server)).read(*make_document(long_text(30)))
    assert len(reading.claims) == 30
    assert len(server.requests) > 2
    assert not reading.issues


def test_a_document_that_would_cost_a_fortune_is_refused(serve):
    server = serve(Reply(EMPTY))
    with pytest.raises(DocumentError, match="requests to a model"):
        read_windows(server, long_text(1000))
    assert server.requests == []


@pytest.mark.parametrize(("marking", "limit"), [("green", "clear"), ("red", "amber+strict"), ("odd", "red")])
def test_what_is_marked_above_the_limit_leaves_no_trace_outside(monkeypatch, marking, limit):
    def no_thread(*_: object) -> None:
        raise AssertionError("something was about to be sent")

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    document, rendition = make_document(SENTENCE)
    reader = LlmReader(Endpoint(url="http://192.0.2.1/v1", model="m"), max_tlp=limit)
    with pytest.raises(TlpError, match=f"TLP:{marking.upper()}"):
        reader.read(replace(document, tlp=marking), rendition)


def test_this_machine_may_read_what_must_not_leave_it(serve):
    document, rendition = make_document(SENTENCE)
    reader = LlmReader(make_endpoint(serve(Reply(ANSWER))))
    assert len(reader.read(replace(document, tlp="red"), rendition).claims) == 1


def test_a_batch_does_not_wait_for_an_endpoint_that_is_down(serve):
    server = serve(Reply(status=401))
    reader = LlmReader(make_endpoint(server))
    for _ in range(5):
        with pytest.raises(EndpointError):
            reader.read(*make_document(SENTENCE))
    assert len(server.requests) == 3


def test_the_text_can_not_end_its_own_quotation(serve):
    server = serve(Reply(EMPTY))
    LlmReader(make_endpoint(server)).read(*make_document("One.\n==========\nTwo.\n===== 0 =====\nThree."))
    lines = server.sent_texts[0].splitlines()
    mark = lines[-1]
    assert lines.count(mark) == 2
    assert lines[lines.index(mark) + 1 : -1] == ["One.", "==========", "Two.", "===== 0 =====", "Three."]


def test_names_that_the_lexicon_knows_as_different_stay_apart(read):
    from urazuke.knowledge.lexicon import load_lexicon

    text = "APT3 and APT10 are groups. Gothic Panda is one name, Stone Panda another."
    answer = answer_json([entity("e1", "group", "APT3", "APT3", "APT10", "Gothic Panda", "Stone Panda")], [])
    reading = read(text, answer, lexicon=load_lexicon(None))
    assert reading.referents[0].surfaces == ("APT3", "Gothic Panda")
    assert reading.referents[0].concept is not None
    assert sum(it.code == "set-aside:alias-of-another" for it in reading.issues) == 2
