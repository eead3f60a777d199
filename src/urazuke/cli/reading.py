"""The command read: one report, read and printed; nothing is stored."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import click

from urazuke.cli.common import DONE_IN_PART, NOT_THERE, find_labels, json_option, lang_option, session
from urazuke.cli.printing import complain, say, say_json
from urazuke.cli.readers import OFFLINE, ChosenReader, reader_option
from urazuke.errors import UrazukeError, UsageError
from urazuke.labels.load import Labels
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue, Severity
from urazuke.text.normal import fold_space

_JSON_LINES = "application/jsonl"

Print = Callable[[Document, Rendition, str], None]
"""Prints what one document holds; the last argument is the name that it goes by."""


@click.command()
@click.argument("file")
@json_option
@click.option("--only", type=click.Choice(["observables"]), default=None, help="Leave the rest out.")
@click.option("--missed", is_flag=True, help="Print only the sentences that look as if they held a claim.")
@reader_option
@lang_option
@click.pass_context
def read(
    ctx: click.Context,
    file: str,
    as_json: bool,
    only: str | None,
    missed: bool,
    reader_name: str,
    lang: str | None,
) -> None:
    """Read one report and print its entities and claims."""
    from urazuke.documents.jsonl import find_id

    if only and (missed or reader_name != OFFLINE):
        raise UsageError("can't go with --missed or --reader: observables are found by rules", where="--only")
    words = find_labels(ctx, lang)
    lost: list[Issue] = []

    def lose(issue: Issue) -> None:
        complain(issue)
        if issue.severity is Severity.ERROR:
            lost.append(issue)
            if as_json and issue.record is not None:  # each line in has its line out, in the same order
                say_json({"doc": issue.record, "error": issue.message, "entities": [], "claims": []})

    with ExitStack() as stack:
        if only:
            print_document = _observables_printer(as_json)
        else:
            reader = stack.enter_context(ChosenReader(ctx, words, reader_name))
            print_document = (
                _missed_printer(reader, words, as_json)
                if missed
                else _reading_printer(reader, words, as_json)
            )
        for part in _iter_parts(ctx, file):
            if isinstance(part, Issue):
                lose(part)
                continue
            document, rendition, original = part
            record = find_id(original) if document.media_type == _JSON_LINES else None
            try:
                print_document(document, rendition, record or document.address)
            except UrazukeError as err:
                where = err.where or document.address
                lose(
                    Issue(
                        severity=Severity.ERROR,
                        code="unread",
                        where=where,
                        message=err.message,
                        record=record,
                    )
                )
    if lost:
        ctx.exit(NOT_THERE if all(issue.code == "missing" for issue in lost) else DONE_IN_PART)


def _iter_parts(ctx: click.Context, file: str) -> Iterator[tuple[Document, Rendition, bytes] | Issue]:
    """The documents of the file, or the files of the folder, in order, and what is wrong with them."""
    from urazuke.documents import read_documents
    from urazuke.pipeline import iter_files

    limit = session(ctx).settings.max_document_bytes
    stdin = sys.stdin.buffer if sys.stdin else None
    for found in iter_files([file], stdin=stdin, max_bytes=limit):
        if isinstance(found, Issue):
            yield found
        else:
            yield from read_documents(found[1], found[0], max_bytes=limit)


def _reading_printer(reader: ChosenReader, words: Labels, as_json: bool) -> Print:
    from urazuke.outputs.reading import reading_to_json, reading_to_text

    def print_document(document: Document, rendition: Rendition, name: str) -> None:
        reading = reader.read(document, rendition)
        if as_json:
            _say_as(name, reading_to_json(reading))
        else:
            say(reading_to_text(reading, words))

    return print_document


def _missed_printer(reader: ChosenReader, words: Labels, as_json: bool) -> Print:
    """Prints the sentences that name two things and use a word of the domain, and gave no claim."""

    def print_document(document: Document, rendition: Rendition, name: str) -> None:
        reading = reader.read(document, rendition)
        if as_json:
            sentences = [
                {"text": span.of(rendition.text), "span": [span.start, span.end]} for span in reading.missed
            ]
            say_json({"doc": name, "missed": sentences})
        elif reading.missed:
            say(*(fold_space(span.of(rendition.text)) for span in reading.missed))
        else:
            complain(words("read.none_missed", name=name))

    return print_document


def _observables_printer(as_json: bool) -> Print:
    from urazuke.mentions.observables import find_observables
    from urazuke.outputs.reading import observables_to_json, observables_to_text

    def print_document(document: Document, rendition: Rendition, name: str) -> None:
        mentions = list(find_observables(rendition.text))
        if as_json:
            _say_as(name, observables_to_json(document, mentions))
        elif mentions:
            say(observables_to_text(mentions))

    return print_document


def _say_as(name: str, value: dict[str, Any]) -> None:
    say_json({**value, "doc": name})
