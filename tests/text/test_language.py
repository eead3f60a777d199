import pytest

from urazuke.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("警察庁は攻撃集団を名指しした。", "ja"),
        ("APT10、PlugX、Cobalt Strikeの利用が増加", "ja"),
        ("研究人员认为该组织攻击了多家银行。", "zh"),
        ("研究人員認為該組織攻擊了多家銀行。日本的「サイバー」一詞。" * 1 + "該組織與國家有關。" * 10, "zh"),
        ("The group, known in China as 海莲花, attacks companies in Vietnam and elsewhere.", "en"),
        ("Le groupe a attaqué plusieurs sociétés françaises depuis l’été dernier.", "other"),
        ("Группа атаковала несколько банков.", "other"),
        ("12345 !!", "other"),
        ("", "other"),
    ],
)
def test_language_is_told_by_its_script(text: str, language: str):
    assert detect_language(text) == language
