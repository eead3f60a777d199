"""Help texts in the language of the interface, folded by the width of characters."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import click

from urazuke.labels.load import Labels

_NO_LINE_START = frozenset("、。，．・：；？！）」』】〉》’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ),.:;?!")


class HelpFormatter(click.HelpFormatter):
    """Click's formatter with our headings, and lines folded by cells: a Japanese character takes two."""

    def __init__(self, words: Labels, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how the program is called."""
        super().write_usage(prog, args, prefix or f"{self._words('help.usage')}: ")

    def write_heading(self, heading: str) -> None:
        """A heading; click's own are put into words of ours."""
        super().write_heading(self._words("help.options") if heading == "Options" else heading)

    def write_text(self, text: str) -> None:
        """Paragraphs; one whose lines are indented (examples) stays as it is."""
        margin = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            lines = paragraph.split("\n")
            as_it_is = any(line.startswith(" ") for line in lines)
            shown = lines if as_it_is else fold(" ".join(lines), self.width - self.current_indent)
            self.write("\n" if number else "", *(f"{margin}{line}\n" for line in shown))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms and what they mean, in two columns."""
        rows, margin = list(rows), " " * self.current_indent
        column = min(max((measure(term) for term, _ in rows), default=0), col_max) + col_spacing
        for term, meaning in rows:
            first, *rest = fold(meaning, max(20, self.width - self.current_indent - column)) or [""]
            fits = measure(term) + col_spacing <= column
            gap = " " * (column - measure(term)) if fits else f"\n{margin}{' ' * column}"
            self.write(f"{margin}{term}{gap}{first}".rstrip(" ") + "\n")
            self.write(*(f"{margin}{' ' * column}{line}\n" for line in rest))

    def write(self, *strings: str) -> None:
        """Pieces of text as they are."""
        for string in strings:
            super().write(string)


class Context(click.Context):
    """A context whose help is written in the language of the interface."""

    words: Callable[[], Labels]

    def make_formatter(self) -> click.HelpFormatter:
        """The formatter of help texts."""
        return HelpFormatter(type(self).words(), self.terminal_width, self.max_content_width)


def make_context_class(words: Callable[[], Labels]) -> type[Context]:
    """A class of contexts that ask `words` for their labels when help is written."""
    return type("Context", (Context,), {"words": staticmethod(words)})


def translate(command: click.Command, words: Labels) -> None:
    """Put a command's help and options into `words`: keys ``help.NAME.text``, ``help.option.OPTION``."""
    command.help = words.get(f"help.{command.name}.text", command.help or "")
    for option in command.params:
        if isinstance(option, click.Option):
            option.help = words.get(f"help.option.{option.name}", option.help or "")
    get_help_option = command.get_help_option

    def get_translated(ctx: click.Context, get: Callable[..., click.Option | None]) -> click.Option | None:
        option = get(ctx)
        if option is not None:
            option.help = words("help.option.help")
        return option

    command.get_help_option = partial(get_translated, get=get_help_option)  # type: ignore[method-assign]


def measure(text: str) -> int:
    """The width of a text in cells."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def fold(text: str, width: int) -> list[str]:
    """The lines of a text, broken at blanks and between wide characters to be at most `width` cells."""
    lines, line, cells = [], "", 0
    for piece in _iter_pieces(text):
        if cells + measure(piece.rstrip()) > width and line.strip():
            lines.append(line.rstrip())
            line, cells = "", 0
        line += piece
        cells += measure(piece)
    return [*lines, line.rstrip()] if line.strip() else lines


def _iter_pieces(text: str) -> Iterator[str]:
    """What must stay on one line: words with their blank, wide characters with what may not begin a line."""
    piece = ""
    for character in text:
        last = piece[-1:]
        breaks = last == " " or (
            last != ""
            and character not in _NO_LINE_START
            and character != " "
            and last not in "「『（“(《"
            and (measure(last) == 2 or measure(character) == 2)
        )
        if breaks:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece
