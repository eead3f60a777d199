import re

import pytest

from urazuke.cli.main import main
from urazuke.labels.load import LANGUAGES

COMMANDS = main.list_commands(None)
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_words_in_its_language(program, command, lang):
    result = program(command, "--help", URAZUKE_LANG=lang)
    assert result.exit_code == 0
    assert re.search(rf"^    .*urazuke .*\b{command}\b", result.stdout, re.MULTILINE)
    heading, options = re.split(r"^(?:Options|オプション):$", result.stdout, flags=re.MULTILINE)
    assert bool(JAPANESE.search(heading)) == (lang == "ja") or command in ("path", "search")
    described = re.findall(r"^  -.*(?:\n   .*)*", options, re.MULTILINE)
    assert len(described) >= 2
    assert all(bool(JAPANESE.search(option)) == (lang == "ja") for option in described)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_program_lists_every_command(program, lang):
    listed = program("--help", URAZUKE_LANG=lang).stdout
    for command in COMMANDS:
        assert re.search(rf"^  {command}  +\S", listed, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_prints_json(program, command):
    assert "--json" in program(command, "--help").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_japanese_lines_are_folded_by_their_width(program, command):
    import unicodedata

    for line in program(command, "--help", URAZUKE_LANG="ja").stdout.splitlines():
        width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
        assert width <= 80 or "[group|" in line or "urazuke " in line, line


def test_help_is_there_even_where_a_setting_is_wrong(program):
    assert program("--help", URAZUKE_LANG="xx").exit_code == 0
    assert program("documents", URAZUKE_LANG="xx").exit_code == 2
