"""The command read: one report, read and printed; nothing is stored."""

import sys

import click

from urazuke.cli.common import DONE_IN_PART, find_labels, json_option, lang_option, session
from urazuke.model.issue import Issue, Severity


@click.command()
@click.argument("file")
@json_option
@click.option("--only", type=click.Choice(["observables"]), default=None, help="Leave the rest out.")
@lang_option
@click.pass_context
def read(ctx: click.Context, file: str, as_json: bool, only: str | None, lang: str | None) -> None:
    """Read one report and print its entities and claims."""
    from urazuke.documents import read_documents
    from urazuke.mentions.observables import find_observables
    from urazuke.outputs.reading import (
        observables_to_json,
        observables_to_text,
        reading_to_json,
        reading_to_text,
        to_line,
    )
    from urazuke.pipeline import OfflineReader, iter_files

    settings = session(ctx).settings
    words = find_labels(ctx, lang)
    reader = OfflineReader.load(settings.cache) if only is None else None
    lost = 0
    for found in iter_files([file], stdin=sys.stdin.buffer, max_bytes=settings.max_document_bytes):
        parts = (
            iter([found]) if isinstance(found, Issue) else read_documents(
                found[1], found[0], max_bytes=settings.max_document_bytes
            )
        )  # fmt: skip
        for part in parts:
            if isinstance(part, Issue):
                click.echo(str(part), err=True)
                lost += part.severity is Severity.ERROR
                continue
            document, rendition, _ = part
            if reader is None:
                mentions = find_observables(rendition.text)
                shown = (
                    to_line(observables_to_json(document, mentions))
                    if as_json
                    else observables_to_text(mentions)
                )
            else:
                reading = reader.read(document, rendition)
                shown = to_line(reading_to_json(reading)) if as_json else reading_to_text(reading, words)
            click.echo(shown)
    if lost:
        ctx.exit(DONE_IN_PART)
