"""What holds for every reader."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_docx_reader import make_docx
from test_html_reader import PAGE
from test_pdf_reader import make_pdf

from urazuke.documents import READERS, find_reader, read_documents
from urazuke.ids import hash_bytes, make_id
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue

SAMPLES = {
    "plain/1": ("a.txt", "見出し\n\n集団が銀行を攻撃した。\n\n- 銀行\n- 証券\n".encode("cp932")),
    "markdown/1": ("a.md", "---\ntitle: T\n---\n# 見出し\n\n| a | b |\n|---|---|\n| c | d |\n".encode()),
    "jsonl/1": ("a.jsonl", '{"id": "1", "text": "集団が銀行を攻撃した。"}\n'.encode()),
    "html/1": ("a.html", PAGE.encode()),
    "pdf/1": ("a.pdf", make_pdf()),
    "docx/1": ("a.docx", make_docx()),
}


def check(document: Document, rendition: Rendition, original: bytes) -> None:
    assert document.sha256 == hash_bytes(original)
    assert document.id == make_id("doc", document.sha256)
    assert document.size_bytes == len(original)
    assert rendition.document_id == document.id
    assert rendition.text.encode()
    end = 0
    for block in rendition.blocks:
        assert end <= block.span.start < block.span.end <= len(rendition.text)
        assert block.span.of(rendition.text).strip()
        end = block.span.end
        assert rendition.locate(block.span) == block.locator


def test_every_reader_has_a_sample_and_a_name_of_its_own():
    assert {reader.name for reader in READERS} == set(SAMPLES)
    assert len({reader.name for reader in READERS}) == len(READERS)


@pytest.mark.parametrize("reader", SAMPLES)
def test_reader_is_found_and_gives_blocks_in_order(reader: str):
    name, data = SAMPLES[reader]
    found = list(read_documents(data, name, max_bytes=10**7))
    assert found
    for item in found:
        assert not isinstance(item, Issue), str(item)
        assert item[1].reader == reader
        assert item[1].blocks
        check(*item)


@pytest.mark.parametrize("reader", ["html/1", "pdf/1", "docx/1", "jsonl/1"])
def test_format_is_told_without_a_name(reader: str):
    found = find_reader(SAMPLES[reader][1], "-")
    assert found is not None
    assert found.name == reader


@pytest.mark.parametrize("reader", SAMPLES)
def test_reading_twice_gives_the_same(reader: str):
    name, data = SAMPLES[reader]
    assert list(read_documents(data, name, max_bytes=10**7)) == list(
        read_documents(data, name, max_bytes=10**7)
    )


MAGIC = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<html>",
    b"<!doctype html>",
    b'{"text": "',
    b"---\ntitle: ",
    b"\xff\xfe",
]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(MAGIC), st.binary(max_size=300), st.sampled_from([name for name, _ in SAMPLES.values()])
)
def test_any_bytes_give_documents_or_issues(magic: bytes, data: bytes, name: str):
    found = list(read_documents(magic + data, name, max_bytes=10**6))
    assert found
    for item in found:
        if isinstance(item, Issue):
            assert "\n" not in str(item)
        else:
            check(*item)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["pdf/1", "docx/1", "html/1", "jsonl/1"]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damaged_files_give_documents_or_issues(reader: str, damage: list[tuple[float, int]]):
    name, data = SAMPLES[reader]
    damaged = bytearray(data)
    for place, value in damage:
        damaged[int(place * len(damaged))] = value
    found = list(read_documents(bytes(damaged), name, max_bytes=10**6))
    assert found
    for item in found:
        if not isinstance(item, Issue):
            check(*item)


TAGS = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<br>",
    "<pre>",
]
TAGS += [
    "<h2>",
    "</h2>",
    "<blockquote>",
    "<a href=/x>",
    "</a>",
    "<!-- c -->",
    "<script>",
    "</script>",
    "<nav>",
    "</nav>",
]
TAGS += [
    "<ruby>",
    "<rt>",
    "</ruby>",
    "<x:y>",
    "<caption>",
    "<dl>",
    "<dd>",
    "<svg>",
    "</svg>",
    "<p hidden>",
    "<?pi?>",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(TAGS), st.sampled_from(["攻撃は続く。", "word ", "\n", "\t", "&nbsp;"])),
        max_size=40,
    )
)
def test_any_order_of_tags_gives_blocks_in_order(pieces: list[str]):
    html = "<html><body>" + "".join(pieces) + "</body></html>"
    for item in read_documents(html.encode(), "a.html", max_bytes=10**6):
        if not isinstance(item, Issue):
            check(*item)
