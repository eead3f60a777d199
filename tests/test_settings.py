from pathlib import Path

import pytest

from urazuke.errors import SettingsError
from urazuke.settings import SETTINGS, LlmSettings, Settings


def test_defaults_hold_without_environment():
    settings = Settings.from_env({"HOME": "/home/ana"})
    assert settings == Settings(
        database="urazuke.db",
        max_document_bytes=50_000_000,
        language="en",
        cache=Path("/home/ana/.cache/urazuke"),
    )


def test_each_setting_has_its_variable():
    values = {
        "URAZUKE_DB": "x.db",
        "URAZUKE_MAX_BYTES": "10",
        "URAZUKE_LANG": "ja_JP",
        "URAZUKE_CACHE": "c",
        "URAZUKE_LLM_URL": "http://127.0.0.1:11434/v1",
        "URAZUKE_LLM_MODEL": "some-model",
        "URAZUKE_LLM_KEY": "secret",
        "URAZUKE_LLM_TLP": "TLP:AMBER+STRICT",
        "URAZUKE_LLM_PARALLEL": "8",
        "URAZUKE_LLM_TIMEOUT": "2.5",
        "URAZUKE_LLM_PRICE": "3, 15.5",
    }
    assert {setting.variable for setting in SETTINGS} == set(values)
    settings = Settings.from_env(values)
    llm = LlmSettings(
        url="http://127.0.0.1:11434/v1",
        model="some-model",
        key="secret",
        tlp="amber+strict",
        parallel=8,
        timeout_s=2.5,
        price=(3.0, 15.5),
    )
    assert settings == Settings(
        database="x.db", max_document_bytes=10, language="ja", cache=Path("c"), llm=llm
    )
    for setting in SETTINGS:
        value = settings
        for name in setting.name.split("."):
            value = getattr(value, name)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_the_key_is_not_shown():
    settings = Settings.from_env({"HOME": "/h", "URAZUKE_LLM_KEY": "secret"})
    assert settings.llm.key == "secret"
    assert "secret" not in repr(settings)


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
    ("variable", "value"),
    [
        ("URAZUKE_LANG", "fr"),
        ("URAZUKE_MAX_BYTES", "many"),
        ("URAZUKE_MAX_BYTES", "0"),
        ("URAZUKE_LLM_URL", "127.0.0.1:11434"),
        ("URAZUKE_LLM_URL", "file:///etc"),
        ("URAZUKE_LLM_URL", "http://"),
        ("URAZUKE_LLM_URL", "http://name:password@example.org/v1"),
        ("URAZUKE_LLM_URL", "http://example.org:99999/v1"),
        ("URAZUKE_LLM_URL", "http://[::1/v1"),
        ("URAZUKE_LLM_KEY", "se\ncret"),
        ("URAZUKE_LLM_TLP", "blue"),
        ("URAZUKE_LLM_PARALLEL", "0"),
        ("URAZUKE_LLM_PARALLEL", "65"),
        ("URAZUKE_LLM_PARALLEL", "1.5"),
        ("URAZUKE_LLM_TIMEOUT", "0"),
        ("URAZUKE_LLM_TIMEOUT", "inf"),
        ("URAZUKE_LLM_PRICE", "3"),
        ("URAZUKE_LLM_PRICE", "3,-1"),
    ],
)
def test_value_that_cannot_be_used_is_named(variable: str, value: str):
    with pytest.raises(SettingsError, match=variable) as caught:
        Settings.from_env({"HOME": "/h", variable: value})
    assert "password" not in str(caught.value)
    assert "cret" not in str(caught.value)
