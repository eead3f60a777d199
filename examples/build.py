"""Builds the sample reports that are binary or not in UTF-8, from their text in ``sources/``.

The built files are committed, so that a first try of urazuke needs none of the libraries used here. Run this
after changing a source: ``python examples/build.py`` (in a development environment). Every run gives the same
bytes.
"""

import datetime as dt
import io
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
REPORTS = HERE / "reports"

# source -> (report, encoding): the same text under another encoding
ENCODED = {
    "apt3-mss-report.ja.html": ("apt3-mss-report.ja.html", "cp932"),
    "tick-61419.ja.txt": ("tick-61419.ja.txt", "euc_jp"),
    "tool-sharing.zh.txt": ("tool-sharing.zh.txt", "gb18030"),
}
# source -> (report, font): the fonts are of the set that PDF readers bring along, so none is embedded
PDF = {
    "apt10-visma.ja.txt": ("apt10-visma.ja.pdf", "HeiseiMin-W3"),
    "oceanlotus.zh.txt": ("oceanlotus.zh.pdf", "STSong-Light"),
}
DOCX = {"deadringer.ja.txt": "deadringer.ja.docx"}

HEADER = ("Title", "Publisher", "Published", "URL", "Language")
# The title is the heading, and the language is a property of the file.
PRINTED = ("Publisher", "Published", "URL")


def read_source(path: Path) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Header fields by name, then (heading level, or 0 for text; one paragraph) in order."""
    head, _, body = path.read_text("utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    if tuple(fields) != HEADER:
        raise SystemExit(f"{path}: the first lines must be {', '.join(HEADER)}")
    blocks = []
    for block in body.strip().split("\n\n"):
        text = block.lstrip("#")
        blocks.append((len(block) - len(text), text.strip()))
    return fields, blocks


def printed_lines(path: Path) -> list[str]:
    """What a reader sees in the built file, paragraph by paragraph (to compare with what is found there)."""
    fields, blocks = read_source(path)
    heading, *rest = [text for _, text in blocks]
    return [heading, *(f"{name}: {fields[name]}" for name in PRINTED), *rest]


def make_pdf(path: Path, font: str) -> bytes:
    """The source as a PDF on A5 pages, so that even a short report has more than one."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont(font))
    base = ParagraphStyle("base", fontName=font, fontSize=10.5, leading=17, spaceAfter=6, wordWrap="CJK")
    style = {
        0: base,
        1: ParagraphStyle("title", base, fontSize=15, leading=24, spaceAfter=9),
        2: ParagraphStyle("heading", base, fontSize=12.5, leading=20),
    }
    small = ParagraphStyle("small", base, fontSize=8, leading=12)
    fields, blocks = read_source(path)
    story: list[Flowable] = []
    for number, (level, text) in enumerate(blocks):
        story.append(Paragraph(text, style[level]))
        if number == 0:
            story += [Paragraph(f"{name}: {fields[name]}", small) for name in PRINTED]
    out = io.BytesIO()
    SimpleDocTemplate(
        out,
        pagesize=A5,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        invariant=1,  # no clock and no random id in the file
        title=fields["Title"],
        author=fields["Publisher"],
        subject=fields["URL"],
        lang=fields["Language"],
    ).build(story)
    # The writer's fixed date would read as the date of publication: put that in its place.
    day = dt.datetime.fromisoformat(fields["Published"])
    return out.getvalue().replace(b"D:20000101", f"D:{day:%Y%m%d}".encode())


def make_docx(path: Path) -> bytes:
    """The source as a DOCX with its title, publisher and date as core properties."""
    from docx import Document

    fields, blocks = read_source(path)
    document = Document()
    for number, (level, text) in enumerate(blocks):
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
        if number == 0:
            for name in PRINTED:
                document.add_paragraph(f"{name}: {fields[name]}")
    day = dt.datetime.fromisoformat(fields["Published"])
    core = document.core_properties
    core.title, core.author, core.language = fields["Title"], fields["Publisher"], fields["Language"]
    core.identifier, core.comments = fields["URL"], ""
    core.created = core.modified = day
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    # A ZIP file holds a time for each member; ours is the report's own date.
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, day.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()


def make_all() -> dict[str, bytes]:
    """Every built report: file name -> bytes."""
    made = {
        report: (SOURCES / source).read_text("utf-8").encode(encoding)
        for source, (report, encoding) in ENCODED.items()
    }
    made |= {report: make_pdf(SOURCES / source, font) for source, (report, font) in PDF.items()}
    made |= {report: make_docx(SOURCES / source) for source, report in DOCX.items()}
    return made


def main() -> None:
    """Write every built report into ``reports/``."""
    for name, content in make_all().items():
        (REPORTS / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
