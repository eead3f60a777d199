import json

import click
import pytest
from click.testing import CliRunner
from tests.support.cases import store_case

from urazuke.cli.answers import COMMANDS
from urazuke.cli.common import Session
from urazuke.errors import UrazukeError
from urazuke.settings import Settings


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    path = tmp_path_factory.mktemp("base") / "base.db"
    store_case("apt3", path).close()
    return path


@pytest.fixture
def run(base):
    group = click.Group(commands={command.name: command for command in COMMANDS if command.name})

    def run_command(*arguments, settings=None):
        session = Session(settings or Settings(database=str(base)))
        result = CliRunner().invoke(group, list(arguments), obj=session)
        session.close()
        return result

    return run_command


def test_card_prints_text(run):
    result = run("card", "APT3", "--lang", "ja")
    assert result.exit_code == 0
    assert "背後にいるとされる者" in result.stdout


def test_the_language_of_the_settings_is_the_default(run, base):
    assert "何" not in run("card", "APT3").stdout
    assert "年表" in run("timeline", "APT3", settings=Settings(database=str(base), language="ja")).stdout


@pytest.mark.parametrize(
    ("ending", "start"), [("html", "<!DOCTYPE html>"), ("md", "# APT3"), ("json", "{"), ("txt", "APT3")]
)
def test_the_name_of_the_file_chooses_the_format(run, tmp_path, ending, start):
    file = tmp_path / "out" / f"card.{ending}"
    result = run("card", "APT3", "-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert file.read_text("utf-8").startswith(start)
    assert str(file) in result.stderr


def test_names_of_one_entity_show_one_id(run):
    ids = {
        json.loads(run("show", name, "--json").stdout)["id"] for name in ("APT3", "gothic panda", "TG-0110")
    }
    assert len(ids) == 1


@pytest.mark.parametrize("command", ["card", "show", "timeline", "chart"])
def test_an_unknown_name_says_what_is_near(run, command):
    result = run(command, "APT33", "--json")
    assert result.exit_code == 3
    assert "APT3" in json.loads(result.stdout)["near"]
    assert "APT33" in result.stderr


def test_a_name_of_several_things_says_so_and_a_type_chooses(run):
    result = run("show", "UPS", "--json")
    assert (result.exit_code, "--type group" in result.stderr, "--type malware" in result.stderr) == (
        0,
        True,
        True,
    )
    chosen = run("show", "UPS", "--json", "--type", "group")
    assert (json.loads(chosen.stdout)["name"], chosen.stderr) == ("APT3", "")


def test_an_unknown_end_of_a_path_says_what_is_near(run):
    result = run("path", "Pirpi", "Boyusek")
    assert result.exit_code == 3
    assert "Boyusec" in result.stderr


def test_path_prints_the_form_that_is_promised(run):
    chains = json.loads(run("path", "Pirpi", "国家安全部", "--json").stdout)["chains"]
    hop = chains[0]["hops"][0]
    assert {"s", "p", "o", "quote", "doc", "by", "time", "stance", "basis", "grade"} <= set(hop)
    assert [hop["p"] for hop in chains[0]["hops"]][-1] == "part-of"


def test_two_names_of_one_entity_have_no_path(run):
    result = run("path", "APT3", "Gothic Panda")
    assert isinstance(result.exception, UrazukeError)
    assert "one entity" in str(result.exception)


def test_a_type_chooses_among_several(run):
    assert run("card", "APT3", "--type", "malware").exit_code == 3
    assert run("card", "APT3", "--type", "group").exit_code == 0


def test_as_of_leaves_out_what_came_later(run):
    early = json.loads(run("card", "APT3", "--json", "--as-of", "2017-05-10").stdout)
    assert early["as_of"] == "2017-05-10"
    assert (
        early["figures"]["documents"]
        < json.loads(run("card", "APT3", "--json").stdout)["figures"]["documents"]
    )


def test_a_date_that_is_none_is_refused(run):
    assert "not a date" in str(run("card", "APT3", "--as-of", "last week").exception)


def test_json_and_another_format_exclude_each_other(run):
    assert "exclude" in str(run("card", "APT3", "--json", "--format", "html").exception)


def test_questions_make_no_knowledge_base(run, tmp_path):
    missing = tmp_path / "none.db"
    result = run("card", "APT3", settings=Settings(database=str(missing)))
    assert isinstance(result.exception, UrazukeError)
    assert not missing.exists()


def test_chart_is_svg_on_standard_output(run):
    assert run("chart", "APT3").stdout.startswith("<svg")


def test_chart_as_text_tells_every_link_with_its_quote(run):
    links = json.loads(run("chart", "APT3", "--json").stdout)["edges"]
    told = run("chart", "APT3", "--format", "text").stdout
    assert told.count("“") >= len(links) > 0
    assert not told.startswith("<")


def test_a_file_that_cannot_be_written_leaves_nothing(run, tmp_path):
    (tmp_path / "file").write_text("x")
    result = run("card", "APT3", "-o", str(tmp_path / "file" / "card.html"))
    assert isinstance(result.exception, UrazukeError)
