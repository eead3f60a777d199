from pathlib import Path

import pytest

from urazuke.errors import SettingsError
from urazuke.settings import SETTINGS, Settings


def test_defaults_hold_without_environment():
    settings = Settings.from_env({"HOME": "/home/ana"})
    assert settings == Settings(
        database="urazuke.db",
        max_document_bytes=50_000_000,
        language="en",
        cache=Path("/home/ana/.cache/urazuke"),
    )


def test_each_setting_has_its_variable():
    values = {"URAZUKE_DB": "x.db", "URAZUKE_MAX_BYTES": "10", "URAZUKE_LANG": "ja_JP", "URAZUKE_CACHE": "c"}
    assert {setting.variable for setting in SETTINGS} == set(values)
    settings = Settings.from_env(values)
    assert settings == Settings(database="x.db", max_document_bytes=10, language="ja", cache=Path("c"))
    assert {setting.name for setting in SETTINGS} == {"database", "max_document_bytes", "language", "cache"}


@pytest.mark.parametrize(
    ("values", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "URAZUKE_LANG": "en"}, "en"),
    ],
)
def test_language_follows_the_locale_unless_set(values: dict[str, str], language: str):
    assert Settings.from_env({"HOME": "/h", **values}).language == language


@pytest.mark.parametrize(
    ("variable", "value"), [("URAZUKE_LANG", "fr"), ("URAZUKE_MAX_BYTES", "many"), ("URAZUKE_MAX_BYTES", "0")]
)
def test_value_that_cannot_be_used_is_named(variable: str, value: str):
    with pytest.raises(SettingsError, match=variable):
        Settings.from_env({"HOME": "/h", variable: value})
