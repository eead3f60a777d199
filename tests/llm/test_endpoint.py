import json

import pytest
from tests.llm.conftest import make_endpoint
from tests.llm.server import Reply, in_turn

from urazuke.llm.endpoint import Endpoint, EndpointError, RequestRefusedError
from urazuke.llm.prompt import make_messages, make_schema

MESSAGES = make_messages("APT3 used Pirpi.", ())


def ask(endpoint: Endpoint):
    return endpoint.complete(MESSAGES, make_schema())


def test_a_server_that_knows_schemas_is_asked_once_with_one(serve):
    server = serve(Reply("{}"))
    completion = ask(make_endpoint(server, key="secret"))
    assert (completion.text, completion.prompt_tokens, completion.completion_tokens) == ("{}", 100, 10)
    assert server.authorizations == ["Bearer secret"]
    form = server.requests[0]["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["schema"]["required"] == ["entities", "claims"]


def test_simpler_forms_are_tried_where_a_schema_is_refused_and_remembered(serve):
    def answer(body, number):
        form = body.get("response_format")
        return Reply("{}") if form is None else Reply(f"{form['type']} is not supported", status=400)

    server = serve(answer)
    endpoint = make_endpoint(server)
    ask(endpoint)
    ask(endpoint)
    forms = [body.get("response_format", {}).get("type") for body in server.requests]
    assert forms == ["json_schema", "json_object", None, None]


def test_a_model_that_lets_nobody_set_the_temperature_is_asked_without(serve):
    server = serve(
        lambda body, number: Reply("no temperature", status=400) if "temperature" in body else Reply("{}")
    )
    endpoint = make_endpoint(server)
    ask(endpoint)
    assert ask(endpoint).text == "{}"
    assert "temperature" not in server.requests[-1]
    assert server.requests[-1]["response_format"]["type"] == "json_schema"
    assert len(server.requests) == 5


def test_a_request_that_no_form_saves_is_refused_with_the_reason(serve):
    server = serve(Reply("context length exceeded", status=400))
    with pytest.raises(RequestRefusedError, match="context length exceeded"):
        ask(make_endpoint(server))


def test_retry_after_is_obeyed(serve):
    waits: list[float] = []
    server = serve(in_turn(Reply("slow down", status=429, headers={"Retry-After": "7"}), Reply("{}")))
    assert ask(make_endpoint(server, waits)).text == "{}"
    assert waits == [7.0]


@pytest.mark.parametrize(("value", "wait"), [("nan", 1.0), ("-5", 0.0), ("1e9", 60.0), ("Wed, 21 Oct", 1.0)])
def test_a_strange_retry_after_does_no_harm(serve, value, wait):
    waits: list[float] = []
    server = serve(in_turn(Reply(status=503, headers={"Retry-After": value}), Reply("{}")))
    ask(make_endpoint(server, waits))
    assert waits == [wait]


def test_server_errors_are_waited_out_ever_longer_and_then_named(serve):
    waits: list[float] = []
    server = serve(Reply("broken", status=500))
    with pytest.raises(EndpointError, match="answered 500"):
        ask(make_endpoint(server, waits))
    assert waits == [1.0, 2.0, 4.0, 8.0]
    assert len(server.requests) == 5


def test_a_wrong_key_is_not_tried_again_and_not_repeated(serve):
    server = serve(Reply("the key topsecret is wrong", status=401))
    with pytest.raises(EndpointError, match="check address, model and key") as caught:
        ask(make_endpoint(server, key="topsecret"))
    assert "topsecret" not in str(caught.value)
    assert "topsecret" not in repr(make_endpoint(server, key="topsecret"))
    assert len(server.requests) == 1


def test_a_slow_answer_is_given_up(serve):
    server = serve(Reply("{}", delay_s=1.0))
    with pytest.raises(EndpointError, match="timed out"):
        ask(make_endpoint(server, timeout_s=0.1, retries=1))
    assert len(server.requests) == 2


def test_a_slow_answer_may_be_fast_the_second_time(serve):
    server = serve(in_turn(Reply("{}", delay_s=1.0), Reply("{}")))
    assert ask(make_endpoint(server, timeout_s=0.2)).text == "{}"


def test_nobody_listening_is_said_soon(serve):
    server = serve(Reply())
    url = server.url
    server.close()
    waits: list[float] = []
    with pytest.raises(EndpointError, match="is it running"):
        ask(make_endpoint(server, waits, url=url))
    assert len(waits) == 1


def test_a_connection_that_breaks_is_tried_again(serve):
    server = serve(in_turn(Reply("{}", cut_at=20), Reply("{}")))
    assert ask(make_endpoint(server)).text == "{}"


USAGE_IS_A_LIST = json.dumps({"choices": [{"message": {"content": "x"}}], "usage": [1]}).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": null}]}',
        b"[" * 100_000,
        USAGE_IS_A_LIST,
    ],
)
def test_what_is_no_completion_is_named(serve, raw):
    with pytest.raises(EndpointError, match="no chat completion"):
        ask(make_endpoint(serve(Reply(raw=raw))))


def test_an_endless_answer_is_given_up(serve):
    with pytest.raises(EndpointError, match="too long"):
        ask(make_endpoint(serve(Reply(raw=b" " * 4_100_000))))


def test_a_redirect_is_not_followed(serve):
    other = serve(Reply("{}"))
    server = serve(Reply(status=307, headers={"Location": other.url + "/chat/completions"}))
    with pytest.raises(EndpointError, match="307"):
        ask(make_endpoint(server))
    assert other.requests == []


def test_no_proxy_gets_what_is_for_this_machine(serve, monkeypatch):
    proxy, server = serve(Reply("proxied")), serve(Reply("{}"))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert ask(make_endpoint(server)).text == "{}"
    assert proxy.requests == []


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://127.8.9.1/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://localhost/v1", True),
        ("http://localhost.example.org/v1", False),
        ("http://127.0.0.1.example.org/v1", False),
        ("http://192.168.0.7/v1", False),
        ("http://0.0.0.0/v1", False),
    ],
)
def test_loopback_is_this_machine_and_nothing_else(url, loopback):
    assert Endpoint(url=url, model="m").is_loopback is loopback
