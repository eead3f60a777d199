from io import BytesIO

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from urazuke.documents import read_documents
from urazuke.documents.base import Content
from urazuke.documents.pdf import read_pdf
from urazuke.model.document import BlockKind, Document, Rendition
from urazuke.model.issue import Issue
from urazuke.model.place import PageRegion

PAGES = (
    (
        "攻撃集団の分析",
        "",
        "警察庁は攻撃集団が国内の銀行を標的にしたと発表した。",
        "攻撃は2019年から続いている。",
    ),
    ("通信先", "", "・evil.example", "・192.0.2.1"),
    ("まとめ", "", "今後も攻撃が続く可能性がある。"),
)


def make_pdf(
    pages: tuple[tuple[str, ...], ...] = PAGES, *, password: str | None = None, **info: str
) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    file = BytesIO()
    lock = StandardEncryption(password, strength=128) if password else None
    canvas = Canvas(file, encrypt=lock, invariant=True)
    canvas.setTitle(info.get("title", ""))
    canvas.setAuthor(info.get("author", ""))
    for number, lines in enumerate(pages, 1):
        canvas.setFont("HeiseiMin-W3", 10)
        canvas.drawString(60, 800, "架空研究所 年次報告書")
        for row, line in enumerate(lines):
            canvas.drawString(60, 760 - 30 * row, line)
        canvas.drawString(300, 20, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(data: bytes) -> tuple[Document, Rendition]:
    (found,) = read_documents(data, "report.pdf", max_bytes=10**7)
    assert not isinstance(found, Issue), str(found)
    return found[0], found[1]


def codes(data: bytes) -> list[str]:
    return [item.code for item in read_documents(data, "a.pdf", max_bytes=10**7) if isinstance(item, Issue)]


def test_text_of_every_page_is_read_with_its_page():
    document, rendition = read(make_pdf())
    assert document.media_type == "application/pdf"
    assert document.language == "ja"
    places = {block.span.of(rendition.text): block.locator for block in rendition.blocks}
    assert places["evil.example"] == PageRegion(2)
    assert places["今後も攻撃が続く可能性がある。"] == PageRegion(3)


def test_running_heads_and_page_numbers_are_in_the_text_and_in_no_block():
    _, rendition = read(make_pdf())
    assert rendition.text.count("架空研究所") == 3
    assert not any("架空研究所" in block.span.of(rendition.text) for block in rendition.blocks)
    assert not any("- 2 -" in block.span.of(rendition.text) for block in rendition.blocks)


def test_bullets_of_a_page_are_items():
    _, rendition = read(make_pdf())
    assert [b.span.of(rendition.text) for b in rendition.blocks if b.kind is BlockKind.ITEM] == [
        "evil.example",
        "192.0.2.1",
    ]


def test_metadata_are_read_and_useless_titles_are_not():
    assert read(make_pdf(title="脅威報告 2024", author="架空社"))[0].title == "脅威報告 2024"
    assert read(make_pdf(author="架空社"))[0].publisher == "架空社"
    assert read(make_pdf(title="Microsoft Word - draft.docx"))[0].title != "Microsoft Word - draft.docx"


def test_date_of_making_is_a_date():
    assert read(make_pdf())[0].published == "2000-01-01"  # what reportlab writes into invariant files


def test_locked_file_is_named():
    assert codes(make_pdf(password="secret")) == ["encrypted"]


def test_file_locked_without_password_for_reading_is_named_or_read():
    file = BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("", ownerPassword="owner", strength=40))
    canvas.drawString(60, 700, "The group attacked banks in Japan.")
    canvas.save()
    assert "The group attacked banks" in read(file.getvalue())[1].text


def test_scan_without_text_is_named():
    file = BytesIO()
    canvas = Canvas(file)
    canvas.rect(10, 10, 200, 200, fill=1)
    canvas.save()
    assert codes(file.getvalue()) == ["no-text"]


@pytest.mark.parametrize("cut", [20, 200, 1000])
def test_broken_file_is_named_in_one_line(cut: int):
    (found,) = read_documents(make_pdf()[:cut], "a.pdf", max_bytes=10**7)
    assert isinstance(found, Issue)
    assert found.code == "broken"
    assert "\n" not in str(found)


def test_reading_stops_when_time_is_up_and_says_so():
    ticks = iter([0.0, 1.0, 2.0, 99.0])
    found = list(read_pdf(make_pdf(), "a.pdf", max_seconds=10, clock=lambda: next(ticks)))
    assert isinstance(found[0], Issue)
    assert "before page 3" in found[0].message
    assert isinstance(found[1], Content)
    assert "まとめ" not in found[1].text
