import pytest

from urazuke.documents import read_documents, source_of
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue

LIMIT = 1_000_000


def read(data: bytes, name: str = "report.txt") -> tuple[Document, Rendition]:
    (found,) = read_documents(data, name, max_bytes=LIMIT)
    assert not isinstance(found, Issue), str(found)
    assert found[2] == data
    return found[0], found[1]


def issue(data: bytes, name: str = "report.txt", max_bytes: int = LIMIT) -> str:
    (found,) = read_documents(data, name, max_bytes=max_bytes)
    assert isinstance(found, Issue)
    assert found.where == name
    return found.code


def test_text_stays_exactly_as_in_the_file():
    text = "  攻撃集団について \n\n\tA tab, a trailing space \n\n\n- 銀行\n"
    assert read(text.encode())[1].text == text


def test_only_mark_and_carriage_returns_go():
    assert read(b"\xef\xbb\xbfOne line.\r\nAnother.\r\n")[1].text == "One line.\nAnother.\n"


def test_document_is_known_by_its_bytes_whatever_its_name():
    left, right = read(b"APT10 attacked.", "a.txt")[0], read(b"APT10 attacked.", "b.txt")[0]
    assert left.id == right.id
    assert left.id == f"doc-{left.id[4:]}"
    assert len(left.id) == 36
    assert (left.address, right.address) == ("a.txt", "b.txt")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("見出しの行\n2017年5月17日\n", "2017-05-17"),
        ("A headline of some length\n\nMay 17, 2017\n", "2017-05-17"),
        ("A headline of some length\n\n17 May 2017\n", "2017-05-17"),
        ("A headline of some length\n\n2023-10-05 10:00:00\n", "2023-10-05"),
        ("Title: X\nPublished: 2023-10\n", "2023-10"),
        ("更新日: 2026-07-25\n公開日: 2026-07-20\n", "2026-07-20"),
        ("Last updated on 2024年2月22日\n", "2024-02-22"),
        ("Original release date: September 14, 2020 | Last revised: October 24, 2020\n", "2020-09-14"),
        ("On May 17, 2017 the attack began.\n", None),
        ("A headline\n\n2017-02-31\n", None),
    ],
)
def test_date_is_read_where_it_stands_alone_or_has_a_label(head: str, published: str | None):
    assert read(f"{head}\nThe group attacked banks in Japan.\n".encode())[0].published == published


def test_header_lines_are_metadata_and_stay_in_the_text():
    text = "标题：攻击分析\n发布：某研究所\n日期：2023年1月10日\nURL: https://example.com/a\n\n研究人员认为该组织有关。\n"
    document, rendition = read(text.encode())
    assert (document.title, document.publisher, document.published, document.address, document.language) == (
        "攻击分析",
        "某研究所",
        "2023-01-10",
        "https://example.com/a",
        "zh",
    )
    assert rendition.text == text
    assert source_of(document).name == "某研究所"
    assert source_of(document).id == document.source_id


def test_prose_with_a_colon_is_no_header():
    document, _ = read(b"The attack was seen in May.\n\nSource: the police of Tokyo.\n")
    assert document.publisher is None
    assert source_of(document).name == "unknown publisher"


def test_title_is_the_first_line_that_looks_like_one():
    text = "セキュリティ\n\n攻撃集団が国内の銀行のネットワークに侵入したことが判明\n\n警察庁が発表した。\n"
    assert read(text.encode())[0].title == "攻撃集団が国内の銀行のネットワークに侵入したことが判明"


@pytest.mark.parametrize(
    ("marking", "tlp"), [("TLP:AMBER+STRICT", "amber+strict"), ("TLP: WHITE", "clear"), ("", "clear")]
)
def test_marking_of_distribution_is_read(marking: str, tlp: str):
    assert read(f"Report\n{marking}\n\nThe group attacked banks.\n".encode())[0].tlp == tlp


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t\n", "a.txt", "empty"),
        (b"\xef\xbb\xbf", "a.txt", "empty"),
        (bytes(range(256)) * 4, "a.txt", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", "unknown-format"),
        (b'{"type": "bundle"}', "a.json", "unknown-format"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, name: str, code: str):
    assert issue(data, name) == code


def test_file_above_the_limit_is_refused():
    assert issue(b"x" * 11, max_bytes=10) == "too-large"


def test_cut_file_is_read_with_a_warning():
    found = list(read_documents(("攻撃は続く。" * 20).encode()[:-1], "a.txt", max_bytes=LIMIT))
    assert isinstance(found[0], Issue)
    assert (found[0].code, found[0].severity.value) == ("replaced", "warning")
    assert not isinstance(found[1], Issue)


def test_markdown_front_matter_is_metadata_and_not_text():
    body = "# 攻撃の分析\n\n- **銀行**が標的となった。\n"
    front = "title: 題名\npublisher: 某社\ndate: 2024-03-05\nurl: https://example.jp/a\nlang: ja\n"
    source = f"---\n{front}---\n{body}"
    document, rendition = read(source.encode(), "a.md")
    assert (document.title, document.publisher, document.published, document.address) == (
        "題名",
        "某社",
        "2024-03-05",
        "https://example.jp/a",
    )
    assert rendition.text == body
    assert rendition.reader == "markdown/1"


@pytest.mark.parametrize("front", ["a: &x [1]\nb: *x", "- list", "a: [", "date: 2024-99-99"])
def test_front_matter_that_cannot_be_used_stays_text(front: str):
    source = f"---\n{front}\n---\nThe group attacked banks.\n"
    assert "The group attacked banks." in read(source.encode(), "a.md")[1].text


def test_json_lines_are_many_documents_and_a_bad_line_is_named():
    lines = [
        b'{"id": "r1", "text": "APT10 attacked.\\r\\nTwice.", "publisher": "X", "published": "2024-05"}',
        b"{broken",
        b"",
        '{"id": 2, "text": "集団が攻撃した。", "url": "https://example.jp/2", "lang": "ja"}'.encode(),
        b'{"id": "3"}',
    ]
    found = list(read_documents(b"\n".join(lines), "many.jsonl", max_bytes=LIMIT))
    first, broken, second, empty = found
    assert not isinstance(first, Issue)
    assert not isinstance(second, Issue)
    assert first[1].text == "APT10 attacked.\r\nTwice."
    assert (first[0].address, first[0].published, first[0].publisher) == ("many.jsonl#r1", "2024-05", "X")
    assert first[2] == lines[0]
    assert second[0].address == "https://example.jp/2"
    assert isinstance(broken, Issue)
    assert isinstance(empty, Issue)
    assert (broken.where, empty.where) == ("many.jsonl, line 2", "many.jsonl, line 5")


def test_json_lines_are_known_by_their_content_too():
    (found,) = read_documents(b'{"id": "a", "text": "APT10 attacked banks."}', "-", max_bytes=LIMIT)
    assert not isinstance(found, Issue)
    assert found[1].text == "APT10 attacked banks."


def test_half_of_a_surrogate_pair_does_not_break_the_record():
    (found,) = read_documents(b'{"id": "a", "text": "APT\\ud800 attacked."}', "a.jsonl", max_bytes=LIMIT)
    assert not isinstance(found, Issue)
    assert found[1].text == "APT\ufffd attacked."
