import os
from io import BytesIO
from pathlib import Path

import pytest

from urazuke.errors import SourceError
from urazuke.model.issue import Issue
from urazuke.sources import Input, iter_inputs


def names(found: object) -> list[str]:
    return [item.address if isinstance(item, Input) else f"{item.code}!" for item in found]  # type: ignore[attr-defined]


def test_folder_gives_its_files_in_order_without_hidden_ones(tmp_path: Path):
    for name in ("b.txt", "a/z.txt", "a/y.txt", ".hidden", ".git/config", "c.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    found = [
        Path(name).relative_to(tmp_path).as_posix()
        for name in names(iter_inputs([str(tmp_path)], stdin=None))
    ]
    assert found == ["a/y.txt", "a/z.txt", "b.txt", "c.md"]


def test_relative_path_is_kept_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "report.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    (found,) = iter_inputs(["report.txt"], stdin=None)
    assert isinstance(found, Input)
    assert (found.name, found.address, found.size_bytes, found.media_hint) == (
        "report.txt",
        "report.txt",
        1,
        "text/plain",
    )
    assert found.read() == b"x"


def test_loop_of_links_ends(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "f.txt").write_text("x")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert names(iter_inputs([str(tmp_path)], stdin=None)) == [str(tmp_path / "a" / "f.txt"), "unreadable!"]


def test_missing_path_is_an_issue_and_the_rest_goes_on(tmp_path: Path):
    (tmp_path / "f.txt").write_text("x")
    found = list(iter_inputs([str(tmp_path / "none"), "", str(tmp_path / "f.txt")], stdin=None))
    assert names(found) == ["missing!", "missing!", str(tmp_path / "f.txt")]
    assert "no such file" in str(found[0])


def test_large_file_is_named_and_not_read(tmp_path: Path):
    (tmp_path / "big.txt").write_bytes(b"x" * 101)
    (found,) = iter_inputs([str(tmp_path / "big.txt")], stdin=None, max_bytes=100)
    assert isinstance(found, Issue)
    assert found.code == "too-large"
    assert "101" in found.message


def test_file_that_grew_since_is_refused(tmp_path: Path):
    path = tmp_path / "f.txt"
    path.write_bytes(b"x")
    (found,) = iter_inputs([str(path)], stdin=None, max_bytes=100)
    path.write_bytes(b"x" * 101)
    assert isinstance(found, Input)
    with pytest.raises(SourceError, match="more bytes than the limit"):
        found.read()


def test_dash_is_standard_input():
    (found,) = iter_inputs(["-"], stdin=BytesIO(b"report"))
    assert isinstance(found, Input)
    assert found.read() == b"report"
    assert names(iter_inputs(["-"], stdin=None)) == ["missing!"]


def test_standard_input_has_the_limit_too():
    (found,) = iter_inputs(["-"], stdin=BytesIO(b"x" * 101), max_bytes=100)
    assert isinstance(found, Input)
    with pytest.raises(SourceError):
        found.read()


def test_pipe_is_no_file(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert names(iter_inputs([str(tmp_path / "pipe")], stdin=None)) == ["not-a-file!"]


def test_empty_folder_is_named(tmp_path: Path):
    assert names(iter_inputs([str(tmp_path)], stdin=None)) == ["empty!"]


def test_name_that_is_no_utf8_can_be_printed(tmp_path: Path):
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(b"x")
    (found,) = iter_inputs([str(tmp_path)], stdin=None)
    assert isinstance(found, Input)
    assert found.address.encode().endswith(b"\\xff.txt")
    assert found.read() == b"x"
