from hypothesis import given
from hypothesis import strategies as st

from urazuke.llm.folded import FoldedText
from urazuke.model.place import Span


def found(text: str, copied: str) -> list[str]:
    return [span.of(text) for span in FoldedText(text).find(copied)]


def test_white_space_may_differ_and_the_text_as_it_is_comes_back():
    assert found("国家\n安全部 は\tBoyusec を使った。", "国家安全部はBoyusecを 使った。") == [
        "国家\n安全部 は\tBoyusec を使った。"
    ]


def test_typographic_marks_may_be_plain():
    assert found("It is “one of APT3’s tools” – they say.", '"one of APT3\'s tools" - they') == [
        "“one of APT3’s tools” – they"
    ]


def test_other_words_are_not_found():
    assert found("APT3 used Pirpi.", "APT3 uses Pirpi.") == []
    assert found("APT3 used Pirpi.", "  ") == []


def test_a_part_is_searched_at_its_place():
    text = "APT3 here, APT3 there"
    assert list(FoldedText(text, Span(5, len(text))).find("APT3")) == [Span(11, 15)]


def test_names_are_found_as_words_of_their_own():
    places = FoldedText("APT1, APT10; UPS groups UPS、UPSの\nWu\nYingzhuo", keep_space=True).find_all(
        ["APT1", "UPS", "ups", "Wu Yingzhuo"]
    )
    assert places["APT1"] == [Span(0, 4)]
    assert len(places["UPS"]) == 3
    assert places["ups"] == []
    assert len(places["Wu Yingzhuo"]) == 1


@given(st.text(alphabet='ab 　\n国“"', max_size=30), st.data())
def test_every_piece_of_a_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    spans = list(FoldedText(text).find(piece, limit=1000))
    assert bool(spans) == bool(piece.strip())
    assert all(
        "".join(span.of(text).split()).replace("“", '"') == "".join(piece.split()).replace("“", '"')
        for span in spans
    )
