"""Masked sentences: signs for names, and the way from each sign back to the text."""

from hypothesis import given
from hypothesis import strategies as st

from urazuke.claims.mask import SIGNS, MaskedSentence, Token, mask_sentence
from urazuke.model.place import Span

TYPES = sorted(SIGNS)


def make(pieces: list[tuple[str, str | None]]) -> tuple[str, MaskedSentence]:
    """A sentence between two others; a piece with a type is a name of that type."""
    text, tokens = "Before. ", []
    start = len(text)
    for piece, type in pieces:
        if type and piece:
            tokens.append(Token(span=Span(len(text), len(text) + len(piece)), type=type))
        text += piece
    sentence = Span(start, len(text))
    return text + " After.", mask_sentence(text + " After.", sentence, tokens)


def test_names_become_signs_and_emphasis_goes():
    _, sentence = make([("APT3", "group"), (" は **", None), ("防衛", "sector"), ("** を標的とする", None)])
    assert sentence.masked == f"{SIGNS['group']}は {SIGNS['sector']}を標的とする".replace("は ", "は")


def test_every_type_has_a_sign_of_its_own():
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_a_private_use_character_in_the_text_is_no_name():
    _, sentence = make([(f"x{SIGNS['group']}y", None)])
    assert sentence.masked == "x y"


def test_tokens_outside_of_the_sentence_are_left_out():
    sentence = mask_sentence("APT1 here. APT2 there.", Span(0, 10), [Token(span=Span(11, 15), type="group")])
    assert (sentence.tokens, sentence.masked) == ((), "APT1 here.")


marks = st.sampled_from(["は", " を ", "**", "`x`", "\n", "\ue000", "標的 と", " a b "])
types = st.one_of(st.none(), st.sampled_from(TYPES))
pieces = st.lists(st.tuples(st.one_of(st.text(max_size=6), marks), types), max_size=12)
plain = st.lists(st.tuples(st.text("abc x", max_size=6), types), max_size=9)


@given(pieces)
def test_signs_stand_where_starts_says_and_nowhere_else(pieces):
    _, sentence = make(pieces)
    signs = {index for index, char in enumerate(sentence.masked) if "\ue000" <= char <= "\ue0ff"}
    assert signs == set(sentence.starts)
    assert [SIGNS[token.type] for token in sentence.tokens] == [sentence.masked[i] for i in sentence.starts]


@given(pieces)
def test_every_sign_leads_back_to_its_name(pieces):
    _, sentence = make(pieces)
    assert [sentence.original(start) for start in sentence.starts] == [t.span.start for t in sentence.tokens]


@given(pieces)
def test_the_way_back_never_turns_round_nor_leaves_the_sentence(pieces):
    _, sentence = make(pieces)
    places = [sentence.original(position) for position in range(len(sentence.masked) + 1)]
    assert places == sorted(places)
    assert all(sentence.span.start <= place <= sentence.span.end for place in places)


@given(pieces)
def test_tokens_in_a_range_are_those_whose_signs_stand_there(pieces):
    _, sentence = make(pieces)
    for start in range(0, len(sentence.masked), 3):
        expected = [
            t for t, i in zip(sentence.tokens, sentence.starts, strict=True) if start <= i < start + 5
        ]
        assert list(sentence.tokens_in(start, start + 5)) == expected


def letters_lead_back(text: str, sentence: MaskedSentence) -> bool:
    return all(
        text[sentence.original(position)] == char
        for position, char in enumerate(sentence.masked)
        if char.isalnum() and position not in sentence.starts
    )


@given(
    st.lists(
        st.tuples(st.text("abc x", max_size=6), st.one_of(st.none(), st.sampled_from(TYPES))), max_size=9
    )
)
def test_every_letter_leads_back_to_itself(pieces):
    assert letters_lead_back(*make(pieces))


def test_every_letter_leads_back_to_itself_past_emphasis():
    assert letters_lead_back(*make([("the **custom** backdoor ", None), ("PlugX", "malware")]))
