import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.llm.server import answer_json, claim, entity

from urazuke.llm.answer import CUT_SHORT, NO_JSON, read_answer

WHOLE = answer_json(
    [entity("e1", "group", "APT3"), entity("e2", "malware", "Pirpi")],
    [claim("e1", "uses", "e2", "APT3 used Pirpi."), claim("e1", "targets", "e3", 'APT3 {hit} "them".')],
)


def test_a_plain_answer_is_read_whole():
    answer = read_answer(WHOLE)
    assert [it.name for it in answer.entities] == ["APT3", "Pirpi"]
    assert [(it.s, it.p, it.o) for it in answer.claims] == [("e1", "uses", "e2"), ("e1", "targets", "e3")]
    assert answer.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{WHOLE}\n```",
        f"Here is the JSON you asked for:\n\n{WHOLE}\n\nAnything else?",
        f"<think>The text says {{something}} on APT3.</think>\n{WHOLE}",
        f"The form {{s, p, o}} is filled in below. {WHOLE}",
        f"\ufeff  {WHOLE}",
    ],
)
def test_what_stands_around_an_answer_does_not_matter(text):
    assert read_answer(text) == read_answer(WHOLE)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_answer_keeps_whole_items_in_order(length):
    whole, cut = read_answer(WHOLE), read_answer(WHOLE[:length])
    assert cut.entities == whole.entities[: len(cut.entities)]
    assert cut.claims == whole.claims[: len(cut.claims)]
    assert cut.problems in ((CUT_SHORT,), (NO_JSON,))


def test_a_cut_answer_gives_what_came_before():
    cut = read_answer(WHOLE[: WHOLE.index("hit")])
    assert len(cut.entities) == 2
    assert len(cut.claims) == 1
    assert cut.problems == (CUT_SHORT,)


@pytest.mark.parametrize(
    "text", ["", "I can't help with that.", "[1, 2]", "{}", '{"entities": [}', "null", '{"error": "busy"}']
)
def test_no_answer_is_a_problem(text):
    answer = read_answer(text)
    assert answer.problems == (NO_JSON,)
    assert not answer.claims


def test_malformed_items_are_counted_and_the_others_stay():
    value = json.loads(WHOLE)
    value["claims"] += [7, {"s": "e1"}, None]
    value["entities"] += [{"id": "e9"}]
    answer = read_answer(json.dumps(value))
    assert len(answer.claims) == 2
    assert answer.problems == ("malformed-items:4",)


def test_numbered_entities_are_understood():
    answer = read_answer('{"entities": [{"id": 1, "type": "group", "name": "APT3"}], "claims": []}')
    assert answer.entities[0].id == "1"


def test_halves_of_surrogates_do_not_get_in():
    answer = read_answer('{"entities": [{"id": "1", "type": "group", "name": "A\\ud800B"}]}')
    assert answer.entities[0].name.encode() == b"A?B"


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["id", "s", "p", "o", "quote", "type"]), inner)
    ),
    max_leaves=20,
)


@given(st.text() | st.text(alphabet='{}[]",:\\ entitiesclaims0'))
def test_any_text_is_read_without_an_error(text):
    assert read_answer(text) is not None


@given(st.fixed_dictionaries({"entities": json_like, "claims": json_like}))
def test_any_json_is_read_without_an_error(value):
    answer = read_answer(json.dumps(value))
    assert all(isinstance(it.quote, str) for it in answer.claims)


@pytest.mark.parametrize("text", ["{" * 200_000, '{"a":' * 200_000, "[" * 200_000, '{"claims":[' * 50_000])
def test_deep_answers_are_read_without_an_error(text):
    assert read_answer(text).claims == ()
