import pytest
from hypothesis import given
from hypothesis import strategies as st

from urazuke.text.encoding import decode_bytes

JAPANESE = "警察庁は、攻撃集団「ラザルス」が国内の銀行を標的にしていると発表した。"
SIMPLIFIED = "研究人员认为，该组织与国家有关，并攻击了多家银行和政府机构。"
TRADITIONAL = "研究人員認為，該組織與國家有關，並攻擊了多家銀行和政府機構。"
ENGLISH = "The group’s operators “likely” work for the state – says the report."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((JAPANESE, name) for name in ("cp932", "euc_jp", "iso2022_jp", "gb18030")),
        *((SIMPLIFIED, name) for name in ("gb18030", "gbk")),
        (TRADITIONAL, "big5"),
        (ENGLISH, "cp1252"),
        *(
            (text, name)
            for text in (JAPANESE, SIMPLIFIED, TRADITIONAL, ENGLISH)
            for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
        ),
    ],
)
def test_text_comes_back_from_each_encoding(text: str, encoding: str):
    text = f"Report 1\n{text}\n"
    decoded = decode_bytes(text.encode(encoding))
    assert decoded is not None
    assert decoded.text == text


def test_declared_encoding_is_not_believed_against_the_bytes():
    decoded = decode_bytes(JAPANESE.encode("utf-8"), "shift_jis")
    assert decoded is not None
    assert decoded.text == JAPANESE


@pytest.mark.parametrize("declared", ["no-such-encoding", "\x00", "rot13", "zlib", "undefined"])
def test_nonsense_as_declared_encoding_does_no_harm(declared: str):
    decoded = decode_bytes(JAPANESE.encode("cp932"), declared)
    assert decoded is not None
    assert decoded.text == JAPANESE


def test_utf8_cut_in_a_character_is_read_with_its_end_marked():
    decoded = decode_bytes((JAPANESE * 5).encode()[:-1])
    assert decoded is not None
    assert decoded.text == (JAPANESE * 5)[:-1] + "\ufffd"
    assert decoded.replaced == 1


def test_bytes_of_a_picture_are_no_text():
    assert decode_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x08\x06") is None


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_none(data: bytes):
    decoded = decode_bytes(data)
    assert decoded is None or isinstance(decoded.text, str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=100))
def test_utf8_comes_back_whatever_it_says(text: str):
    decoded = decode_bytes(text.encode())
    assert decoded is not None
    assert decoded.text == text.removeprefix("\ufeff")
