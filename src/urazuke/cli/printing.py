"""Printing what documents hold: whatever stands in their texts and names must not steer the terminal."""

import json
import re
from typing import Any

import click

# C0 but tab and newline, DEL, C1, and signs that turn the direction of writing.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def say(*lines: str, nl: bool = True) -> None:
    """Lines on standard output; a control character in them is shown as U+FFFD."""
    click.echo(printable("\n".join(lines)), nl=nl)


def say_heading(line: str) -> None:
    """A line in bold, where a person looks."""
    click.echo(click.style(printable(line), bold=True))


def say_json(value: Any, *, indent: int | None = None) -> None:
    """JSON, on one line unless indented; control characters are escaped, also those JSON allows."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    click.echo(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def complain(message: object) -> None:
    """One line on standard error."""
    click.echo(printable(str(message)).replace("\n", " "), err=True)


def printable(text: str) -> str:
    """`text` with control characters and halves of surrogate pairs made U+FFFD; lines stay."""
    return _CONTROL.sub("\ufffd", text).encode("utf-8", "replace").decode() if text else text
