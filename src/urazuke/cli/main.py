"""The program `urazuke`: its commands, loaded when called, and what errors become at its edge."""

import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NoReturn

import click

from urazuke import __version__
from urazuke.cli.common import CALL_IS_WRONG, DONE_IN_PART, NOT_THERE, Session
from urazuke.cli.help import make_context_class, translate
from urazuke.cli.printing import complain
from urazuke.errors import NoBaseError, NotKnownError, SettingsError, UrazukeError, UsageError
from urazuke.labels.load import Labels, labels
from urazuke.settings import Settings

# In the order of an analyst's day. A command's module is imported when called: --help must not wait for it.
_COMMANDS: dict[str, str] = {
    "read": "urazuke.cli.reading",
    "ingest": "urazuke.cli.filling",
    "search": "urazuke.cli.searching",
    "show": "urazuke.cli.answers",
    "card": "urazuke.cli.answers",
    "timeline": "urazuke.cli.answers",
    "chart": "urazuke.cli.answers",
    "path": "urazuke.cli.answers",
    "review": "urazuke.cli.reviewing",
    "documents": "urazuke.cli.care",
    "diff": "urazuke.cli.care",
    "retract": "urazuke.cli.care",
    "exhibit": "urazuke.cli.care",
    "predicates": "urazuke.cli.care",
}

_STOPPED = 130
"""The exit code after an interrupt, as shells count it."""


def _words() -> Labels:
    try:
        return labels(Settings.from_env().language)
    except SettingsError:  # a wrong setting is named when a command runs; help must help nevertheless
        return labels("en")


class _Program(click.Group):
    """A group that knows the names and one-line helps of its commands without importing them."""

    context_class = make_context_class(_words)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(_COMMANDS[cmd_name])
        command: click.Command = getattr(module, f"{cmd_name}_command", None) or getattr(module, cmd_name)
        command.context_class = self.context_class
        translate(command, _words())
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], _COMMANDS, n=1, cutoff=0.7)
            hint = f"did you mean: urazuke {near[0]}" if near else "see: urazuke --help"
            raise UsageError(f"there is no such command; {hint}", where=args[0])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = _words()
        with formatter.section(words("help.commands")):
            formatter.write_dl([(name, words(f"help.{name}.short")) for name in _COMMANDS])

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = _words()
        translate(self, words)
        self.help = words("help.program")
        super().format_help(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and send off what it printed: a full disk or a closed pipe shows itself here."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:  # the reader of our output has gone, as `head` does: no reason to complain
            _drop_output()
            ctx.exit(0)

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run, and turn errors raised on purpose into one line and an exit code."""
        _prepare_output()
        try:
            code = super().main(*args, **{**kwargs, "standalone_mode": False})
        except UrazukeError as err:
            complain(f"urazuke: {err}")
            code = _exit_code(err)
        except click.UsageError as err:
            if isinstance(err, getattr(click.exceptions, "NoArgsIsHelpError", ())):  # from click 8.2 on
                click.echo(err.format_message(), err=True)
            else:
                call = err.ctx.command_path if err.ctx else "urazuke"
                complain(f"{call}: {_as_clause(err.format_message())}; see: {call} --help")
            code = CALL_IS_WRONG
        except click.ClickException as err:
            complain(f"urazuke: {err.format_message()}")
            code = CALL_IS_WRONG
        except click.Abort:
            complain("urazuke: stopped; what was finished is kept, and the same call goes on from there")
            code = _STOPPED
        except UnicodeEncodeError:
            if not any("\udc80" <= character <= "\udcff" for argument in sys.argv for character in argument):
                raise
            complain("urazuke: the call holds bytes that are not UTF-8; check how names are typed or pasted")
            code = CALL_IS_WRONG
        except OSError as err:
            _drop_output()
            where = f"{err.filename}: " if err.filename else ""
            complain(f"urazuke: {where}{(err.strerror or str(err)).lower()}")
            code = DONE_IN_PART
        sys.exit(code if isinstance(code, int) else 0)


def _prepare_output() -> None:
    """What the terminal's encoding lacks is written as an escape, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Send what is still to be written nowhere: else Python tries, and complains, once more at its end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_clause(message: str) -> str:
    """Click's sentence as the middle of one of ours."""
    message = " ".join(message.split()).rstrip(".")
    return message[:1].lower() + message[1:]


def _exit_code(err: UrazukeError) -> int:
    if isinstance(err, UsageError | SettingsError):
        return CALL_IS_WRONG
    return NOT_THERE if isinstance(err, NotKnownError | NoBaseError) else DONE_IN_PART


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--db", metavar="URL", default=None, help="The knowledge base (default: $URAZUKE_DB, else urazuke.db)."
)
@click.version_option(__version__, prog_name="urazuke")
@click.pass_context
def main(ctx: click.Context, db: str | None) -> None:
    """Who is behind this, according to whom, on what evidence, and how sure are we?"""
    settings = Settings.from_env()
    if db is not None:
        from dataclasses import replace

        settings = replace(settings, database=db)
    ctx.obj = Session(settings)
    ctx.call_on_close(ctx.obj.close)
