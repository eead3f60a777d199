"""The sample reports say what their sources say, and the list of them is complete."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from docx import Document
from pypdf import PdfReader

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("examples_build", EXAMPLES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = load_build()


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("source", build.ENCODED)
def test_encoded_report_equals_its_source(source):
    report, encoding = build.ENCODED[source]
    text = (build.REPORTS / report).read_bytes().decode(encoding)
    assert text == (build.SOURCES / source).read_text("utf-8")


@pytest.mark.parametrize("source", build.PDF)
def test_pdf_holds_its_source_on_more_than_one_page(source):
    report, _ = build.PDF[source]
    pages = PdfReader(build.REPORTS / report).pages
    found = without_space("".join(page.extract_text() for page in pages))
    assert found == without_space("".join(build.printed_lines(build.SOURCES / source)))
    assert len(pages) > 1


@pytest.mark.parametrize("source", build.DOCX)
def test_docx_holds_its_source_paragraph_by_paragraph(source):
    document = Document(str(build.REPORTS / build.DOCX[source]))
    found = [paragraph.text for paragraph in document.paragraphs]
    assert found == build.printed_lines(build.SOURCES / source)


def test_building_twice_gives_the_same_bytes():
    assert build.make_all() == build.make_all()


def test_every_source_is_built():
    named = {*build.ENCODED, *build.PDF, *build.DOCX}
    assert named == {path.name for path in build.SOURCES.iterdir()}


def test_every_report_is_listed_in_the_readme():
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    reports = {path.name for path in build.REPORTS.iterdir()}
    assert set(re.findall(r"^\| `([^`]+)`", readme, re.MULTILINE)) == reports


def test_notes_are_one_report_a_line():
    lines = (build.REPORTS / "notes.jsonl").read_text("utf-8").splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == len(lines) > 1
