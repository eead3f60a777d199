from pathlib import Path

import pytest

from urazuke.knowledge import lexicon as module
from urazuke.knowledge.cache import read_cache, write_cache
from urazuke.knowledge.lexicon import build_tables, load_lexicon

_TABLES = {"rows": (("APT3", "group", "group:apt3", "attack", "open"),), "names": {"a": "b"}}


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write_cache(tmp_path / "new", "f1", _TABLES)
    assert read_cache(tmp_path / "new", "f1") == _TABLES


def test_a_cache_of_other_tables_is_not_read(tmp_path: Path) -> None:
    write_cache(tmp_path, "f1", _TABLES)
    assert read_cache(tmp_path, "f2") is None


def test_a_cut_or_changed_cache_is_not_read(tmp_path: Path) -> None:
    write_cache(tmp_path, "f1", _TABLES)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for data in (whole[:-1], whole[: len(whole) // 2], b"", whole[:-3] + b"xyz"):
        file.write_bytes(data)
        assert read_cache(tmp_path, "f1") is None


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    write_cache(blocked, "f1", _TABLES)
    assert read_cache(blocked, "f1") is None


def test_nothing_is_left_beside_the_cache(tmp_path: Path) -> None:
    write_cache(tmp_path, "f1", _TABLES)
    assert [path.name for path in tmp_path.iterdir()] == ["lexicon.bin"]


def test_a_truncated_cache_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = []
    tables = build_tables()
    monkeypatch.setattr(module, "build_tables", lambda: built.append(1) or tables)
    assert load_lexicon(tmp_path).canonical("group:apt3") == "APT3"
    load_lexicon(tmp_path)
    assert len(built) == 1
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    assert load_lexicon(tmp_path).canonical("group:apt3") == "APT3"
    assert len(built) == 2
    load_lexicon(tmp_path)
    assert len(built) == 2


def test_without_a_folder_the_lexicon_is_built_in_memory() -> None:
    assert load_lexicon(None).lookup("APT3")[0].concept == "group:apt3"
