import zipfile
from io import BytesIO

import docx

from urazuke.documents import read_documents
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue


def make_docx(title: str = "", author: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    document.add_heading("攻撃集団の分析", level=1)
    document.add_paragraph("警察庁は攻撃集団が国内の銀行を標的にしたと発表した。")
    document.add_paragraph("")
    document.add_heading("標的", level=2)
    document.add_paragraph("銀行", style="List Bullet")
    document.add_paragraph("大手銀行", style="List Bullet 2")
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("種別", "値", "備考"), ("IP", "192.0.2.1", "")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("国家の関与を強く疑う。", style="Quote")
    document.add_paragraph("図1 攻撃の流れ", style="Caption")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def read(data: bytes, name: str = "report.docx") -> tuple[Document, Rendition]:
    (found,) = read_documents(data, name, max_bytes=10**7)
    assert not isinstance(found, Issue), str(found)
    return found[0], found[1]


def code(data: bytes) -> str:
    (found,) = read_documents(data, "a.docx", max_bytes=10**7)
    assert isinstance(found, Issue)
    assert "\n" not in str(found)
    return found.code


def test_paragraphs_and_rows_have_kind_level_and_place():
    _, rendition = read(make_docx())
    shapes = [(b.kind.value, b.level, b.span.of(rendition.text), str(b.locator)) for b in rendition.blocks]
    assert shapes == [
        ("heading", 1, "攻撃集団の分析", "paragraph 1"),
        ("paragraph", 0, "警察庁は攻撃集団が国内の銀行を標的にしたと発表した。", "paragraph 2"),
        ("heading", 2, "標的", "paragraph 4"),
        ("item", 0, "銀行", "paragraph 5"),
        ("item", 1, "大手銀行", "paragraph 6"),
        ("row", 0, "種別\t値\t備考", "table 1 row 1"),
        ("row", 0, "IP\t192.0.2.1\t", "table 1 row 2"),
        ("quotation", 0, "国家の関与を強く疑う。", "paragraph 7"),
        ("caption", 0, "図1 攻撃の流れ", "paragraph 8"),
    ]


def test_format_is_told_by_the_bytes_and_not_by_the_name():
    assert read(make_docx(), "report.txt")[1].reader == "docx/1"


def test_properties_are_metadata_and_the_day_of_making_is_no_publication():
    document, _ = read(make_docx(title="脅威報告", author="架空社"))
    assert (document.title, document.publisher, document.published) == ("脅威報告", "架空社", None)
    assert read(make_docx())[0].title == "攻撃集団の分析"


def test_archive_that_would_unpack_too_far_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>")
        archive.writestr("word/media/bomb", bytes(201_000_000))
    assert len(file.getvalue()) < 300_000
    assert code(file.getvalue()) == "too-large"


def test_archive_without_a_document_is_of_no_known_format():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.txt", "x")
    assert code(file.getvalue()) == "unknown-format"


def test_cut_and_hollow_files_are_broken():
    assert code(make_docx()[:-3000]) == "broken"
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<not-word/>")
    assert code(file.getvalue()) == "broken"


def test_document_without_text_is_named():
    file = BytesIO()
    docx.Document().save(file)
    assert code(file.getvalue()) == "no-text"
