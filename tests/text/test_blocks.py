from hypothesis import given
from hypothesis import strategies as st

from urazuke.model.document import BlockKind
from urazuke.model.place import Span
from urazuke.text.blocks import find_blocks, find_cells


def kinds(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.span.of(text)) for block in find_blocks(text)]


def test_one_line_is_one_paragraph_in_japanese():
    text = "攻撃は日本の銀行を標的にした。\n警察庁は集団を名指しした。\n"
    assert kinds(text) == [
        ("paragraph", 0, "攻撃は日本の銀行を標的にした。"),
        ("paragraph", 0, "警察庁は集団を名指しした。"),
    ]


def test_wrapped_english_lines_are_one_paragraph():
    text = (
        "The group has been active since 2012 and attacks banks in\n"
        "Japan and Taiwan. Its tools are shared with other groups,\n"
        "which makes attribution hard.\n\nA second paragraph stands here and ends.\n"
    )
    assert [kind for kind, _, _ in kinds(text)] == ["paragraph", "paragraph"]
    assert kinds(text)[0][2].endswith("attribution hard.")


def test_short_line_between_blank_lines_is_a_heading():
    text = "The attack was seen in May.\n\nTechnical details\n\nThe malware calls home.\n"
    assert kinds(text)[1] == ("heading", 2, "Technical details")


def test_markdown_headings_keep_their_level_and_lose_their_marks():
    assert kinds("# 概要\n\n## 3.1 中核名称\n") == [("heading", 1, "概要"), ("heading", 2, "3.1 中核名称")]


def test_bullets_nest_by_indent():
    text = "標的：\n- 銀行\n  - 大手銀行\n- 証券\n・台湾\n（1）香港\n"
    assert kinds(text)[1:] == [
        ("item", 0, "銀行"),
        ("item", 1, "大手銀行"),
        ("item", 0, "証券"),
        ("item", 0, "台湾"),
        ("item", 0, "香港"),
    ]


def test_bold_word_after_an_asterisk_is_still_an_item():
    assert kinds("* **蒸留攻撃**: 中国のAI企業が抽出した。\n")[0] == (
        "item",
        0,
        "**蒸留攻撃**: 中国のAI企業が抽出した。",
    )


def test_numbered_line_alone_is_a_heading_and_in_a_row_an_item():
    assert kinds("1. Summary\n\nThe group attacked banks in Japan.\n")[0] == ("heading", 2, "Summary")
    assert [kind for kind, _, _ in kinds("1. Banks\n2. Brokers\n")] == ["item", "item"]


def test_a_number_that_counts_is_no_bullet():
    assert kinds("3 companies were hit in May.\n")[0][0] == "paragraph"


def test_pipe_table_gives_rows_and_no_rule():
    text = "| 名称 | 種別 |\n|---|---|\n| AppleSeed | バックドア |\n"
    assert [kind for kind, _, _ in kinds(text)] == ["row", "row"]
    row = find_blocks(text)[1].span
    assert [cell.of(text) for cell in find_cells(text, row)] == ["AppleSeed", "バックドア"]


def test_tab_table_gives_rows_with_empty_cells():
    text = "name\tuse\tnote\nPlugX\t\tshared\n"
    assert [kind for kind, _, _ in kinds(text)] == ["row", "row"]
    assert [cell.of(text) for cell in find_cells(text, find_blocks(text)[1].span)] == ["PlugX", "", "shared"]


def test_fenced_lines_are_code_and_an_open_fence_is_not():
    assert kinds("```\nrule X {\n}\n```\n") == [("code", 0, "rule X {\n}")]
    assert all(kind != "code" for kind, _, _ in kinds("```\nThe fence stays open here.\n"))


def test_quotation_and_caption():
    assert kinds("> 国家の関与を疑う。\n") == [("quotation", 0, "国家の関与を疑う。")]
    assert kinds("図1：攻撃の流れ\n")[0][0] == "caption"
    assert kinds("Table 2: CVEs used by the group\n")[0][0] == "caption"


LINES = st.lists(
    st.one_of(
        st.text(alphabet="aA1攻撃。.-*•#>|\t `~=（1）①一、:：\u3000 \r\f\x0b", max_size=20),
        st.sampled_from(["", "```", "---", "| a | b |", "- x", "  - y", "1. z", "> q", "# h", "図1 x"]),
    ),
    max_size=30,
)


@given(LINES)
def test_blocks_stand_in_order_within_the_text_and_are_not_blank(lines: list[str]):
    text = "\n".join(lines)
    end = 0
    for block in find_blocks(text):
        assert block.span.start >= end
        assert block.span.end <= len(text)
        assert block.span.of(text).strip()
        end = block.span.end


@given(st.text(alphabet="ab |\t\\", min_size=1, max_size=30))
def test_cells_lie_within_their_row_in_order(row: str):
    end = 0
    for cell in find_cells(row, Span(0, len(row))):
        assert end <= cell.start <= cell.end <= len(row)
        end = cell.end


def test_lines_too_narrow_to_have_been_wrapped_stand_alone():
    assert len(find_blocks("x(\n" * 500)) == 500


def test_every_kind_can_be_found():
    text = "# A\n\nProse stands here.\n\n- b\n\n| c | d |\n| e | f |\n\n図1 g\n\n> h\n\n```\ni\n```\n"
    assert {block.kind for block in find_blocks(text)} == set(BlockKind)
