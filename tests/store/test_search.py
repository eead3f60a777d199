import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.readings import make_reading

from urazuke.store.folding import cut_tokens, find_phrase, read_query

CHINESE = "2023年，国家安全部旗下的成都404网络科技有限公司与安洵信息来往密切。"
ENGLISH = "Chengdu 404 Network Technology was charged; see APT-41 and cafés."
JAPANESE = "ﾊﾞｯｸﾄﾞｱ が使われた。ＡＰＴ４１の関与。"


def reading(text: str):
    return make_reading(text, [])


@pytest.mark.parametrize(
    ("words", "text", "match"),
    [
        ("国家安全部", CHINESE, "国家安全部"),
        ("成都404", CHINESE, "成都404"),
        ("404", CHINESE, "404"),
        ("安洵", CHINESE, "安洵"),
        ("Chengdu 404", ENGLISH, "Chengdu 404"),
        ("cHENGDU", ENGLISH, "Chengdu"),
        ("404", ENGLISH, "404"),
        ("４０４", ENGLISH, "404"),
        ("apt41", ENGLISH, "APT-41"),
        ("cafes", ENGLISH, "cafés"),
        ("バックドア", JAPANESE, "ﾊﾞｯｸﾄﾞｱ"),
        ("APT41", JAPANESE, "ＡＰＴ４１"),
        ("technology chengdu", ENGLISH, "Technology"),
        ('"404 network"', ENGLISH, "404 Network"),
        ("「404 network」", ENGLISH, "404 Network"),
    ],
)
def test_words_are_found_in_running_text_with_their_exact_place(store, add, words, text, match):
    add(*(reading(one) for one in (CHINESE, ENGLISH, JAPANESE)))

    hits = {hit.document.title: hit for hit in store.view().search(words)}

    assert hits[text].match.of(text) == match
    assert match in hits[text].excerpt


@pytest.mark.parametrize(
    "words", ["全部安", "Cheng", "hengdu", '"network 404"', "404 missing", "成都 405", "ハックドア"]
)
def test_parts_of_words_other_orders_and_missing_words_are_not_found(store, add, words):
    add(*(reading(one) for one in (CHINESE, ENGLISH, JAPANESE)))

    assert store.view().search(words) == ()


def test_a_text_with_the_words_in_a_row_comes_first(store, add):
    add(
        *(
            reading(text)
            for text in ("404 errors seen in Chengdu by Chengdu staff", "the firm Chengdu 404", "other")
        )
    )

    hits = store.view().search("Chengdu 404")

    assert [hit.document.title for hit in hits] == [
        "the firm Chengdu 404",
        "404 errors seen in Chengdu by Chengdu staff",
    ]


def test_search_as_of_leaves_later_documents_out(store, add):
    add(
        make_reading("old Winnti", [], published="2015"),
        make_reading("new Winnti", [], published="2020-02-01"),
    )

    assert [hit.document.title for hit in store.view("2016-01-01").search("winnti")] == ["old Winnti"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(words=st.text(max_size=60) | st.text(alphabet="\"*^:(){}-+ANDORNEAT成 \0'", max_size=30))
def test_no_input_is_a_syntax_error(store, words):
    store.view().search(words)
    store.view().near_names(words)


PIECES = st.lists(
    st.sampled_from(
        [
            "404",
            "a",
            "APT41",
            "成",
            "都",
            "ﾊﾞ",
            "ハ",
            "バ",
            "㈱",
            "é",
            "ﬁ",
            "\u200b",
            " ",
            "-",
            "_",
            "\n",
            "İ",
            "한",
            "ก",
        ]
    )
    | st.characters(codec="utf-8"),
    max_size=25,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=PIECES, data=st.data())
def test_what_the_index_can_find_is_found_again_in_the_text(text, data):
    tokens = cut_tokens(text)
    if not tokens:
        return
    start = data.draw(st.integers(0, len(tokens) - 1))
    phrase = tuple(tokens[start : data.draw(st.integers(start + 1, len(tokens)))])

    span = find_phrase(text, phrase)

    assert span is not None
    found = cut_tokens(span.of(text))
    assert any(tuple(found[i : i + len(phrase)]) == phrase for i in range(len(found)))


def test_a_pasted_page_is_read_as_a_query_of_bounded_length():
    query = read_query("word " * 10_000 + "成" * 100_000)

    assert len(query.words) == 64
