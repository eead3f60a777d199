from hypothesis import given
from hypothesis import strategies as st

from urazuke.text.chinese import fold_chinese, simplify_words


def test_traditional_characters_and_words_of_taiwan_become_those_of_the_mainland() -> None:
    assert simplify_words("駭客組織透過惡意軟體入侵伺服器") == "黑客组织通过恶意软件入侵服务器"


def test_punctuation_beside_chinese_is_chinese() -> None:
    assert fold_chinese("該組織(又稱Foo)「海風」,攻擊了銀行;") == "该组织（又称Foo）“海风”，攻击了银行；"


def test_latin_punctuation_among_latin_letters_stays() -> None:
    assert fold_chinese("Foo, Bar (Baz); 1,600") == "Foo, Bar (Baz); 1,600"


def test_simplified_text_stays() -> None:
    assert fold_chinese("该组织针对银行，窃取数据。") == "该组织针对银行，窃取数据。"


@given(st.text(alphabet="駭客組織資訊軟體(),;:?!「」Aa1 著乾"))
def test_length_is_kept(text: str) -> None:
    assert len(fold_chinese(text)) == len(text)
