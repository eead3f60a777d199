"""What commands share: the session with its store, output, and clear refusals."""

import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, cast

import click

from urazuke.cli.printing import complain, say_json
from urazuke.errors import UsageError
from urazuke.labels.load import LANGUAGES, Labels, labels
from urazuke.model.mention import EntityType
from urazuke.settings import Settings
from urazuke.store.base import Store, View

DONE_IN_PART, CALL_IS_WRONG, NOT_THERE = 1, 2, 3
"""Exit codes besides 0, as PRODUCT.md lists them."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(slots=True)
class Session:
    """One run of the program: the object of click's context. The store is opened when first asked for."""

    settings: Settings
    _store: Store | None = field(default=None)

    @property
    def store(self) -> Store:
        """The knowledge base, made where there is none.

        Raises:
            StoreError: it can't be opened.
        """
        return self.open()

    def open(self, *, create: bool = True) -> Store:
        """The knowledge base; questions are not a reason to `create` one.

        Raises:
            StoreError: there is none, or it can't be opened.
        """
        if self._store is None:
            from urazuke.store import open_store  # SQLAlchemy is slow to import; --help must not wait for it

            self._store = open_store(self.settings.database, create=create)
        return self._store

    def close(self) -> None:
        """Close the store if it was opened."""
        if self._store is not None:
            self._store.close()


def session(ctx: click.Context) -> Session:
    """The session of this run."""
    return cast(Session, ctx.obj)


def open_view(ctx: click.Context, as_of: str | None = None) -> View:
    """Questions to the knowledge base of this run, as of an ISO date (a day, month or year).

    Raises:
        UsageError: `as_of` is not a date. StoreError: there is no knowledge base yet.
    """
    if as_of is not None and not _DATE.fullmatch(as_of):
        raise UsageError(f"“{as_of}” is not a date; write it as 2019-03-31, 2019-03 or 2019", where="--as-of")
    return session(ctx).open(create=False).view(as_of)


def find_labels(ctx: click.Context, lang: str | None) -> Labels:
    """The words of `lang`, else of the language of the settings."""
    return labels(lang or session(ctx).settings.language)


def find_entity_ids(
    ctx: click.Context,
    view: View,
    name: str,
    words: Labels,
    *,
    type: str | None = None,
    as_json: bool = False,
) -> tuple[str, ...]:
    """The entities that bear `name`, the most documented first. Says so where there are several.

    Exits with code 3 and names that look alike where there is none.
    """
    found = view.find_entities(name, EntityType(type) if type else None)
    if not found:
        near = view.near_names(name)
        if as_json:
            print_json({"near": list(near)})
        similar = words("cli.near", names=words.join(near)) if near else words("cli.near_none")
        fail(f"{words('cli.not_known', name=name)} {similar}", NOT_THERE)
    if len(found) > 1 and type is None:
        shown = [
            f"{entity.name} ({words.type(entity.type.value)}, --type {entity.type.value})" for entity in found
        ]
        text = words(
            "cli.several",
            name=name,
            n=len(found),
            chosen=shown[0],
            others=words.join(dict.fromkeys(shown[1:6])),
        )
        complain(text)
    return tuple(entity.id for entity in found)


def print_json(value: Any) -> None:
    """A value as JSON on standard output: indented for eyes, on one line for pipes."""
    indent = 2 if sys.stdout.isatty() else None
    say_json(value, indent=indent)


def write_output(text: str, path: Path | None, words: Labels) -> None:
    """Text to a file, whole or not at all, or to standard output.

    Raises:
        UsageError: the file can't be written.
    """
    if path is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text if text.endswith("\n") else text + "\n", "utf-8")
        part.replace(path)
    except OSError as err:
        raise UsageError(f"can't be written: {err.strerror}", where=str(path)) from err
    click.echo(words("cli.written", path=path), err=True)


def terminal(path: Path | None) -> tuple[int, bool]:
    """Width in cells, and whether to colour: only where a person looks at standard output."""
    looking = path is None and sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 40)).columns if looking else 100
    return min(width, 120), looking


def fail(message: str, code: int) -> NoReturn:
    """One line on standard error, and the end of the program."""
    complain(message)
    raise SystemExit(code)


lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    help="Language of the labels (default: $URAZUKE_LANG).",
)
as_of_option = click.option(
    "--as-of", metavar="DATE", default=None, help="The picture as it could be known then."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write to this file.",
)


type_option = click.option(
    "--type",
    "type_",
    type=click.Choice([it.value for it in EntityType]),
    default=None,
    help="Which of several things.",
)
