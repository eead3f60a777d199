"""The program `urazuke`: its commands, loaded when called, and what errors become at its edge."""

import sys
from importlib import import_module
from typing import Any

import click

from urazuke import __version__
from urazuke.cli.common import CALL_IS_WRONG, DONE_IN_PART, NOT_THERE, Session
from urazuke.errors import NotKnownError, SettingsError, UrazukeError, UsageError
from urazuke.labels.load import labels
from urazuke.settings import Settings

# In the order of an analyst's day. Each command's module is imported when it is called: --help must not wait for them.
_COMMANDS: dict[str, str] = {
    "read": "urazuke.cli.reading",
    "ingest": "urazuke.cli.filling",
    "search": "urazuke.cli.searching",
    "show": "urazuke.cli.answers",
    "card": "urazuke.cli.answers",
    "timeline": "urazuke.cli.answers",
    "chart": "urazuke.cli.answers",
    "path": "urazuke.cli.answers",
    "documents": "urazuke.cli.care",
    "diff": "urazuke.cli.care",
    "retract": "urazuke.cli.care",
    "exhibit": "urazuke.cli.care",
    "predicates": "urazuke.cli.care",
}


class _Program(click.Group):
    """A group that knows the names and one-line helps of its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(_COMMANDS[cmd_name])
        command: click.Command = getattr(module, f"{cmd_name}_command", None) or getattr(module, cmd_name)
        words = labels(Settings.from_env().language)
        command.help = words.get(f"help.{cmd_name}.text", command.help or "").replace("\n\n", "\n\n\b\n", 1)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = labels(Settings.from_env().language)
        with formatter.section(words("help.commands")):
            formatter.write_dl([(name, words(f"help.{name}.short")) for name in _COMMANDS])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = labels(Settings.from_env().language)
        formatter.write_paragraph()
        with formatter.indentation():
            for paragraph in words("help.program").split("\n\n"):
                formatter.write_text(paragraph)
                formatter.write_paragraph()

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and turn errors raised on purpose into one line and an exit code."""
        try:
            return super().main(*args, **kwargs)
        except UrazukeError as err:
            click.echo(f"urazuke: {err}", err=True)
            sys.exit(_exit_code(err))
        except BrokenPipeError:
            sys.stderr.close()  # the reader of our output has gone, as `head` does: no reason to complain
            sys.exit(0)


def _exit_code(err: UrazukeError) -> int:
    if isinstance(err, UsageError | SettingsError):
        return CALL_IS_WRONG
    return NOT_THERE if isinstance(err, NotKnownError) else DONE_IN_PART


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--db", metavar="URL", default=None, help="The knowledge base (default: $URAZUKE_DB, else urazuke.db)."
)
@click.version_option(__version__, prog_name="urazuke")
@click.pass_context
def main(ctx: click.Context, db: str | None) -> None:
    """Who is behind this, according to whom, on what evidence, and how sure are we?"""
    settings = Settings.from_env()
    if db:
        from dataclasses import replace

        settings = replace(settings, database=db)
    ctx.obj = Session(settings)
    ctx.call_on_close(ctx.obj.close)
