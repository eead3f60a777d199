import pytest
from hypothesis import given
from hypothesis import strategies as st

from urazuke.model.place import Span
from urazuke.text.sentences import iter_sentences


def cut(text: str) -> list[str]:
    return [span.of(text) for span in iter_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("一つ目。二つ目。", ["一つ目。", "二つ目。"]),
        ("First one. Second one.", ["First one.", "Second one."]),
        ("Is it so? It is!", ["Is it so?", "It is!"]),
        ("Version 2.0 of the tool came out.", ["Version 2.0 of the tool came out."]),
        ("Hosted at evil.example.net for years.", ["Hosted at evil.example.net for years."]),
        ("It ends here.[12] Then it goes on.", ["It ends here.[12]", "Then it goes on."]),
        ("He said “no.” Then he left.", ["He said “no.”", "Then he left."]),
        ("攻击了银行！随后撤离。", ["攻击了银行！", "随后撤离。"]),
        ("One paragraph\n\nAnother one", ["One paragraph", "Another one"]),
        ("wrapped\nline", ["wrapped\nline"]),
        ("Tools:\n- PlugX\n- Poison Ivy", ["Tools:", "- PlugX", "- Poison Ivy"]),
        ("", []),
        (" \n\t　", []),
    ],
)
def test_cuts(text, sentences):
    assert cut(text) == sentences


@pytest.mark.parametrize(
    "word", ["Mr.", "Dr.", "Lt.", "Inc.", "Ltd.", "Co.", "U.S.", "No.", "e.g.", "vs.", "J."]
)
def test_abbreviation_ends_no_sentence(word):
    text = f"They met {word} Smith there."
    assert cut(text) == [text]


def test_quotation_stays_with_its_speaker():
    text = "同社は「攻撃は続いている。警戒が必要だ」と述べた。次の文。"
    assert cut(text) == ["同社は「攻撃は続いている。警戒が必要だ」と述べた。", "次の文。"]


def test_quotation_that_ends_in_a_stop_stays_with_its_speaker():
    assert cut("同社は「攻撃は続いている。」と述べた。") == ["同社は「攻撃は続いている。」と述べた。"]


def test_bracket_that_never_closes_does_not_swallow_the_text():
    text = "「" + "攻撃した。" * 200
    assert len(cut(text)) > 50


def test_only_the_part_asked_for_is_cut():
    text = "One. Two. Three. Four."
    assert [span.of(text) for span in iter_sentences(text, Span(5, 16))] == ["Two.", "Three."]


pieces = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "。",
                "！",
                "?",
                ". ",
                ".\n",
                "「",
                "」",
                "“",
                "”",
                "\n\n",
                "\n- ",
                "、",
                ", ",
                "Mr. ",
                "APT1 ",
                "攻撃",
            ]
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        st.integers(100, 900).map(lambda count: "あ" * count),
    ),
    max_size=40,
).map("".join)


@given(pieces, st.data())
def test_sentences_cover_all_but_white_space_without_overlap(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = list(iter_sentences(text, Span(start, end)))
    position = start
    for span in spans:
        assert not text[position : span.start].strip()
        assert position <= span.start < span.end <= end
        position = span.end
    assert not text[position:end].strip()


@given(pieces)
def test_sentences_have_no_white_space_at_their_ends_and_are_not_too_long(text):
    for sentence in cut(text):
        assert sentence == sentence.strip()
        assert len(sentence) <= 1500
