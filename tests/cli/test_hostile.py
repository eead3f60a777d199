"""Files and texts made to break, stall or steer the program."""

import io
import json
import random
import re
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pypdf import PdfReader, PdfWriter
from tests.cli.conftest import REPORTS

from urazuke.cli.printing import printable

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def word_document(body: str) -> bytes:
    """The parts of a DOCX that a reader must have."""
    base = "http://schemas.openxmlformats.org"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{base}/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{relations}"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{base}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{base}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        file.writestr("word/document.xml", body)
    return out.getvalue()


def hostile_files() -> dict[str, bytes]:
    chance = random.Random(11)
    noise = chance.randbytes(20_000)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(12))
    return {
        "noise.bin": noise,
        "noise.txt": noise[:3000],
        "noise.pdf": b"%PDF-1.7\n" + noise,
        "noise.html": b"<html>" + noise,
        "noise.docx": b"PK\x03\x04" + noise,
        "noise.jsonl": b'{"id": ' + noise,
        "zeros.txt": bytes(100_000),
        "blank.txt": b" \n\t\n",
        "bomb.docx": word_document("<w:document xmlns:w='x'>" + " " * 300_000_000 + "</w:document>"),
        "entities.docx": word_document(f"<!DOCTYPE d [{entities}]><d>&a11;</d>"),
        "script.html": b"<html><body><script>" + b"APT3 uses Pirpi; " * 5000 + b"</script></body></html>",
        "deep.jsonl": b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b', "text": "x"}\n',
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in hostile_files().items():
        (folder / name).write_bytes(data)
    return folder


def test_each_hostile_file_is_named_in_a_line(program, hostile):
    began = time.monotonic()
    result = program("ingest", hostile, "--no-knowledge")
    assert result.exit_code == 1
    names = [re.search(r"/([^/:,]+)[:,]", line)[1] for line in result.stderr.splitlines()[1:]]
    assert set(names) == set(hostile_files())
    of_files = [name for name in names if name != "noise.jsonl"]  # there, each line is a report
    assert len(of_files) == len(set(of_files))
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul", "blockquote"])
def test_deeply_nested_elements_end(program, tmp_path, tag):
    (tmp_path / "deep.html").write_text("<html><body>" + f"<{tag}>" * 20_000 + "APT3 uses Pirpi.")
    result = program("read", tmp_path / "deep.html", "--json")
    assert result.exit_code in (0, 1)
    assert len(result.stderr.splitlines()) <= 2


def test_time_grows_with_the_length_of_a_single_line(program, tmp_path):
    sentence = "APT3 (also known as Gothic Panda) used Pirpi against Japan from 198.51.100.7. "

    def measure(times):
        (tmp_path / "line.txt").write_text(sentence * times)
        began = time.process_time()
        assert program("read", tmp_path / "line.txt", "--json").exit_code == 0
        return time.process_time() - began

    measure(10)
    short, long = measure(250), measure(2000)
    assert long < 8 * short * 3  # quadratic time would take 64 times as long


def test_a_pdf_of_many_pages_is_read(program, tmp_path):
    page = PdfReader(REPORTS / "apt10-visma.ja.pdf").pages[0]
    writer = PdfWriter()
    for _ in range(150):
        writer.add_page(page)
    writer.write(tmp_path / "many.pdf")
    result = program("read", tmp_path / "many.pdf", "--only", "observables")
    assert result.exit_code == 0


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[31mred\x07.txt", "a\x9b2J.txt", "\u202etxt.exe"])
def test_names_of_files_do_not_steer_the_terminal(program, tmp_path, name):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / name).write_text("APT3 uses Pirpi.")
    (folder / f"empty-{name}").write_text("")
    shown = program("ingest", folder, "--no-knowledge")
    assert len(shown.stderr.splitlines()) == 2
    assert not STEERING.search(shown.stderr)
    for call in (
        ["read", folder / name],
        ["documents"],
        ["search", "Pirpi"],
        ["show", "Pirpi"],
        ["card", "Pirpi"],
    ):
        shown = program(*call)
        assert shown.exit_code == 0, shown.stderr
        assert not STEERING.search(shown.stdout), call


INJECTED = (
    "Title: <script>alert(1)</script>\x1b[2J\nPublisher: \x1b]0;owned\x07<b>Firm</b>\n"
    "URL: javascript:alert(1)\n\n"
    "<img src=x onerror=alert(1)> says that APT3\u202e uses Pirpi\x1b[31m \x9b2J</pre>"
    "<script>alert(2)</script>. "
    'The group APT3 is attributed to "onmouseover=alert(3) Boyusec.\n'
)


@pytest.fixture
def injected(program, tmp_path):
    (tmp_path / "injected.txt").write_text(INJECTED)
    assert program("ingest", tmp_path / "injected.txt", "--no-knowledge").exit_code == 0
    return program


def test_texts_do_not_steer_the_terminal(injected, tmp_path):
    document = injected.json("documents")[0]["id"]
    for call in (
        ["read", tmp_path / "injected.txt"], ["documents"], ["search", "Pirpi"], ["show", "APT3"],
        ["card", "APT3"], ["timeline", "APT3"], ["path", "APT3", "Boyusec", "--conclusions"],
        ["retract", document, "--reason", "x"],
    ):  # fmt: skip
        shown = injected(*call)
        assert shown.exit_code == 0, (call, shown.stderr)
        assert not STEERING.search(shown.stdout + shown.stderr), call


@pytest.mark.parametrize("call", ["card", "chart", "timeline"])
def test_texts_bring_no_script_into_pages(injected, tmp_path, call):
    page = tmp_path / "page.html"
    result = injected(call, "APT3", "-o", page)
    if result.exit_code == 3:  # nothing to draw
        return
    tree = html.fromstring(page.read_bytes())
    assert "alert(" not in " ".join(tree.xpath("//script//text()"))
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not tree.xpath("//img[@src='x']")
    assert not [href for href in tree.xpath("//@href | //@src") if "javascript:" in href.lower()]


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_what_is_printed_holds_nothing_that_steers(text):
    shown = printable(text)
    assert not STEERING.search(shown)
    assert shown.count("\n") == text.count("\n")
    shown.encode()


def test_json_for_a_terminal_keeps_texts_and_escapes_what_steers(program, tmp_path):
    (tmp_path / "a.txt").write_text("APT3 used Pirpi\x1b[31m \x9b2J \u202e against Japan.")
    program("ingest", tmp_path / "a.txt", "--no-knowledge")
    for call in (["show", "APT3"], ["card", "APT3"], ["search", "Pirpi"], ["documents"]):
        assert not STEERING.search(program(*call, "--json").stdout)
    shown = program("read", tmp_path / "a.txt", "--json").stdout
    assert not STEERING.search(shown)
    assert any("\x9b" in claim["quote"] for claim in json.loads(shown)["claims"])
